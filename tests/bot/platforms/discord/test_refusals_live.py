"""What Discord refuses, and what is refused with it: one message, a channel, a server, or the whole bot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.platforms.base import PostDelayed, PostRefused, Reach
from bot.platforms.discord.post import SENDING, TRAITS
from bot.replies import Destination
from tests.bot.platforms.discord.stage import Stage, posting
from tests.bot.replies import EVERY

POST = r"POST /channels/\{channel_id\}/messages$"
ASKED = r"GET /(channels/\{channel_id\}|guilds/\{guild_id\}/channels)$"


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """Put the bot beside an emulator."""
    async with posting() as made:
        yield made


def general(stage: Stage) -> Destination:
    """Name the channel #general."""
    return Destination("discord", stage.emulator.general["id"], stage.emulator.guild["id"])


def requests(stage: Stage, method: str) -> list[str]:
    """List the requests that were made, by method."""
    return [record.route for record in stage.emulator.recorder.find(method=method)]


async def refused(stage: Stage, destination: Destination | None = None) -> PostRefused:
    """Post, and be refused."""
    with pytest.raises(PostRefused) as caught:
        await stage.platform.post(destination or general(stage), EVERY["digest"], marker="m")
    return caught.value


async def delayed(stage: Stage, destination: Destination | None = None) -> PostDelayed:
    """Post, and be put off."""
    with pytest.raises(PostDelayed) as caught:
        await stage.platform.post(destination or general(stage), EVERY["digest"], marker="m")
    return caught.value


@pytest.mark.parametrize(
    ("status", "code", "reach", "invalid"),
    [
        (400, 50035, Reach.CONTENT, False),
        (400, 200000, Reach.CONTENT, False),  # AutoMod
        (403, 240000, Reach.CONTENT, True),  # a filter of links
        (403, 50013, Reach.CHANNEL, True),
        (403, 50008, Reach.CHANNEL, True),
        (403, 0, Reach.CHANNEL, True),
        (404, 10003, Reach.CHANNEL, False),
        (404, 10004, Reach.INSTALLATION, False),
        (401, 0, Reach.BOT, True),
        (403, 40002, Reach.BOT, True),
    ],
)
async def test_a_refusal_says_how_far_it_goes(
    stage: Stage, status: int, code: int, reach: Reach, invalid: bool
) -> None:
    """And whether Discord counts it towards a ban; one try."""
    stage.emulator.fault(kind="status", match=POST, status=status, body={"code": code, "message": "No"})
    problem = await refused(stage)
    assert (problem.reach, problem.invalid) == (reach, invalid) and requests(stage, "POST") == [
        "/channels/{channel_id}/messages"
    ]


async def test_a_token_that_is_no_longer_good_ends_the_bot(stage: Stage) -> None:
    """Before a post is even tried."""
    stage.emulator.revoke_token()
    problem = await refused(stage)
    assert problem.reach is Reach.BOT and "token" in str(problem) and requests(stage, "POST") == []


async def test_a_server_that_the_bot_was_removed_from_is_told_from_a_channel(stage: Stage) -> None:
    """Whether the channel was known before or not."""
    here = general(stage)
    await stage.platform.post(here, EVERY["digest"])
    await stage.emulator.leave_guild(here.installation)
    assert (await refused(stage)).reach is Reach.INSTALLATION
    async with posting() as other:
        await other.emulator.leave_guild(other.emulator.guild["id"])
        problem = await refused(other)
        assert problem.reach is Reach.INSTALLATION and "removed" in str(problem)


async def test_a_channel_that_was_hidden_is_the_channels_own_trouble(stage: Stage) -> None:
    """The bot is in the server still."""
    stage.emulator.deny(stage.emulator.general["id"], "VIEW_CHANNEL")
    problem = await refused(stage)
    assert problem.reach is Reach.CHANNEL and "View Channel" in str(problem) and problem.invalid


async def test_a_thread_that_is_gone_is_no_trouble_of_its_channel(stage: Stage) -> None:
    """Somebody deleted what was below one digest; the next one comes."""
    here = general(stage)
    receipt = await stage.platform.post(here, EVERY["digest"])
    thread = await stage.platform.open_thread(here, receipt, "News")
    stage.emulator.channels.pop(thread)
    problem = await refused(stage, Destination("discord", here.channel, here.installation, thread))
    assert problem.reach is Reach.CONTENT and "thread" in str(problem)


async def test_somebody_who_takes_no_messages(stage: Stage) -> None:
    """Or who is nobody: they are left alone."""
    user = stage.emulator.alice["id"]
    stage.emulator.close_dms(user)
    for id in (user, "99999", "nobody"):
        assert (await refused(stage, Destination("discord", f"@{id}"))).reach is Reach.CHANNEL


