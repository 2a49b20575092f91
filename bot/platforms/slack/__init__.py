"""Slack: commands and events in, by Socket Mode or HTTP; Block Kit out. ``render`` is pure, ``adapter`` is I/O."""
