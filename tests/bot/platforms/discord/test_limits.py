"""Rate limits learnt from answers, and texts that flow on."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest

from bot import blocks as b
from bot.platforms.discord import limits
from bot.platforms.discord.buckets import Buckets
from bot.platforms.discord.flow import Chunk, Line, flow
from bot.platforms.discord.render import Offers, long_commands, parts, render
from bot.platforms.discord.urgency import Urgency
from bot.replies import Kind, Reply
from bot.spans import line

PATH = "/channels/123456/messages"
ONE, TWO = "one" * 20, "two" * 20  # interactions' tokens


@dataclass
class Clock:
    """A clock that is set."""

    now: float = 100.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


def headers(left: int, after: float, limit: int = 5) -> dict[str, str]:
    """Make an answer's headers."""
    return {
        "X-RateLimit-Limit": str(limit),
        "X-RateLimit-Remaining": str(left),
        "X-RateLimit-Reset-After": str(after),
    }


def test_nothing_waits_before_anything_is_known() -> None:
    """No limit is hard-coded."""
    assert [Buckets(Clock()).wait("POST", PATH) for _ in range(100)] == [0.0] * 100


def test_what_is_used_up_waits_for_the_window() -> None:
    """Then as many again."""
    clock = Clock()
    buckets = Buckets(clock)
    buckets.learn("POST", PATH, 200, headers(1, 2.0))
    assert [buckets.wait("POST", PATH) for _ in range(2)] == [0.0, 2.0]
    assert buckets.wait("POST", "/channels/999999/messages") == 0.0
    clock.now += 2.0
    assert [buckets.wait("POST", PATH) for _ in range(6)] == [0.0] * 5 + [2.0]


def test_each_interaction_counts_by_itself() -> None:
    """What one has used up holds no other back."""
    buckets = Buckets(Clock())
    buckets.learn("POST", f"/interactions/1234567/{ONE}/callback", 204, headers(0, 2.0))
    buckets.learn("PATCH", f"/webhooks/99999/{ONE}/messages/@original", 200, headers(0, 2.0))
    assert buckets.wait("POST", f"/interactions/1234568/{TWO}/callback") == 0.0
    assert buckets.wait("PATCH", f"/webhooks/99999/{TWO}/messages/@original") == 0.0
    assert buckets.wait("POST", f"/interactions/1234567/{ONE}/callback") == 2.0


def test_answers_to_commands_do_not_wait_for_the_limit_of_all() -> None:
    """Discord does not count them to it: posts wait, acknowledgements go."""
    buckets = Buckets(Clock())
    buckets.learn("POST", PATH, 429, {"X-RateLimit-Global": "true", "Retry-After": "5"})
    assert buckets.wait("POST", f"/interactions/1234567/{ONE}/callback") == 0.0
    assert buckets.wait("PATCH", f"/webhooks/99999/{ONE}/messages/@original") == 0.0
    assert buckets.wait("POST", PATH) == buckets.wait("GET", "/users/@me") == 5.0


def test_answers_that_overtake_each_other_free_nothing() -> None:
    """The lowest count of a window is the true one."""
    buckets = Buckets(Clock())
    buckets.learn("POST", PATH, 200, headers(0, 2.0))
    buckets.learn("POST", PATH, 200, headers(3, 2.1))
    assert buckets.wait("POST", PATH) == 2.0


def test_a_global_limit_stops_everything() -> None:
    """Every route, until it has passed."""
    clock = Clock()
    buckets = Buckets(clock)
    buckets.learn("POST", PATH, 429, {"X-RateLimit-Global": "true", "Retry-After": "3"})
    assert buckets.wait("GET", "/users/@me") == 3.0
    clock.now += 3.0
    assert buckets.wait("GET", "/users/@me") == 0.0


def test_strange_headers_are_survived() -> None:
    """A proxy may say anything."""
    buckets = Buckets(Clock())
    buckets.learn("POST", PATH, 200, headers(0, 1.0) | {"X-RateLimit-Limit": "many", "X-RateLimit-Reset-After": "-1"})
    assert buckets.wait("POST", PATH) == 0.0


