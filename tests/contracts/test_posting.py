"""What every platform owes to delivery: one try, a certain answer or a known doubt, and a way to look."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from bot import blocks as b
from bot.platforms.base import HistoryUnreadable, PostDelayed, PostRefused, PostUncertain, Reach, Receipt
from bot.replies import Kind, Reply
from bot.spans import line
from tests.bot.replies import EVERY
from tests.contracts.posting import SERVED, STAGES, Posting, Stage

each_platform = pytest.mark.parametrize("staged", STAGES.values(), ids=STAGES)
each_served = pytest.mark.parametrize("staged", SERVED.values(), ids=SERVED)
LONG = Reply(Kind.DIGEST, "Long", tuple(b.Paragraph(line(f"{n} " + "word " * 500)) for n in range(12)))


def lately() -> datetime:
    """Give a time before anything here happened."""
    return datetime.now(UTC) - timedelta(seconds=5)


async def looked(stage: Posting, marker: str, part: int = 0) -> Receipt | None:
    """Look for a marker in the channel."""
    return await stage.platform.find(stage.channel, marker, part=part, since=lately())


@each_platform
async def test_traits_are_constant_and_bound_a_post(staged: Stage) -> None:
    """A lease is measured by them."""
    async with staged() as stage:
        traits = stage.platform.traits
        assert traits == stage.platform.traits and 0 < traits.timeout <= 60 and 0 <= traits.settle <= 300
        assert min(traits.repeatable, traits.bot_pace, traits.installation_pace, traits.channel_pace) >= 0


@each_platform
async def test_a_post_that_must_have_left_by_now_does_not_leave(staged: Stage) -> None:
    """It is delayed by next to nothing, and only itself; in time it is posted."""
    async with staged() as stage:
        with pytest.raises(PostDelayed) as delayed:
            await stage.platform.post(stage.channel, EVERY["digest"], marker="m", until=time.monotonic() - 0.01)
        assert delayed.value.seconds <= 1 and delayed.value.reach is Reach.CONTENT
        assert list(stage.seen()) == [] and stage.tries() == 0
        await stage.platform.post(stage.channel, EVERY["digest"], marker="m", until=time.monotonic() + 60)
        assert len(stage.seen()) == stage.tries() == 1


@each_platform
async def test_there_is_no_part_beyond_the_last(staged: Stage) -> None:
    """That is a mistake about the content, and condemns nothing else."""
    async with staged() as stage:
        with pytest.raises(PostRefused) as refused:
            await stage.platform.post(stage.channel, EVERY["digest"], part=stage.platform.parts(EVERY["digest"]))
        assert refused.value.reach is Reach.CONTENT and stage.tries() == 0


@each_served
async def test_each_part_is_found_by_its_marker(staged: Stage) -> None:
    """And nothing else is: neither another part, nor another marker, nor a marker that begins alike."""
    async with staged() as stage:
        receipts = [
            await stage.platform.post(stage.channel, LONG, part=part, marker="0123456789abcdef")
            for part in range(stage.platform.parts(LONG))
        ]
        await stage.platform.post(stage.channel, EVERY["digest"])
        for part, receipt in enumerate(receipts):
            found = await looked(stage, "0123456789abcdef", part)
            assert found is not None and found.message_id == receipt.message_id
        assert await looked(stage, "0123456789abcdef", len(receipts)) is None
        assert await looked(stage, "0123456789abcde") is None and await looked(stage, "fedcba9876543210") is None


@each_platform
@pytest.mark.parametrize("kind", ["after", "drop_after", "drop", "status"])
async def test_a_lost_answer_is_uncertain_until_it_was_looked_for(staged: Stage, kind: str) -> None:
    """One try, whatever becomes of it; then the history says whether it is there."""
    async with staged() as stage:
        stage.fault(kind)
        with pytest.raises(PostUncertain):
            await stage.platform.post(stage.channel, EVERY["digest"], marker="0123456789abcdef")
        assert stage.tries() == 1 and len(stage.seen()) == (1 if "after" in kind else 0)
        if not stage.platform.traits.settle:
            with pytest.raises(HistoryUnreadable):
                await looked(stage, "0123456789abcdef")
            return
        found = await looked(stage, "0123456789abcdef")
        assert (found is not None) == ("after" in kind)


@each_served
async def test_a_limit_is_handed_up_and_not_waited_for(staged: Stage) -> None:
    """With the seconds that the platform names, for more than this message alone."""
    async with staged() as stage:
        stage.fault("ratelimit")
        began = time.monotonic()
        with pytest.raises(PostDelayed) as delayed:
            await stage.platform.post(stage.channel, EVERY["digest"], marker="m")
        assert 6 <= delayed.value.seconds <= 9 and time.monotonic() - began < 3
        assert stage.tries() == 1 and list(stage.seen()) == [] and delayed.value.reach is not Reach.CONTENT


@each_platform
async def test_a_channel_that_is_gone_condemns_the_channel(staged: Stage) -> None:
    """Or more; a look says the same. The terminal is one for all."""
    async with staged() as stage:
        stage.gone()
        with pytest.raises(PostRefused) as refused:
            await stage.platform.post(stage.channel, EVERY["digest"], marker="m")
        assert refused.value.reach in (Reach.CHANNEL, Reach.BOT)
        if stage.platform.traits.settle:
            with pytest.raises(PostRefused) as refused:
                await stage.platform.find(stage.channel, "m", since=lately())
            assert refused.value.reach is Reach.CHANNEL


@each_platform
async def test_history_that_may_not_be_read_is_told(staged: Stage) -> None:
    """It is not as if the message were not there."""
    async with staged() as stage:
        await stage.platform.post(stage.channel, EVERY["digest"], marker="m")
        stage.unreadable()
        with pytest.raises(HistoryUnreadable):
            await stage.platform.find(stage.channel, "m", since=lately())


@each_platform
async def test_a_user_is_written_to_directly(staged: Stage) -> None:
    """``@ID`` is their conversation with the bot: there it arrives, and there it is found."""
    async with staged() as stage:
        receipt = await stage.platform.post(stage.user, EVERY["story"], marker="0123456789abcdef")
        assert len(stage.seen()) == 1
        if stage.platform.traits.settle:
            found = await stage.platform.find(stage.user, "0123456789abcdef", since=lately())
            assert found is not None and found.message_id == receipt.message_id
            assert await looked(stage, "0123456789abcdef") is None


@each_platform
async def test_the_rest_goes_into_a_thread(staged: Stage) -> None:
    """Opened twice it is the same one; what is in it is found in it, and not beside it."""
    async with staged() as stage:
        first = await stage.platform.post(stage.channel, EVERY["digest"], marker="aaaaaaaaaaaaaaaa")
        thread = await stage.platform.open_thread(stage.channel, first, "Space news, 16 July")
        assert thread == await stage.platform.open_thread(stage.channel, first, "Space news, 16 July")
        below = type(stage.channel)(stage.channel.platform, stage.channel.channel, stage.channel.installation, thread)
        second = await stage.platform.post(below, EVERY["story"], marker="bbbbbbbbbbbbbbbb")
        assert second.message_id != first.message_id and len(stage.seen()) == 2
        if stage.platform.traits.settle:
            found = await stage.platform.find(below, "bbbbbbbbbbbbbbbb", since=lately())
            assert found is not None and found.message_id == second.message_id
            assert await looked(stage, "bbbbbbbbbbbbbbbb") is None


@each_platform
async def test_publishing_elsewhere_does_nothing(staged: Stage) -> None:
    """A channel without followers has nothing to publish."""
    async with staged() as stage:
        receipt = await stage.platform.post(stage.channel, EVERY["digest"])
        await stage.platform.publish(stage.channel, receipt.message_id)
        await stage.platform.publish(stage.channel, receipt.message_id)
        assert len(stage.seen()) == 1


@each_served
async def test_a_channel_of_another_installation_is_refused(staged: Stage) -> None:
    """Nothing of one workspace's is ever posted into another."""
    async with staged() as stage:
        with pytest.raises(PostRefused) as refused:
            await stage.platform.post(stage.elsewhere, EVERY["digest"], marker="m")
        assert refused.value.reach in (Reach.CHANNEL, Reach.INSTALLATION) and list(stage.seen()) == []
