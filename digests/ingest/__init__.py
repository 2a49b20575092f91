"""Raw records (files, feeds, pages) in; an ``Article`` or a named rejection out. Touches the network and the disk, never the store."""
