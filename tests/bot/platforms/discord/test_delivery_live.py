"""Forums, announcements and histories: what delivery asks of Discord beside posting."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from bot import blocks as b
from bot.platforms.allowance import allowance
from bot.platforms.base import HistoryUnreadable, PostDelayed, PostRefused, PostUncertain, Reach
from bot.platforms.discord.finding import PAGE
from bot.platforms.discord.state import mark_of
from bot.replies import Destination, Kind, Reply
from bot.spans import line
from tests.bot.admin_replies import ADMIN
from tests.bot.platforms.discord.stage import Stage, posting, text
from tests.bot.replies import EVERY

MARKER = "0123456789abcdef"
FORUM, ANNOUNCEMENTS = 15, 5
THREADS = r"POST /channels/\{channel_id\}/threads$"
CROSSPOST = r"POST .*/crosspost$"
LONG = Reply(Kind.DIGEST, "Space news " * 20, tuple(b.Paragraph(line(f"{n} " + "word " * 500)) for n in range(12)))


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """Put the bot beside an emulator; Discord has nothing to object to."""
    async with posting() as made:
        yield made
        assert [each for each in made.emulator.problems() if "dropped silently" not in str(each)] == []


def channel(stage: Stage, kind: int, **settings: Any) -> Destination:
    """Add a channel of a kind."""
    guild = stage.emulator.guild["id"]
    return Destination("discord", stage.emulator.add_channel("c", guild_id=guild, type=kind, **settings)["id"], guild)


def lately() -> datetime:
    """Give a time before anything here happened."""
    return datetime.now(UTC) - timedelta(seconds=1)


def tries(stage: Stage, route: str) -> int:
    """Count requests."""
    return len(stage.emulator.recorder.find(route=route, method="POST"))


async def test_a_digest_in_a_forum_is_a_post_with_the_rest_below_it(stage: Stage) -> None:
    """Its name fits, and further parts go into its thread."""
    forum = channel(stage, FORUM)
    first = await stage.platform.post(forum, LONG, marker=MARKER)
    assert first.thread == first.message_id == await stage.platform.open_thread(forum, first, "ignored")
    below = replace(forum, thread=first.thread)
    for part in range(1, stage.platform.parts(LONG)):
        await stage.platform.post(below, LONG, part=part, marker=MARKER)
    post = stage.emulator.channels[first.thread]
    assert post["name"].startswith("Space news Space news") and len(post["name"]) <= 100
    assert post["parent_id"] == forum.channel
    shown = " ".join(text(each) for each in stage.emulator.list_messages(first.thread))
    assert all(f"{n} word" in shown for n in range(12))
    assert len(stage.emulator.list_messages(first.thread)) == stage.platform.parts(LONG) > 1


class Counted:
    """Places that are given out, all there are."""

    def __init__(self) -> None:
        self.given = self.used = self.freed = 0

    async def more(self) -> Counted:
        """Give one."""
        self.given += 1
        return self

    def free(self, *, used: bool = True) -> None:
        """Take one back."""
        self.freed, self.used = self.freed + 1, self.used + used


async def test_every_request_takes_a_place_of_the_bots(stage: Stage) -> None:
    """The first of a post the one it came with; whose channel it is and the history are requests as any."""
    places, place, unused = Counted(), Counted(), Counted()
    to, since = channel(stage, 0), lately()
    before = len(stage.emulator.recorder.items)
    with allowance(place, places.more):
        receipt = await stage.platform.post(to, LONG, marker=MARKER)
    assert (place.used, places.given) == (1, len(stage.emulator.recorder.items) - before - 1) == (1, 1)
    with allowance(None, places.more):
        assert await stage.platform.find(to, MARKER, since=since) is not None
        await stage.platform.open_thread(to, receipt, "More")
    assert places.given == places.used == places.freed == len(stage.emulator.recorder.items) - before - 1
    with allowance(unused, places.more), pytest.raises(PostRefused):
        await stage.platform.post(replace(to, channel="@nobody"), LONG, marker=MARKER)
    assert (unused.used, unused.freed) == (0, 1)


@pytest.mark.parametrize("kind", [0, ANNOUNCEMENTS, FORUM, None])
async def test_every_reply_can_be_posted_and_found_everywhere(stage: Stage, kind: int | None) -> None:
    """In channels, forums and conversations, files and all."""
    where = Destination("discord", f"@{stage.emulator.alice['id']}") if kind is None else channel(stage, kind)
    replies = EVERY if kind == ANNOUNCEMENTS else {**EVERY, **ADMIN}
    posted = {name: await stage.platform.post(where, reply, marker=name) for name, reply in replies.items()}
    for name in ("digest", "dossier"):
        found = await stage.platform.find(where, name, since=lately())
        assert found is not None and (found.message_id, found.thread) == (posted[name].message_id, posted[name].thread)


@pytest.mark.parametrize(
    ("title", "tags", "needs", "chosen"),
    [
        ("News on Artemis and Mars", ["Mars", "Artemis", "Other"], False, ["Mars", "Artemis"]),
        ("Artemisia", ["Artemis"], False, []),
        ("What happened", ["Other", "news"], False, ["news"]),
        ("What happened", ["Other", "More"], True, ["Other"]),
        ("a b c d e f g", list("abcdefg"), False, list("abcde")),
        ("Locked things", ["Locked", "Open"], True, ["Open"]),
    ],
)
async def test_a_forums_tags_are_chosen(
    stage: Stage, title: str, tags: list[str], needs: bool, chosen: list[str]
) -> None:
    """Those that the title names, five at most; none that only moderators may set."""
    forum = channel(stage, FORUM, tags=tags, moderated=["Locked"], needs_tag=needs)
    receipt = await stage.platform.post(forum, replace(EVERY["digest"], title=title))
    names = {each["id"]: each["name"] for each in stage.emulator.channels[forum.channel]["available_tags"]}
    assert [names[id] for id in stage.emulator.channels[receipt.thread]["applied_tags"]] == chosen


async def test_a_forum_whose_tags_are_all_moderators_refuses(stage: Stage) -> None:
    """Only its own people can change that."""
    forum = channel(stage, FORUM, tags=["Locked"], moderated=["Locked"], needs_tag=True)
    with pytest.raises(PostRefused, match="tag") as refused:
        await stage.platform.post(forum, EVERY["digest"], marker=MARKER)
    assert refused.value.reach is Reach.CHANNEL


@pytest.mark.parametrize("archived", [False, True])
@pytest.mark.parametrize("kind", ["after", "drop_after", "drop", "status"])
async def test_a_forums_post_of_which_one_does_not_know_is_looked_for(stage: Stage, kind: str, archived: bool) -> None:
    """Forums know no nonce: it is not sent again before the history was read, and then only if it is not there."""
    forum = channel(stage, FORUM)
    await stage.platform.post(forum, EVERY["story"], marker="another")
    stage.emulator.fault(kind=kind, match=THREADS)
    for _ in range(3):
        with pytest.raises(PostUncertain):
            await stage.platform.post(forum, EVERY["digest"], marker=MARKER)
    assert tries(stage, "threads$") == 2
    for thread in [each["id"] for each in stage.emulator.channels.values() if each["type"] == 11 and archived]:
        stage.emulator.archive_thread(thread)
    found = await stage.platform.find(forum, MARKER, since=lately())
    if "after" in kind:
        assert found is not None and found.thread == found.message_id
        with pytest.raises(PostUncertain):
            await stage.platform.post(forum, EVERY["digest"], marker=MARKER)
    else:
        assert found is None
        await stage.platform.post(forum, EVERY["digest"], marker=MARKER)
    posts = [each for each in stage.emulator.channels.values() if each.get("parent_id") == forum.channel]
    assert len(posts) == 2


async def test_a_forum_that_refuses_may_be_tried_again(stage: Stage) -> None:
    """What is certain needs no look."""
    forum = channel(stage, FORUM)
    refused = {"status": 400, "body": {"code": 50035, "message": "Invalid Form Body"}}
    stage.emulator.fault(kind="status", match=THREADS, **refused)
    with pytest.raises(PostRefused):
        await stage.platform.post(forum, EVERY["digest"], marker=MARKER)
    await stage.platform.post(forum, EVERY["digest"], marker=MARKER)


@pytest.mark.parametrize("kind", [0, FORUM])
async def test_stories_that_were_dropped_are_not_left_blank(stage: Stage, kind: int) -> None:
    """Without Embed Links Discord shows nothing of them: the message is taken back."""
    where = channel(stage, kind)
    stage.emulator.deny(where.channel, "EMBED_LINKS")
    with pytest.raises(PostRefused, match="Embed Links") as refused:
        await stage.platform.post(where, EVERY["digest"], marker=MARKER)
    assert refused.value.reach is Reach.CHANNEL and stage.emulator.list_messages() == []


async def test_an_announcement_is_published_once(stage: Stage) -> None:
    """To whoever follows the channel; asking again does no harm, and elsewhere it costs nothing."""
    news = channel(stage, ANNOUNCEMENTS)
    receipt = await stage.platform.post(news, EVERY["digest"], marker=MARKER)
    for _ in range(2):
        await stage.platform.publish(news, receipt.message_id)
    assert stage.emulator.list_messages(news.channel)[0]["flags"] & 1
    before = len(stage.emulator.recorder.items)
    general = Destination("discord", stage.emulator.general["id"], stage.emulator.guild["id"])
    posted = await stage.platform.post(general, EVERY["digest"])
    await stage.platform.publish(general, posted.message_id)
    await stage.platform.publish(replace(news, thread="5"), posted.message_id)
    await stage.platform.publish(Destination("discord", "@5"), posted.message_id)
    assert len(stage.emulator.recorder.items) == before + 1  # the post


async def test_the_limit_of_publishing_holds_no_post_back() -> None:
    """Ten an hour, as Discord's headers say: the eleventh is told to wait, and the channel's posts go on."""
    async with posting() as stage:
        news = channel(stage, ANNOUNCEMENTS)
        receipts = [await stage.platform.post(news, EVERY["digest"]) for _ in range(11)]
        for receipt in receipts[:10]:
            await stage.platform.publish(news, receipt.message_id)
        with pytest.raises(PostDelayed) as delayed:
            await stage.platform.publish(news, receipts[10].message_id)
        assert delayed.value.seconds > 3000 and delayed.value.reach is Reach.CONTENT
        stage.emulator.fault(kind="ratelimit", match=CROSSPOST, retry_after=600, scope="shared")
        other = channel(stage, ANNOUNCEMENTS)
        with pytest.raises(PostDelayed):
            await stage.platform.publish(other, (await stage.platform.post(other, EVERY["digest"])).message_id)
        for where in (news, other):
            await stage.platform.post(where, EVERY["digest"])
        assert len(stage.emulator.recorder.find(status=429)) == 1  # the fault's: the other limit was seen coming


@pytest.mark.parametrize("kind", ["after", "drop_after", "drop", "status"])
async def test_a_publication_whose_answer_was_lost_may_be_asked_for_again(stage: Stage, kind: str) -> None:
    """Published is published."""
    news = channel(stage, ANNOUNCEMENTS)
    receipt = await stage.platform.post(news, EVERY["digest"])
    stage.emulator.fault(kind=kind, match=CROSSPOST)
    with pytest.raises(PostUncertain):
        await stage.platform.publish(news, receipt.message_id)
    await stage.platform.publish(news, receipt.message_id)
    assert stage.emulator.list_messages(news.channel)[0]["flags"] & 1 and tries(stage, "crosspost") == 2


async def test_what_befalls_a_publication_condemns_nothing_else(stage: Stage) -> None:
    """A message that was deleted, a right that was taken: posts are none the worse."""
    news = channel(stage, ANNOUNCEMENTS)
    await stage.platform.post(news, EVERY["digest"])
    with pytest.raises(PostRefused) as refused:
        await stage.platform.publish(news, "5")
    assert refused.value.reach is Reach.CONTENT


@pytest.mark.parametrize("kind", ["after", "drop_after"])
async def test_a_thread_is_opened_once(stage: Stage, kind: str) -> None:
    """Its name fits; where the answer was lost, asking again gives the same thread."""
    general = Destination("discord", stage.emulator.general["id"], stage.emulator.guild["id"])
    receipt = await stage.platform.post(general, EVERY["digest"])
    stage.emulator.fault(kind=kind, match=r"POST .*/threads$")
    with pytest.raises(PostUncertain):
        await stage.platform.open_thread(general, receipt, "Space\nnews " * 30)
    thread = await stage.platform.open_thread(general, receipt, "Space\nnews " * 30)
    assert len(stage.emulator.channels[thread]["name"]) <= 100 and "\n" not in stage.emulator.channels[thread]["name"]
    below = replace(general, thread=thread)
    assert await stage.platform.open_thread(below, receipt, "again") == thread
    within = replace(general, channel=thread)  # a thread that was chosen as a channel: below its messages is none
    assert await stage.platform.open_thread(within, receipt, "again") == thread


async def test_a_conversation_has_no_threads(stage: Stage) -> None:
    """That is said, and condemns nothing."""
    user = Destination("discord", f"@{stage.emulator.alice['id']}")
    receipt = await stage.platform.post(user, EVERY["digest"])
    with pytest.raises(PostRefused) as refused:
        await stage.platform.open_thread(user, receipt, "News")
    assert refused.value.reach is Reach.CONTENT


def written(stage: Stage, where: Destination, count: int) -> None:
    """Let others write in a channel."""
    for n in range(count):
        made = stage.emulator._make_message(where.channel, {"content": f"{n}"})
        made["author"] = stage.emulator.alice


@pytest.mark.parametrize("beside", [0, PAGE - 1, PAGE, 3 * PAGE])
async def test_a_message_is_found_among_many(stage: Stage, beside: int) -> None:
    """However much was written before and after it; and what is not there is known not to be."""
    general = Destination("discord", stage.emulator.general["id"], stage.emulator.guild["id"])
    written(stage, general, beside)
    receipt = await stage.platform.post(general, EVERY["digest"], marker=MARKER)
    written(stage, general, beside)
    since = datetime.now(UTC) - timedelta(minutes=1)
    found = await stage.platform.find(general, MARKER, since=since)
    assert found is not None and (found.message_id, found.thread) == (receipt.message_id, None)
    assert await stage.platform.find(general, "other", since=since) is None


@pytest.mark.parametrize(("ago", "pages"), [(3600, [4, 1]), (0, [4, 4])])
async def test_a_long_history_is_read_in_more_than_one_look(stage: Stage, ago: int, pages: list[int]) -> None:
    """What had settled is not read again; what was written just now is, for an older message may yet appear there."""
    general = Destination("discord", stage.emulator.general["id"], stage.emulator.guild["id"])
    written(stage, general, 4 * PAGE)
    for message in stage.emulator.list_messages(general.channel):
        message["id"] = str(int(message["id"]) - (ago * 1000 << 22))
    receipt = await stage.platform.post(general, EVERY["digest"], marker=MARKER)
    since, route = datetime.now(UTC) - timedelta(hours=2), r"GET /channels/\{channel_id\}/messages$"
    stage.emulator.fault(kind="status", match=route, skip=4, status=500)
    read = [0]
    for _ in pages:
        try:
            found = await stage.platform.find(general, MARKER, since=since)
        except PostDelayed:
            found = None
        read.append(len(stage.emulator.recorder.find(route="messages$", method="GET")))
    assert found is not None and found.message_id == receipt.message_id
    assert [b - a for a, b in pairwise(read)] == [pages[0] + 1, pages[1] + (ago == 0)]


async def test_somebody_elses_copy_is_not_ours(stage: Stage) -> None:
    """Another bot may show the same components."""
    general = Destination("discord", stage.emulator.general["id"], stage.emulator.guild["id"])
    await stage.platform.post(general, EVERY["digest"], marker=MARKER)
    stage.emulator.list_messages(general.channel)[0]["author"] = stage.emulator.alice
    assert mark_of(f"{MARKER}/0") in str(stage.emulator.list_messages(general.channel)[0]["components"])
    assert await stage.platform.find(general, MARKER, since=lately()) is None


async def test_only_what_was_written_since_is_read(stage: Stage) -> None:
    """A delivery is looked for from its first try on."""
    general = Destination("discord", stage.emulator.general["id"], stage.emulator.guild["id"])
    await stage.platform.post(general, EVERY["digest"], marker=MARKER)
    assert await stage.platform.find(general, MARKER, since=datetime.now(UTC) + timedelta(minutes=1)) is None


@pytest.mark.parametrize("kind", [0, FORUM])
async def test_a_hidden_history_is_not_an_empty_one(stage: Stage, kind: int) -> None:
    """Discord gives no messages for both: what is empty is proved to be."""
    where = channel(stage, kind)
    assert await stage.platform.find(where, MARKER, since=lately()) is None
    await stage.platform.post(where, EVERY["digest"], marker=MARKER)
    stage.emulator.deny(where.channel, "READ_MESSAGE_HISTORY")
    with pytest.raises(HistoryUnreadable, match="Read Message History"):
        await stage.platform.find(where, MARKER, since=lately())


@pytest.mark.parametrize("kind", ["ratelimit", "status", "drop", "garbage"])
async def test_a_look_that_fails_says_so_and_holds_no_post_back(stage: Stage, kind: str) -> None:
    """It is never "not there"; whoever asked looks again."""
    general = Destination("discord", stage.emulator.general["id"], stage.emulator.guild["id"])
    await stage.platform.post(general, EVERY["digest"], marker=MARKER)
    stage.emulator.fault(kind=kind, match=r"GET /channels/\{channel_id\}/messages$", retry_after=5, times=2)
    with pytest.raises(PostDelayed) as delayed:
        await stage.platform.find(general, MARKER, since=lately())
    assert delayed.value.reach is Reach.CONTENT
    await stage.platform.post(general, EVERY["digest"])
