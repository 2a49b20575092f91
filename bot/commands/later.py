"""Verbs that are promised and not there yet: named, so that typing one gets an honest answer."""

from __future__ import annotations

VERBS: frozenset[str] = frozenset(
    """
    ask follow unfollow following subscribe list show edit pause resume unsubscribe preview run history feeds
    settings status redeliver audit undo export forget
    """.split()
)
