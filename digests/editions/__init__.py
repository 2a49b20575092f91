"""Stories, a scope and a window in; a ``Digest`` out, with the answer to why."""
