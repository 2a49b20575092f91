"""Why names were taken for one, in words."""

from __future__ import annotations

import pytest

from digests.model import Kind
from digests.people.evidence import apart_because, same_because


@pytest.mark.parametrize(("shown", "form", "kind", "said"), [
    ("Dmitry Rogozin", "Dmitry Rogozin", Kind.PERSON, "the name itself"),
    ("José Ávila", "Jose Avila", Kind.PERSON, "accents"),
    ("Dmitry Rogozin", "Dmitri Rogosin", Kind.PERSON, "transliteration"),
    ("Dmitry Rogozin", "Dmitry Olegovich Rogozin", Kind.PERSON, "middle name"),
    ("Dmitry Rogozin", "Rogozin", Kind.PERSON, "surname alone"),
    ("Dmitry Rogozin", "D. Rogozin", Kind.PERSON, "initial"),
    ("European Space Agency", "ESA", Kind.ORGANISATION, "initials"),
    ("The Planetary Society", "Planetary Society", Kind.ORGANISATION, "accents, case"),
])
def test_the_evidence_is_named(shown: str, form: str, kind: Kind, said: str) -> None:
    """One sentence for each way in which the decider merges."""
    assert said in same_because(shown, form, kind)


@pytest.mark.parametrize(("shown", "other", "said"), [
    ("Elon Musk", "Kimbal Musk", "another first name"),
    ("Elon Musk", "Musk", "one name alone"),
    ("John A. Smith", "John B. Smith", "middle names differ"),
])
def test_so_is_what_keeps_people_apart(shown: str, other: str, said: str) -> None:
    """Namesakes are no reason to merge."""
    assert said in apart_because(shown, other, Kind.PERSON)
