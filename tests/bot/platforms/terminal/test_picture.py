"""Pictures of replies."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from bot.mistakes import NotThere
from bot.platforms.terminal.picture import main, picture
from tests.bot.fakes import app


def test_a_picture_is_svg_that_calls_nobody() -> None:
    """Well-formed, the same every time, without fonts or images from elsewhere."""
    drawn = picture(app(), "/who Rogozin")
    assert ElementTree.fromstring(drawn).tag == "{http://www.w3.org/2000/svg}svg"
    assert drawn == picture(app(), "/who Rogozin")
    assert "Dmitry" in drawn and "url(http" not in drawn and "@import" not in drawn and "<image" not in drawn


def test_no_picture_of_a_failure() -> None:
    """A README would show it."""
    with pytest.raises(NotThere, match="/who Nobody"):
        picture(app(), "/who Nobody")


@pytest.mark.parametrize("arguments", [[], ["/digest"]])
def test_how_to_call_it(arguments: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    """Pairs of command and file."""
    assert main(arguments) == 2
    assert "Usage" in capfd.readouterr().err
