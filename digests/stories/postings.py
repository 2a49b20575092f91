"""Numbers under keys, many to a key: quick to add to, and found for hundreds of keys at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

_TAIL = 4_096  # pairs that may wait unsorted when something is looked up
_SIEVE = 1 << 16  # the lowest bits of keys are random enough to sift the unsorted pairs by


class Found(NamedTuple):
    """Pairs found: the place of the key among those asked for, and the value."""

    places: Numbers
    values: Numbers


class _Run(NamedTuple):
    """Pairs in order of key: those of ``keys[i]`` are ``values[starts[i]:starts[i + 1]]``."""

    keys: Numbers
    starts: Numbers
    values: Numbers


class Postings:
    """Pairs of a key and a value, both of 64 bits.

    What came last lies unsorted; the rest in runs, each more than twice as long as the next, so that there are
    few of them and a pair is sorted a few times at most.
    """

    def __init__(self) -> None:
        self._runs: list[_Run] = []
        self._keys = np.empty(0, np.int64)
        self._values = np.empty(0, np.int64)
        self._waiting = 0

    def add(self, keys: Numbers, values: Numbers | int) -> None:
        """Put in a value for each key."""
        end = self._waiting + len(keys)
        if end > len(self._keys):
            self._keys, self._values = (np.concatenate((old, np.empty(end, np.int64)))
                                        for old in (self._keys, self._values))
        self._keys[self._waiting:end] = keys
        self._values[self._waiting:end] = values
        self._waiting = end

    def find(self, asked: Numbers, most: float) -> Found:
        """Find the values of different keys, in ascending order, leaving out keys with more than ``most`` values."""
        if self._waiting > _TAIL:
            self._sort()
        waiting, values = self._sifted(asked)
        count = np.bincount(waiting, minlength=len(asked))
        spans = []
        for run in self._runs:
            at = np.minimum(np.searchsorted(run.keys, asked), len(run.keys) - 1)
            starts = run.starts[at]
            lengths = (run.starts[at + 1] - starts) * (run.keys[at] == asked)
            spans.append((run, starts, lengths))
            count += lengths
        few = count <= most
        chosen = few[waiting]
        found = [(waiting[chosen], values[chosen])]
        found += [_taken(run, starts, lengths * few) for run, starts, lengths in spans]
        return Found(*(np.concatenate(parts) for parts in zip(*found, strict=True)))

    def _sifted(self, asked: Numbers) -> tuple[Numbers, Numbers]:
        """Look through the unsorted pairs: places in ``asked`` (sorted), and values."""
        keys = self._keys[:self._waiting]
        sieve = np.zeros(_SIEVE, np.bool_)
        sieve[asked & (_SIEVE - 1)] = True
        near = np.flatnonzero(sieve[keys & (_SIEVE - 1)])
        places = np.searchsorted(asked, keys[near])
        places[places == len(asked)] = 0  # nothing is equal there, either
        same = asked[places] == keys[near]
        return places[same], self._values[near[same]]

    def _sort(self) -> None:
        """Make a run of what waits, together with the runs that aren't more than twice as long."""
        keys, values = [self._keys[:self._waiting]], [self._values[:self._waiting]]
        size = self._waiting
        while self._runs and len(self._runs[-1].values) <= 2 * size:
            run = self._runs.pop()
            keys.insert(0, np.repeat(run.keys, np.diff(run.starts)))
            values.insert(0, run.values)
            size += len(run.values)
        together = np.concatenate(keys)
        order = np.argsort(together, kind="stable")
        together = together[order]
        starts = np.flatnonzero(np.concatenate(([True], together[1:] != together[:-1])))
        self._runs.append(_Run(together[starts], np.append(starts, size), np.concatenate(values)[order]))
        self._waiting = 0
        self._keys, self._values = self._keys[:2 * _TAIL].copy(), self._values[:2 * _TAIL].copy()


def _taken(run: _Run, starts: Numbers, lengths: Numbers) -> tuple[Numbers, Numbers]:
    """Take stretches out of a run: the number of the stretch, and the value, for each pair."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    where = np.arange(total) + np.repeat(starts - ends + lengths, lengths)
    return np.repeat(np.arange(len(starts)), lengths), run.values[where]
