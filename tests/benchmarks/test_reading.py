"""The benchmark of reading: a short run, and its gold and figures."""

from __future__ import annotations

import pytest

from benchmarks.gold import b_cubed, f1, parse, passages
from benchmarks.peers_reading import PEERS
from benchmarks.reading import HEADS, main, rows


def test_signs_become_spans_of_the_text_without_them() -> None:
    """Sentences, names and quotations are found again in the bare text."""
    one = parse("[P Ann Lee] left [O Orbex].¦ “It is over,”{Ann Lee} [P Lee] said.¦")
    assert one.text == "Ann Lee left Orbex. “It is over,” Lee said."
    assert [one.text[a:b] for a, b in one.sentences] == ["Ann Lee left Orbex.", "“It is over,” Lee said."]
    assert [one.text[a:b] for a, b in one.people] == ["Ann Lee", "Lee"]
    assert [one.text[a:b] for a, b in one.organisations] == ["Orbex"]
    assert one.quotes == [("It is over,", "Ann Lee")]


def test_the_passages_have_no_sign_left() -> None:
    """A sign that wasn't read would count against every reader."""
    assert all(not set("¦[]{}") & set(one.text) for one in passages())
    assert sum(len(one.quotes) for one in passages()) > 12


def test_figures_are_right_on_small_cases() -> None:
    """Half right gives what it should."""
    assert f1(["a", "b"], ["a", "c"]) == 0.5
    assert b_cubed(["x", "x", "y"], [1, 1, 2]) == 1.0
    assert b_cubed(["x", "y"], [1, 1]) == pytest.approx(2 / 3)


def test_every_part_and_peer_is_in_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    """A short run measures each part of ours; a peer has figures, or the reason why it has none."""
    assert main(["--articles", "12", "--seconds", "0.2"]) in (0, 1)
    said = capsys.readouterr().out
    assert all(head in said for head in HEADS)
    assert all(name in said for peers in PEERS.values() for name, _ in peers)
    assert "articles a second (goal 100)" in said


def test_our_parts_read_the_passages_well() -> None:
    """What the table says of us is no accident of a short run."""
    for part, least in (("sentences", 0.95), ("people", 0.85), ("quotations", 0.7)):
        _, who, _, _, figure, _ = next(rows(part, [passages()[0].text], 0.1))
        assert who == "Downlink" and float(str(figure)) >= least


def test_a_peer_that_cannot_run_says_why() -> None:
    """Nothing is skipped silently: each row has a speed or a reason."""
    for part in PEERS:
        for _, who, speed, _, _, what in rows(part, [passages()[0].text], 0.05):
            assert isinstance(speed, float) or "installed" in str(what) or "download" in str(what), who
