"""``inspect grounding``: whether sentences stand on a source."""

from __future__ import annotations

from bot.inspecting.records import BadRecord, Record, text_of


def inspect_grounding(record: Record) -> Record:
    """Score each sentence against the source, 0 to 1."""
    from digests.summaries.grounding import SUPPORTED, check

    identity, source, sentences = text_of(record, "id"), text_of(record, "source"), record.get("sentences")
    if not isinstance(sentences, list) or not all(isinstance(s, str) for s in sentences):
        raise BadRecord('"sentences" must be a list of texts')
    scores = [float(score) for score in check(source, sentences)]
    return {
        "id": identity,
        "supported": [score >= SUPPORTED for score in scores],
        "scores": [round(score, 6) for score in scores],
    }
