"""The newsroom: articles in; stories, digests and dossiers out. Knows no chat.

Enter by :mod:`digests.newsroom`; the values that cross rooms are in :mod:`digests.model`.
"""
