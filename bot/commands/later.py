"""Verbs that are promised and not there yet: named, so that typing one gets an honest answer."""

from __future__ import annotations

VERBS: frozenset[str] = frozenset({"ask"})
