"""Names: an article's text and sentences come in, its mentions and aliases leave.

``find_names`` tags people, organisations, places and craft, and resolves each to its fullest form in
the article. Calls ``digests.text`` and ``digests.model`` only.
"""

from digests.reading.names.find import Names, find_names
from digests.reading.names.second import Opinion

__all__ = ["Names", "Opinion", "find_names"]
