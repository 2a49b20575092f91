"""What the prompt suggests."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.commands.table import REGISTRY
from bot.platforms.terminal.completion import suggest


async def names(prefix: str) -> Sequence[str]:
    return [name for name in ("Dmitry Rogozin", "Yury Borisov") if prefix.casefold() in name.casefold()]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("/wh", {"/who", "/why"}),
        ("who", {"/who"}),
        ("/dos", {"/dossier"}),
        ("/who Rog", {"Dmitry Rogozin"}),
        ("/quotes Rogozin ab", {"about"}),
        ("/digest br", {"brief"}),
        ("/digest Artemis y", {"yesterday"}),
        ("/story x", set()),
        ("/nothing x", set()),
        ("/who R", set()),
    ],
)
async def test_suggestions(typed: str, expected: set[str]) -> None:
    """Verbs at the beginning, then choices, periods and names."""
    assert {each.text for each in await suggest(typed, REGISTRY, names)} == expected


async def test_a_name_replaces_all_that_was_typed_of_it() -> None:
    """Two words typed of a name are replaced together."""
    (found,) = await suggest("/who dmitry rog", REGISTRY, names)
    assert (found.text, found.replaces) == ("Dmitry Rogozin", len("dmitry rog"))
