"""Discord: interactions in, by gateway or HTTP; embeds and components out. ``render`` is pure, ``adapter`` is I/O."""