async def test_other_work_waits_for_acknowledgements() -> None:
    """And goes on when they are done."""
    urgency, order = Urgency(), list[str]()

    async def work() -> None:
        await urgency.calm()
        order.append("work")

    with urgency.urgent():
        working = asyncio.create_task(work())
        await asyncio.sleep(0)
        order.append("acknowledged")
    await working
    assert order == ["acknowledged", "work"]


def test_chunks_stay_whole_where_they_fit() -> None:
    """A text ends before a chunk that would be cut."""
    chunks = [Chunk((Line([f"{n}" * 60]),), apart=False) for n in range(4)]
    assert flow(chunks, 130) == ["0" * 60 + "\n" + "1" * 60, "2" * 60 + "\n" + "3" * 60]


def test_a_line_is_cut_between_words_and_keeps_its_mark() -> None:
    """A quotation goes on as a quotation."""
    words = [f"word{n} " for n in range(100)]
    made = flow([Chunk((Line(words, "> "),))], 120)
    assert len(made) > 5 and all(text.startswith("> word") and len(text) <= 120 for text in made)
    assert "".join(text[2:] + " " for text in made) == "".join(words)


@pytest.mark.parametrize("text", ["\\*" * 400, "x" * 900, "\U0001f680" * 500, "\\\\" * 300])
def test_an_endless_word_is_cut_and_no_escape_with_it(text: str) -> None:
    """Nothing is lost, and no backslash stands alone."""
    made = flow([Chunk((Line([text]),))], 100)
    assert "".join(made) == text and all(limits.size(part) <= 100 for part in made)
    assert all((len(part) - len(part.rstrip("\\"))) % 2 == 0 for part in made)


def story(number: int, words: int) -> b.StoryCard:
    """Make a story of a length."""
    return b.StoryCard(
        number, line(f"Story {number}"), (line("word " * words),), line("1 outlet"), command=f"/story #{number}"
    )


def test_stories_flow_into_further_messages_whole() -> None:
    """Each message is within every limit; each has a menu of its own stories."""
    cards = tuple(story(n, 400) for n in range(1, 26))
    made = render(Reply(Kind.DIGEST, "News", (b.Heading(line("News")), *cards)))
    assert len(made) == parts(Reply(Kind.DIGEST, "News", (b.Heading(line("News")), *cards))) == 25 // 2 + 1
    for payload in made:
        total = sum(limits.size(e.get("title", "") + e.get("description", "")) for e in payload["embeds"])
        assert total <= limits.EMBEDS_IN_ALL and len(payload["embeds"]) <= limits.EMBEDS
        options = payload["components"][0]["components"][0]["options"]
        assert [each["label"] for each in options] == [embed["title"] for embed in payload["embeds"]]


def test_a_story_longer_than_an_embed_stays_in_one_message() -> None:
    """It goes on in a second embed right after its first."""
    made = render(Reply(Kind.DIGEST, "News", (story(1, 200), story(2, 1_000))))
    assert [[e.get("title", "+") for e in payload["embeds"]] for payload in made] == [
        ["1. Story 1"],
        ["2. Story 2", "+"],
    ]


def test_more_buttons_than_rows_go_on_as_well() -> None:
    """Four rows of five, one kept for sharing; the rest follows."""
    many = tuple(b.Buttons(tuple(b.Button(f"{n}-{m}", f"/who #{n}{m}") for m in range(5))) for n in range(7))
    blocks: tuple[b.Block, ...] = tuple(each for group in many for each in (b.Paragraph(line("x")), group))
    made = render(Reply(Kind.DOSSIER, "x", (b.Heading(line("x")), *blocks)), Offers("/x", share=True))
    rows = [row for payload in made for row in payload["components"]]
    labels = [each["label"] for row in rows for each in row["components"]]
    assert all(len(payload["components"]) <= limits.ROWS for payload in made)
    assert sorted(labels) == sorted(["Share", *(f"{n}-{m}" for n in range(7) for m in range(5))])


def test_only_long_commands_are_kept() -> None:
    """And those that a button can't hold."""
    reply = Reply(
        Kind.NOTE, "x", (b.Buttons((b.Button("a", "/who #1"), b.Button("b", "/news " + "y" * 90))), b.Pager(1, 1))
    )
    assert long_commands(reply, "/short", "") == {"/news " + "y" * 90}
