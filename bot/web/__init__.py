"""The web part: health for whoever watches the bot, and the doors by which Slack and Discord call over HTTP.

Enters: HTTP requests, behind somebody else's TLS. Leaves: short answers. Calls: the platforms' own handlers,
and what tells whether they and the database are well.
"""
