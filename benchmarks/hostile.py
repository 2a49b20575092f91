"""Ten thousand articles written to do harm, the whole way to both platforms: ``python -m benchmarks.hostile``.

Made by hypothesis from both platforms' markup, mentions, addresses, signs that reorder or hide, and any other text;
taken in, asked for in every way, rendered on both and judged as ``tests/hostile.py`` says. It takes some ten minutes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.hostile import evils, run

AT_ONCE = 50  # articles of one archive


def main() -> int:
    """Read the options and run; an article that does something is shown, and ends it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--articles", type=int, default=10_000)
    count = parser.parse_args().articles
    articles = messages = 0
    began = time.monotonic()

    @settings(
        max_examples=max(1, count // AT_ONCE), deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.lists(evils, min_size=AT_ONCE, max_size=AT_ONCE, unique=True))
    def all_of_it(texts: list[str]) -> None:
        nonlocal articles, messages
        with tempfile.TemporaryDirectory() as folder:
            messages += run(Path(folder), texts)
        articles += len(texts)
        if not articles % 1000:
            print(f"{articles:,} articles, {messages:,} messages, {time.monotonic() - began:,.0f} s", flush=True)

    all_of_it()
    print(f"{articles:,} hostile articles in {messages:,} messages: nothing was alive, refused or lost.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
