"""A few hundred hostile articles, the whole way; ``python -m benchmarks.hostile`` takes ten thousand."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.hostile import HARMFUL, evils, run


@settings(max_examples=8, deadline=None, database=None, phases=[Phase.generate])
@given(st.lists(evils, min_size=30, max_size=30))
def test_hostile_articles_do_nothing(texts: list[str]) -> None:
    """No mention, no foreign link, no refused message, nothing lost, in any answer."""
    with tempfile.TemporaryDirectory() as folder:
        assert run(Path(folder), texts)


def test_each_harmful_piece_alone(tmp_path: Path) -> None:
    """None of them is hidden by its neighbours."""
    assert run(tmp_path, [*HARMFUL])
