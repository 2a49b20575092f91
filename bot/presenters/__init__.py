"""What the newsroom answers → :class:`~bot.replies.Reply`. Pure, a file a noun; here both walks meet.

Numbers, plurals and the wording of dates are in ``words``; times stay moments, shown in the reader's zone.
"""
