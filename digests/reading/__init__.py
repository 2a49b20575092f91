"""One article in; a ``Reading`` out: sentences, names, references, roles, quotations.

Pure and CPU-bound: run it off the event loop. ``read.read`` is the door; it calls
``digests.text`` and ``digests.model`` only.
"""