@pytest.mark.parametrize("installation", ["another", None])
async def test_nothing_is_tried_in_a_channel_of_another_server(stage: Stage, installation: str | None) -> None:
    """Whatever is stored: its id alone opens no channel."""
    where = installation and stage.emulator.add_guild("Elsewhere")["id"]
    problem = await refused(stage, Destination("discord", stage.emulator.general["id"], where))
    assert problem.reach is Reach.CHANNEL and requests(stage, "POST") == []


async def test_whose_a_channel_is_is_asked_once_in_some_minutes(stage: Stage) -> None:
    """A digest costs one request."""
    for _ in range(5):
        await stage.platform.post(general(stage), EVERY["digest"])
    assert requests(stage, "GET") == ["/guilds/{guild_id}/channels"]


async def test_many_channels_of_a_server_are_asked_for_at_once(stage: Stage) -> None:
    """A thousand digests at eight o'clock are a thousand requests and one; a thread is asked for by itself."""
    guild = stage.emulator.guild["id"]
    made = [stage.emulator.add_channel(f"c{n}", guild_id=guild)["id"] for n in range(50)]
    await asyncio.gather(*(stage.platform.post(Destination("discord", id, guild), EVERY["digest"]) for id in made))
    assert requests(stage, "GET") == ["/guilds/{guild_id}/channels"] and len(requests(stage, "POST")) == 50
    thread: str = stage.emulator._add_thread(stage.emulator.general, "t")["id"]
    await stage.platform.post(Destination("discord", thread, guild), EVERY["digest"])
    assert requests(stage, "GET")[1:] == ["/guilds/{guild_id}/channels", "/channels/{channel_id}"]


async def test_many_posts_to_a_server_are_refused_with_one_question(stage: Stage) -> None:
    """Discord counts refusals, and bans for too many."""
    guild = stage.emulator.guild["id"]
    stage.emulator.revoke_token()
    posts = [stage.platform.post(Destination("discord", f"{n}", guild), EVERY["digest"]) for n in range(20)]
    told = await asyncio.gather(*posts, return_exceptions=True)
    assert all(isinstance(each, PostRefused) and each.reach is Reach.BOT for each in told)
    assert len(stage.emulator.recorder.find(status=401)) == 1


@pytest.mark.parametrize("kind", ["status", "drop", "garbage", "after", "drop_after"])
async def test_while_that_can_not_be_asked_nothing_is_posted(stage: Stage, kind: str) -> None:
    """It is certain that nothing was."""
    stage.emulator.fault(kind=kind, match=ASKED, times=2)  # aiohttp asks once more where a connection was cut
    problem = await delayed(stage)
    assert problem.seconds > 0 and not problem.invalid and requests(stage, "POST") == []


@pytest.mark.parametrize(
    ("scope", "reach"), [("user", Reach.CHANNEL), ("shared", Reach.CHANNEL), ("global", Reach.BOT)]
)
async def test_a_limit_says_how_far_it_goes(stage: Stage, scope: str, reach: Reach) -> None:
    """Discord counts those that are the bot's own doing; what waits for it asks nothing meanwhile."""
    stage.emulator.fault(kind="ratelimit", match=POST, retry_after=7, scope=scope)
    first, second = await delayed(stage), await delayed(stage)
    assert first.reach is second.reach is reach
    assert (first.invalid, second.invalid) == (scope != "shared", False)
    assert first.seconds == pytest.approx(7, abs=0.5) and second.seconds == pytest.approx(7, abs=0.5)
    assert len(requests(stage, "POST")) == 1


async def test_a_limit_that_headers_tell_of_is_kept_without_a_word(stage: Stage) -> None:
    """What is left is known from the answer before: Discord never has to refuse."""
    stage.emulator.set_bucket("POST /channels/{channel_id}/messages", 2, 30.0)
    here = Destination("discord", stage.emulator.news["id"], stage.emulator.guild["id"])
    for _ in range(2):
        await stage.platform.post(general(stage), EVERY["digest"])
    problem = await delayed(stage)
    assert 25 < problem.seconds <= 30 and problem.reach is Reach.CHANNEL and not problem.invalid
    await stage.platform.post(here, EVERY["digest"])  # another channel has a limit of its own
    assert stage.emulator.recorder.find(status=429) == []


@pytest.mark.parametrize(("status", "seconds"), [(403, 60), (404, 60), (429, 9)])
async def test_an_address_that_is_turned_away_waits(stage: Stage, status: int, seconds: int) -> None:
    """Discord's shield answers in HTML: nothing came through, and nothing else would."""
    body: Any = "<html>1015</html>"
    stage.emulator.fault(kind="status", match=POST, status=status, body=body, headers={"Retry-After": "9"})
    problem = await delayed(stage)
    assert (problem.seconds, problem.reach, problem.invalid) == (seconds, Reach.BOT, status != 404)


def test_a_post_is_over_within_its_time() -> None:
    """A lease is longer than this, so it has to hold: the request's own time, and what is asked around it."""
    assert SENDING < TRAITS.timeout <= 60 and TRAITS.repeatable > TRAITS.timeout
