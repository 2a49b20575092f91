"""Raw records (files, feeds, pages) in; an ``Article`` or a named rejection out.

Touches the network and the disk, never the store. Walk: :mod:`sources` gathers raw records (:mod:`files` from
disk, :mod:`fetch` from addresses, :mod:`feeds`, :mod:`pages`, :mod:`opml` parsed in a process that may be
killed, :mod:`parsing`); :mod:`clean` makes an Article of each or says why not. Calls no other room.
"""
