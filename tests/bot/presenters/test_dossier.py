"""How roles, quotations and counts are worded in a dossier."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot import blocks as b
from bot.presenters import quotes
from bot.presenters.dossier import dossier
from bot.replies import Reply
from bot.spans import plain
from digests.answers import DossierRole, Standing
from digests.model import Tenure
from tests.bot import answers


def role_lines(*roles: DossierRole) -> list[str]:
    reply = dossier(replace(answers.dossier(), roles=roles))
    return [plain(item) for block in reply.blocks if isinstance(block, b.Bullets) for item in block.items]


def block(reply: Reply, kind: type) -> list[b.Block]:
    return [each for each in reply.blocks if isinstance(each, kind)]


@pytest.mark.parametrize(
    ("role", "said"),
    [
        (
            answers.role(Standing.CURRENT, None),
            "chief executive of Roscosmos — seen 24 Feb 2022 to 15 Jul 2022 in 17 articles [1]",
        ),
        (
            answers.role(Standing.FORMER),
            "chief executive of Roscosmos (as of 15 Jul 2022) — seen 24 Feb 2022 to 15 Jul 2022 in 17 articles [1]"
            "; since then Yury Borisov [2]",
        ),
        (
            answers.role(Standing.FORMER, None),
            "chief executive of Roscosmos (as of 15 Jul 2022) — seen 24 Feb 2022 to 15 Jul 2022 in 17 articles [1]"
            "; called former since [2]",
        ),
        (
            answers.role(Standing.DISPUTED),
            "chief executive of Roscosmos — seen 24 Feb 2022 to 15 Jul 2022 in 17 articles [1]; also Yury Borisov [2]",
        ),
    ],
)
def test_roles_as_the_articles_word_them(role: DossierRole, said: str) -> None:
    """With dates and citation; a former one is dated, one in dispute names the other side."""
    assert role_lines(role) == [said]


def test_a_role_only_ever_worded_as_former_has_no_date_as_of_which_it_was_held() -> None:
    """"Rogozin, once ambassador to NATO", says nothing of that day."""
    former = answers.role(Standing.FORMER, None)
    (said,) = role_lines(replace(former, newest=replace(former.newest, tenure=Tenure.FORMER)))
    assert said.startswith("chief executive of Roscosmos (former) — seen ")


def test_a_shorter_form_of_the_name_is_no_other_spelling() -> None:
    """What the heading has already is not said again."""
    answer = answers.dossier()
    spellings = (answer.entity.name, answer.entity.name.split()[-1], "Dmitri Rogosin")
    (known, *_) = block(dossier(replace(answer, entity=replace(answer.entity, spellings=spellings))), b.Note)
    assert isinstance(known, b.Note) and plain(known.spans).endswith("also written Dmitri Rogosin")


def test_one_article_has_one_number() -> None:
    """Two roles that stand in the same articles share their citations."""
    lines = role_lines(answers.role(), replace(answers.role(), role="head", articles=1))
    assert lines[1].startswith("head of Roscosmos") and "in 1 article [1]; since then Yury Borisov [2]" in lines[1]


def test_a_person_without_a_role() -> None:
    """It is said, so that nobody takes it for an omission; an organisation has no such line."""
    person = dossier(replace(answers.dossier(), roles=()))
    assert "No stored article words a role." in [plain(each.spans) for each in block(person, b.Paragraph)]  # type: ignore[union-attr]
    card = dossier(replace(answers.dossier(answers.ROSCOSMOS), roles=(), companions=()))
    assert block(card, b.Paragraph) == []


def test_no_chart_of_nothing() -> None:
    """Weeks without an article draw no line."""
    weeks = tuple(replace(week, count=0) for week in answers.dossier().activity)
    assert block(dossier(replace(answers.dossier(), activity=weeks)), b.Activity) == []


def test_more_quotations_are_a_button_away() -> None:
    """Only where there are more than are shown."""
    labels = [button.label for each in block(dossier(answers.dossier()), b.Buttons) for button in each.buttons]  # type: ignore[union-attr]
    assert labels[0] == "All 12 quotations"
    few = dossier(replace(answers.dossier(), quotes_in_all=1))
    assert [button.label for each in block(few, b.Buttons) for button in each.buttons] == ["Timeline"]  # type: ignore[union-attr]


def test_the_same_words_in_several_outlets_are_one_quotation() -> None:
    """The others are named once, state-owned ones labelled."""
    made = quotes.quotation(answers.said())
    assert made.text == "I did what I could"
    assert plain(made.byline) == (
        "Orbit Daily, 15 Jul 2022 · Article 1 on the agency · also in Launch Ledger, Vesti Orbit (state-owned)"
    )
    assert "also in" not in plain(quotes.quotation(answers.said(also=())).byline)


def test_a_spelling_that_led_here_is_said() -> None:
    """So that a typing mistake doesn't pass for the name."""
    notes = [plain(each.spans) for each in block(dossier(answers.dossier(), asked="Rogosin"), b.Note)]  # type: ignore[union-attr]
    assert 'The nearest stored name to "Rogosin".' in notes
