"""The README's table of figures is what ``/metrics`` has: no less, no more."""

from __future__ import annotations

import re
from pathlib import Path

from prometheus_client import generate_latest

from bot.metrics.counts import Counts
from bot.metrics.page import Figures
from tests.bot.metrics.test_metrics import Told, happen, shared

README = Path(__file__).parents[3] / "README.md"


def test_every_figure_is_in_the_readme() -> None:
    """By the name that Prometheus knows it by, with its labels."""
    counts = Counts()
    happen(counts)
    text = generate_latest(Figures(counts, shared(Told()))).decode()
    kinds = dict(re.findall(r"^# TYPE (\w+) (\w+)$", text, re.MULTILINE))
    there = {name for name, kind in kinds.items() if not name.endswith("_created")}
    told = re.findall(r"`(downlink_[a-z_]+)(?:\{([a-z,]+)\})?`", README.read_text(encoding="utf-8"))
    assert {name for name, _ in told} == there
    for name, labels in told:
        series = next(line for line in text.splitlines() if line.startswith((f"{name}{{", f"{name}_count", f"{name} ")))
        found = re.findall(r"(\w+)=", series.partition("{")[2].partition("}")[0])
        assert set(labels.split(",")) - {""} == set(found) - {"le"}, name
