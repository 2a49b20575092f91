"""What a language model worded is said to be so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

from bot.presenters import digests, status
from bot.quotas import Quotas
from digests.summaries.generative import Record
from tests.bot import answers


def test_a_digest_names_the_model_that_worded_it() -> None:
    """And says nothing of models where there is none."""
    worded = str(digests.digest(replace(answers.digest(), written_by="small-1"), zone=UTC).to_json())
    assert "language model small-1" in worded and "checked against the article" in worded
    assert "language model" not in str(digests.digest(answers.digest(), zone=UTC).to_json())


def test_the_status_says_how_a_model_did() -> None:
    """Written and left, with the last reason."""
    def shown(record: Record | None) -> str:
        return str(status.status([], [], [], {}, answers.TOTALS, Quotas(), status.Posting(), record).to_json())

    assert "small-1: 4 summaries written, 2 left as extracts; the last because it took longer than 12 s" in shown(
        Record("small-1", 4, 2, "it took longer than 12 s"))
    assert "small-1: 1 summary written" in shown(Record("small-1", 1)) and "Language model" not in shown(None)
