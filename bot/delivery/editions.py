"""What a digest that is due is asked for and made of. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from typing import Any

from bot.delivery.destinations import destination_of
from bot.delivery.values import Edition, Message, Told
from bot.preferences import value_of
from bot.presenters import digests
from bot.store.records import scope_record, time_text
from bot.store.values import Subscription
from digests.answers import Digest
from digests.model import Length, Window
from digests.questions.requests import DigestRequest
from digests.store.base import PostedStory

AHEAD = timedelta(minutes=5)  # before its end an edition may be composed: what came in after that is in the next
ON_TIME = timedelta(minutes=2)


def request(
    one: Subscription, window: Window, now: datetime, promised: Sequence[PostedStory] = ()
) -> DigestRequest:
    """Give the digest to ask the newsroom for: what was published in the window, or came in too late for the last."""
    at = window.end if now < window.end + ON_TIME else now
    wanted = replace(window, arrived=window.start - AHEAD)
    where = destination_of(one).key
    return DigestRequest(wanted, one.scope, one.length, one.stories, where, tuple(promised), at)


def key(asked: DigestRequest, zone: str, settings: Mapping[str, Any], memory: str) -> str:
    """Name the edition that everybody gets who asks for the same and has been told the same (``memory``)."""
    shared = [
        scope_record(asked.scope),
        time_text(asked.window.start),
        time_text(asked.window.end),
        asked.length.value,
        asked.stories,
        value_of(settings, "language"),
        zone,
        value_of(settings, "thread"),
        memory,
    ]
    return f"digest {hashlib.sha256(json.dumps(shared).encode()).hexdigest()}"


def messages(answer: Digest, zone: tzinfo, settings: Mapping[str, Any]) -> tuple[Message, ...]:
    """Lay a digest out as it is posted: one reply, or the headlines with the rest in a thread below them."""
    whole = digests.digest(answer, zone=zone)
    if value_of(settings, "thread") != "on" or not answer.stories or answer.length is Length.HEADLINES:
        return (Message(whole),)
    return Message(digests.headlines(answer, zone=zone)), Message(whole, threaded=True)


def edition(name: str, answer: Digest, told: Sequence[PostedStory], laid: Sequence[Message]) -> Edition:
    """Make the edition of a composed digest."""
    window = Window(answer.window.start, answer.window.end)
    kept = tuple(Told(one.story_id, one.article_ids, one.sentences) for one in told)
    return Edition(name, laid[0].reply.title, window, tuple(laid), kept, answer.composed_at)


def posted(where: str, at: datetime, told: Sequence[Told]) -> list[PostedStory]:
    """Say what a channel has been told by an edition that was posted there, or is to be."""
    return [PostedStory(where, one.story, at, one.article_ids, one.sentences) for one in told]
