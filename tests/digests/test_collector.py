"""The collector is calmed once and tidied on demand."""

import gc
from collections.abc import Iterator

import pytest

from digests.collector import calm, tidy


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Put the collector back: it is the whole process's."""
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)
    gc.unfreeze()


def test_what_start_up_made_is_left_alone() -> None:
    """Frozen objects are walked by no collection; those made later are, and cycles still go."""
    calm()
    assert gc.get_freeze_count() > 1_000 and gc.get_threshold()[0] >= 50_000

    class Ring:
        """Refers to itself."""

    ring = Ring()
    ring.self = ring  # type: ignore[attr-defined]
    del ring
    tidy()
    assert not any(isinstance(one, Ring) for one in gc.get_objects())
