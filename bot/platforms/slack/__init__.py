"""Slack: commands and events in, by Socket Mode or HTTP; Block Kit out, as answers and as deliveries.

``render`` is pure, ``adapter`` is I/O. A delivery is posted once (``post``) and looked for by its marker (``history``).
"""
