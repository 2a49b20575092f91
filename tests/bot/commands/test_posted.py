"""``/why`` of an article whose time is over: by what was posted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.replies import Destination
from bot.store.sql import SqlMemory
from digests.answers import Verdict, WhyArticle
from digests.model import ArticleCard
from digests.questions.requests import DigestRequest
from tests.bot import answers
from tests.bot.answers import NOW
from tests.bot.commands.admin.conftest import said
from tests.bot.fakes import FakeNewsroom, app
from tests.bot.ledgers import EDITION, stocked

HERE = Destination("terminal", "test")
OUT = WhyArticle("u", Verdict.OUT_OF_WINDOW, "It was published outside the time that the digest covers.")


class Room(FakeNewsroom):
    """Judges the next digest as told, and one of a past window as ``then``."""

    def __init__(self, now: WhyArticle, then: WhyArticle | None = None) -> None:
        super().__init__()
        self.now, self.then = now, then

    async def why(self, url: str, request: DigestRequest) -> WhyArticle:
        """Answer by whose memory is asked for."""
        self._note("why", url, request)
        if request.destination is None:
            assert self.then is not None and request.window == EDITION.window and request.at == NOW
            return self.then
        return self.now


def card(number: int, hours: int = 1) -> ArticleCard:
    return replace(answers.card(number), published_at=NOW.replace(hour=NOW.hour - hours))


async def asked(memory: SqlMemory, room: Room) -> str:
    reply = await app(room, memory=memory).answer_line("/why https://news.example/1", destination=HERE, user="reader")
    return said(reply).splitlines()[0]


@pytest.mark.parametrize(("article", "says"), [
    (card(1), "It was posted here already, in the digest of 11 Jul 2022, 07:30."),
    (card(2), "Its story was posted here already, in the digest of 11 Jul 2022, 07:30."),
])  # fmt: skip
async def test_what_was_posted(tmp_path: Path, article: ArticleCard, says: str) -> None:
    """The last digest that told it, and whether of this very article; a digest that is held told nothing yet."""
    with stocked(tmp_path) as memory:
        assert await asked(memory, Room(replace(OUT, article=article, story_id=7))) == says


@pytest.mark.parametrize(("then", "says"), [
    (Verdict.RANKED_OUT, "In the digest of 11 Jul 2022, 07:30: its story was ranked 9 of 12, for 7 places."),
    (Verdict.IN, "It is of the time of the digest of 11 Jul 2022, 07:30, and was not in it: it came in later, or had "
                 "nothing new."),
])  # fmt: skip
async def test_what_was_left_out(tmp_path: Path, then: Verdict, says: str) -> None:
    """Judged by the digest of its own time."""
    one = replace(OUT, article=card(5), story_id=9)
    with stocked(tmp_path) as memory:
        _forget_all_but_sent(memory)
        room = Room(one, replace(one, verdict=then, sentence="Its story was ranked 9 of 12, for 7 places."))
        assert await asked(memory, room) == says


async def test_what_was_never_posted(tmp_path: Path) -> None:
    """With the reason that the ledger has."""
    with stocked(tmp_path) as memory:
        memory.ledger.drop(15, NOW, "Missed while Downlink was not running.")
        says = "It is of the time of the digest of 15 Jul 2022, 07:30, which was not posted: Missed while Downlink was "
        assert await asked(memory, Room(replace(OUT, article=card(5), story_id=9))) == f"{says}not running."


@pytest.mark.parametrize("verdict", [Verdict.IN, Verdict.RANKED_OUT, Verdict.OUT_OF_SCOPE])
async def test_the_next_digest_comes_first(tmp_path: Path, verdict: Verdict) -> None:
    """What it makes of an article that has yet to be posted is said as it is."""
    one = replace(OUT, verdict=verdict, sentence="So it is.", article=card(5), story_id=9)
    with stocked(tmp_path) as memory:
        assert await asked(memory, Room(one)) == "So it is."


def _forget_all_but_sent(memory: SqlMemory) -> None:
    """Leave the posted ones alone: they cover the article's time."""
    with memory.writing() as connection:
        connection.exec_driver_sql("DELETE FROM delivery WHERE id > 11")
