"""What becomes of a delivery after a try: values in, values out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery import policy
from bot.delivery.values import Claim, Delivery, Message, Over, Part, Stage, Unsure, Waiting, What
from bot.platforms.base import PostDelayed, PostRefused, Reach, Traits
from bot.replies import Destination
from tests.bot.delivery.fakes import BEGIN
from tests.bot.delivery.stage import words

ROW = Delivery(
    7, What.DIGEST, "subscription 1", "slot", 0, Destination("slack", "C1", "T1"), Stage.SENDING, "abc", BEGIN,
    attempts=1, first_try_at=BEGIN,
)  # fmt: skip
CLAIM = Claim(ROW, 3, BEGIN + timedelta(minutes=1))


@pytest.mark.parametrize(("refusals", "dead"), [(0, False), (1, False), (2, True)])
def test_content_may_be_refused_twice(refusals: int, dead: bool) -> None:
    """The third time it is dead."""
    claim = replace(CLAIM, delivery=replace(ROW, refusals=refusals))
    verdict = policy.after_refusal(claim, PostRefused("No."), BEGIN, 0.0)
    assert verdict.halt is None
    if dead:
        assert verdict.outcome == Over(claim, Stage.DEAD, BEGIN, "No.")
    else:
        assert isinstance(verdict.outcome, Waiting) and verdict.outcome.refused and verdict.outcome.until > BEGIN


@pytest.mark.parametrize("reach", [Reach.CHANNEL, Reach.INSTALLATION])
def test_what_is_gone_is_dead_at_once(reach: Reach) -> None:
    """And everything in its reach is halted."""
    verdict = policy.after_refusal(CLAIM, PostRefused("Gone.", reach), BEGIN, 0.0)
    assert isinstance(verdict.outcome, Over) and verdict.halt is reach


def test_a_refused_token_kills_no_row() -> None:
    """It waits, and the bot stops."""
    verdict = policy.after_refusal(CLAIM, PostRefused("Token.", Reach.BOT), BEGIN, 0.0)
    assert isinstance(verdict.outcome, Waiting) and not verdict.outcome.refused and verdict.halt is Reach.BOT


@given(st.integers(1, 60), st.floats(0, 3600), st.floats(0, 1, exclude_max=True), st.sampled_from(Reach))
def test_nothing_is_tried_before_a_wait_is_over(attempts: int, seconds: float, chance: float, reach: Reach) -> None:
    """Neither this row nor anything in its reach."""
    claim = replace(CLAIM, delivery=replace(ROW, attempts=attempts))
    verdict = policy.after_delay(claim, PostDelayed("Wait.", seconds, reach), BEGIN, chance)
    told = BEGIN + timedelta(seconds=seconds)
    assert isinstance(verdict.outcome, Waiting) and verdict.outcome.until >= told
    assert verdict.block == (policy.keys(ROW.destination)[reach], seconds)


@given(st.integers(0, 10_000), st.floats(0, 1, exclude_max=True))
def test_pauses_grow_up_to_a_quarter_of_an_hour(times: int, chance: float) -> None:
    """With jitter of up to half."""
    longest = min(policy.LONGEST_PAUSE, policy.FIRST_PAUSE * 2 ** max(0, min(times, 60) - 1))
    assert longest / 2 <= policy.pause(times, chance) <= longest


@given(st.floats(0.5, 120), st.floats(0.5, 300))
def test_a_send_is_over_and_settled_before_anybody_else_acts(timeout: float, settle: float) -> None:
    """Whoever takes a row over at any moment after the claim reads the history after all that."""
    terms = policy.terms(Traits(timeout, settle))
    assert terms.fresh + timeout < terms.lease
    assert terms.settled >= terms.fresh + timeout + settle - 1e-6
    assert terms.looking > terms.settled + timeout


def test_what_can_not_be_found_out() -> None:
    """Is the installation's choice; where the channel is gone it is over, where the token is it stays open."""
    assert isinstance(policy.after_silence(CLAIM, BEGIN, "prefer-miss").outcome, Over)
    assert isinstance(policy.after_silence(CLAIM, BEGIN, "prefer-duplicate").outcome, Waiting)
    gone = policy.after_gone(CLAIM, PostRefused("Gone.", Reach.CHANNEL), BEGIN)
    assert isinstance(gone.outcome, Over) and policy.MAYBE in gone.outcome.reason and gone.halt is Reach.CHANNEL
    assert gone.cause == "Gone."  # of the channel; what else waited there was never tried
    token = policy.after_gone(CLAIM, PostRefused("Token.", Reach.BOT), BEGIN)
    assert isinstance(token.outcome, Unsure) and token.halt is Reach.BOT


def test_what_is_given_back_stays_what_it_was() -> None:
    """Certain or uncertain."""
    terms = policy.terms(Traits(15, 90))
    back = policy.handed_back(CLAIM, BEGIN, terms)
    assert isinstance(back, Waiting) and not back.begun
    assert isinstance(policy.handed_back(replace(CLAIM, uncertain=True), BEGIN, terms), Unsure)


@pytest.mark.parametrize(("piece", "opens"), [(Part(0, 0), False), (Part(0, 1), True), (Part(1, 0), False)])
def test_the_thread_hangs_below_the_last_part_before_it(piece: Part, opens: bool) -> None:
    """And none is opened within another."""
    messages = (Message(words("A", 2)), Message(words("B"), threaded=True))
    assert policy.opens_thread(messages, piece, 2, ROW.destination) is opens
    assert not policy.opens_thread(messages, piece, 2, replace(ROW.destination, thread="t"))


def test_history_is_read_from_before_the_first_try() -> None:
    """By more than clocks are wrong."""
    assert policy.since(CLAIM) == BEGIN - policy.SKEW and timedelta(minutes=10) < policy.SKEW


def test_reasons_are_one_short_line() -> None:
    """Whatever a platform says."""
    told = policy.sentence(PostRefused("a\nb\x00" + "c" * 999))
    assert told.startswith("a b c") and len(told) == policy.LONGEST_REASON
