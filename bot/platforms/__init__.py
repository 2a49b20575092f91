"""One folder a chat platform, the same files in each: ``adapter`` does the I/O, ``render`` is pure."""
