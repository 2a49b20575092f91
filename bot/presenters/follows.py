"""What somebody follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.blocks import Block, Bullets, Choice, Heading, Note, Paragraph, Picker, Source, Sources
from bot.presenters import finding, words
from bot.presenters.digests import cited
from bot.replies import Kind, Outcome, Reply
from bot.spans import Code, Link, Moment, Spans, Strong, Style, line
from bot.store.values import Follow
from digests.answers import StoryPage
from digests.model import Entity

_LINES = 2
FROM_NOW = "A direct message comes when there is news, once a story."


def followed(one: Follow, *, new: bool, now: datetime, near: Sequence[Entity] = ()) -> Reply:
    """Confirm, and say what will come of it."""
    says = f"You follow {one.subject}{' now' if new else ''}."
    kind = (
        ""
        if one.entity_id is not None
        else " It is followed as a topic: nobody by that name is in the stored articles."
    )
    blocks: list[Block] = [
        Paragraph(line("You follow ", Strong(one.subject), " now." if new else ".", kind, *_mute(one, now)))
    ]
    blocks.append(
        Note(
            line(FROM_NOW, " Mute it with ", Code(f"/follow {one.subject} mute 7 days"))
        )
    )
    if near:
        choices = tuple(Choice(each.name, f"/follow #{each.id}", each.kind.value) for each in near[: finding.MOST])
        blocks.append(Picker("Did you mean a name?", choices))
    return Reply(Kind.NOTE, says, tuple(blocks))


def _mute(one: Follow, now: datetime) -> Spans:
    if one.muted_until and one.muted_until > now:
        return line(", mute until ", Moment(one.muted_until, Style.DATE_TIME))
    return ()


def news(answer: StoryPage, subjects: Sequence[str]) -> Reply:
    """Tell somebody of a story with what they follow."""
    it, named = answer.story, words.listed(subjects, 3)
    outlets = words.outlets(card for card in it.articles if card.duplicate_of is None)
    blocks: list[Block] = [
        Heading(line(Link(it.headline, it.lead.url))),
        *([Paragraph(words.joined((cited(each) for each in answer.lines[:_LINES]), " "))] if answer.lines else []),
        Note(line(f"{words.plural(len(outlets), 'outlet')}: {words.listed(outlets)}")),
        Note(line(f"You follow {named}. The whole story: ", Code(f"/story #{it.id}"), ". Quiet for a week: ",
                  Code(f"/follow {subjects[0]} mute 7 days"))),
    ]  # fmt: skip
    numbers = {each.number for each in answer.lines[:_LINES]}
    sources = tuple(Source(n, words.source(card)) for n, card in enumerate(answer.citations, 1) if n in numbers)
    return Reply(Kind.NOTE, f"{named}: {it.headline}", (*blocks, *([Sources(sources)] if sources else [])))


def unfollowed(subject: str) -> Reply:
    """Confirm."""
    says = f"You don't follow {subject} any more."
    return Reply(Kind.NOTE, says, (Paragraph(line(says)),))


def following(found: Sequence[Follow], *, now: datetime) -> Reply:
    """List what somebody follows."""
    if not found:
        says = "You follow nothing yet."
        hint = line(says, " Begin with ", Code("/follow Artemis"))
        return Reply(Kind.NOTE, says, (Paragraph(hint),), Outcome.NOTHING)
    name = f"You follow {words.plural(len(found), 'name or topic', 'names and topics')}"
    items = tuple(line(Strong(one.subject), "" if one.entity_id else " (topic)", *_mute(one, now)) for one in found)
    choices = tuple(Choice(one.subject, f"/unfollow {one.subject}") for one in found[: finding.MOST])
    return Reply(
        Kind.NOTE,
        name,
        (Heading(line(name)), Bullets(items), Note(line(FROM_NOW)), Picker("Unfollow", choices)),
    )
