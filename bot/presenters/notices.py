"""What somebody who looks after subscriptions is told by direct message, once, and what they can do about it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.blocks import Block, Bullets, Button, Buttons, Heading, Note, Paragraph
from bot.delivery.values import Delivery, Edition
from bot.presenters import words
from bot.presenters.deliveries import decide
from bot.presenters.rows import named, of_time
from bot.replies import Kind, Reply
from bot.spans import ChannelName, Code, Spans, Strong, line
from bot.store.values import Subscription

_SHOWN = 10


def dead(row: Delivery, reason: str, one: Subscription | None) -> Reply:
    """Say that a post failed for good."""
    which = f"{named(row)}{f' (message {row.part + 1} of it)' if row.part else ''}"
    says = f"{which[:1].upper()}{which[1:]} could not be posted."
    told = line(says.removesuffix("."), " in ", ChannelName(row.destination.channel), f": {_sentence(reason)}")
    rest = " What was before it is in the channel." if row.part else ""
    tried = f"It was tried {words.plural(row.attempts, 'time')}.{rest} " if row.attempts else ""
    mend = line(f"{tried}Mend that, then try again{_there(row)}: ", Code(f"/downlink redeliver {row.id}"))
    return _notice(says, told, mend, row, (("Try again", f"/downlink redeliver {row.id}"), _history(one)))


def halted(channel: str, reason: str, row: Delivery | None, ones: Sequence[Subscription]) -> Reply:
    """Say that nothing is posted in a channel any more."""
    says = "Nothing is posted in a channel any more."
    told = line("Nothing is posted in ", ChannelName(channel), f" any more: {_sentence(reason)}")
    numbers = words.listed([str(one.id) for one in ones], _SHOWN)
    which = f"subscription {numbers}" if len(ones) == 1 else f"subscriptions {numbers}"
    first = f"/downlink resume {ones[0].id}" if ones else "/downlink status"
    what = f"This stops {which}. " if ones else ""
    way = "the channel's permissions" if row and _discord(row) else "/invite @Downlink in the channel"
    where = _there(row) if row else ""
    mend = line(f"{what}Let the bot post there again ({way}) or move what is posted; then{where}: ", Code(first))
    return _notice(says, told, mend, row, (("Go on", first), ("Status", "/downlink status")))


def missed(rows: Sequence[Delivery], more: int) -> Reply:
    """Say which runs were missed while nobody was there to post them."""
    count = words.plural(len(rows) + more, "run")
    says = f"{count} {'was' if len(rows) + more == 1 else 'were'} missed."
    items = tuple(
        line(f"Subscription {row.subscription} in ", ChannelName(row.destination.channel), _missed(row))
        for row in rows[:_SHOWN]
    )
    more += max(0, len(rows) - _SHOWN)
    blocks: list[Block] = [Heading(line(says)), Bullets(items)]
    if more:
        blocks.append(Note(line(f"And {more:,} more; ", Code("/downlink history"), " has them.")))
    run = f"/downlink run {rows[0].subscription}"
    do = line("Nothing has to be done. To post what is new at once: ", Code(run))
    return Reply(Kind.ADMIN, says, (*blocks, Note(do)))


def held(row: Delivery, edition: Edition, one: Subscription | None) -> Reply:
    """Say that a digest waits for approval."""
    says = f"{edition.title}: this digest waits for your approval."
    told = line(Strong(edition.title), " waits for approval, to go to ", ChannelName(row.destination.channel), ".")
    do = line(f"Look at it{_there(row)}: ", Code(f"/downlink review {row.id}"), "; then approve or reject it.")
    if _discord(row):
        return Reply(Kind.ADMIN, says, (Paragraph(told), Note(do)))
    look = Buttons((Button("Look at it", f"/downlink review {row.id}"), *decide(row.id).buttons))
    return Reply(Kind.ADMIN, says, (Paragraph(told), Note(do), look))


def _history(one: Subscription | None) -> tuple[str, str]:
    return ("History", f"/downlink history {one.id}") if one else ("Status", "/downlink status")


def _sentence(reason: str) -> str:
    text = reason.strip() or "no reason is known"
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _discord(row: Delivery) -> bool:
    """On Discord a direct message belongs to no server, and these commands are about one: no buttons there."""
    return row.destination.platform == "discord"


def _there(row: Delivery) -> str:
    return " in the server" if _discord(row) else ""


def _notice(says: str, told: Spans, mend: Spans, row: Delivery | None, offers: Sequence[tuple[str, str]]) -> Reply:
    if row is None or _discord(row):
        return Reply(Kind.ADMIN, says, (Paragraph(told), Note(mend)))
    buttons = Buttons(tuple(Button(label, command) for label, command in offers))
    return Reply(Kind.ADMIN, says, (Paragraph(told), Note(mend), buttons))


def _missed(row: Delivery) -> str:
    return f", {of_time(row)}: {row.error}"
