"""Roles, the audit log, undoing, one's data."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.audit import UNDO, can_undo
from bot.blocks import Attachment, Block, Bullets, Button, Buttons, Choice, Heading, Pager, Paragraph, Picker
from bot.presenters import words
from bot.replies import Kind, Outcome, Reply
from bot.spans import ChannelName, Code, Moment, Spans, Strong, Style, UserName, line, plain
from bot.store.values import Change, Grant

_LONGEST = 80  # characters of a value in the log
_MEMBERS_FORGET = {"discord": "/mydata forget sure:yes"}  # the admins' command does not show for members there
_NAMED = ("grant", "posts")  # subjects that name users and channels themselves
_QUIET = frozenset(("platform", "installation", "id", "created_by", "created_at", "added_by", "added_at", "user"))


def granted(grant: Grant, change: int | None) -> Reply:
    """Confirm a role."""
    role = f"{'an' if grant.role.value[0] in 'ae' else 'a'} {grant.role}"
    where = line(" of ", ChannelName(grant.channel)) if grant.channel else line(" here")
    spans = line(UserName(grant.user), " is ", Strong(role), *where, " now." if change else " already.")
    buttons = (Buttons((Button("Undo", f"/downlink undo {change}"),)),) if change else ()
    return Reply(Kind.ADMIN, f"The role is {grant.role}.", (Paragraph(spans), *buttons))


def revoked(user: str, changes: Sequence[Change]) -> Reply:
    """Confirm that roles were taken back."""
    count = words.plural(len(changes), "role")
    buttons = Buttons(tuple(Button(f"Undo {each.id}", f"/downlink undo {each.id}") for each in changes[:5]))
    return Reply(
        Kind.ADMIN,
        f"Taken back: {count}.",
        (Paragraph(line("Taken back from ", UserName(user), f": {count}.")), buttons),
    )


def log(changes: Sequence[Change], page: int, *, more: bool) -> Reply:
    """Show a page of the audit log, each line with its number, and offer to take changes back."""
    if not changes:
        says = "Nothing was changed here yet." if page == 1 else f"The audit log has no page {page}."
        return Reply(Kind.ADMIN, says, (Paragraph(line(says)),), Outcome.NOTHING)
    blocks: list[Block] = [Heading(line("Audit log")), Bullets(tuple(told(change) for change in changes))]
    if page > 1 or more:
        before = f"/downlink audit page {page - 1}" if page > 1 else None
        after = f"/downlink audit page {page + 1}" if more else None
        blocks.append(Pager(page, page + more, before, after))
    open_ones = [change for change in changes if can_undo(change)]
    if open_ones:
        choices = tuple(
            Choice(f"{each.id}: {each.verb}", f"/downlink undo {each.id}", _short(each)) for each in open_ones
        )
        blocks.append(Picker("Take one back", choices))
    return Reply(Kind.ADMIN, "Audit log", tuple(blocks))


def _short(change: Change) -> str:
    """Describe a change in a menu, where nothing shows a channel or a user but as a number: neither is named."""
    kind, _, rest = change.subject.partition(" ")
    subject = kind if kind in _NAMED else f"{kind} {rest}".rstrip()
    return _cut(f"{subject}: {plain(_differences(_without_channel(change)))}".removesuffix(": "), 100)


def _without_channel(change: Change) -> Change:
    """Leave the channel out where something else is told of."""
    before, after = (
        record and {key: value for key, value in record.items() if key != "channel"}
        for record in (change.before, change.after)
    )
    return replace(change, before=before, after=after)


def _cut(text: str, most: int = _LONGEST) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def told(change: Change) -> Spans:
    """Tell a change in one line: when, who, what, and what was different before."""
    undone = line(f" (taken back by {change.undone_by})") if change.undone_by else ()
    what = _differences(_without_channel(change) if change.subject.startswith(_NAMED) else change)
    when = line(
        Strong(f"{change.id}"), " · ", Moment(change.at, Style.DATE_TIME), " · ", words.who(change.actor), " · "
    )
    return (*when, *_subject(change), *(line(": ", *what) if what else ()), *undone)


def _subject(change: Change) -> Spans:
    verb = Strong(change.verb)
    return line(verb) if change.subject == change.verb else line(verb, " ", *_about(change))


def _about(change: Change) -> Spans:
    """Name what was changed, users and channels as the platform shows them."""
    kind, _, rest = change.subject.partition(" ")
    if kind == "grant":
        user, _, channel = rest.partition(" ")
        role = () if change.verb == kind else line("the role of ")
        return line(*role, words.who(user), *(line(" in ", ChannelName(channel)) if channel else ()))
    if kind == "posts" and rest.startswith("in "):
        return line("posts in ", ChannelName(rest.removeprefix("in ")))
    return line(change.subject)


def _differences(change: Change) -> Spans:
    """Tell what was before and what is after, of what is different."""
    before, after = change.before or {}, change.after or {}
    if change.before is None or change.after is None:
        return _all(after) if change.before is None else line("was ", *_all(before))
    changed = [key for key in dict.fromkeys((*before, *after)) if before.get(key) != after.get(key)]
    pairs = [line(f"{key} ", *_shown(key, before), " → ", *_shown(key, after)) for key in changed]
    return words.joined(pairs, "; ")


def _all(record: Mapping[str, Any]) -> Spans:
    told = [key for key, value in record.items() if key not in _QUIET and value]
    return words.joined([line(f"{key} ", *_shown(key, record)) for key in told], "; ")


def _shown(key: str, record: Mapping[str, Any]) -> Spans:
    value = record.get(key)
    return line(ChannelName(value)) if key == "channel" and isinstance(value, str) and value else line(_value(value))


def _value(value: Any) -> str:
    if value is None:
        return "(default)"
    if isinstance(value, Mapping):
        shown = "; ".join(f"{key.replace('_', ' ')}: {_value(each)}" for key, each in value.items()) or "everything"
    else:
        shown = words.listed([str(each) for each in value]) if isinstance(value, list | tuple) else str(value)
    return _cut(shown)


def undone(change: Change) -> Reply:
    """Confirm that a change was taken back (or put in force again)."""
    done, kind = "Taken back" if change.verb == UNDO else "In force again", change.subject.partition(" ")[0]
    says = f"{done}: {'a role' if kind == 'grant' else change.subject}."
    return Reply(
        Kind.ADMIN,
        says,
        (
            Paragraph(line(f"{done}: ", *_about(change), ". ", *_differences(change))),
            Buttons((Button("Undo this", f"/downlink undo {change.id}"), Button("Audit log", "/downlink audit"))),
        ),
    )


def exported(data: Mapping[str, Any], whose: str, now: datetime) -> Reply:
    """Hand the data out as a file."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    name = f"downlink-{whose}-{now:%Y-%m-%d}.json"
    about = "Everything stored about you here." if whose == "me" else "Everything stored about this place; no secrets."
    return Reply(Kind.ADMIN, about, (Paragraph(line(about)), Attachment(name, "application/json", text + "\n")))


def ask_to_forget(mine: bool, platform: str = "") -> Reply:
    """Say what would be deleted, and ask; name the command that whoever asks can see on their platform."""
    if mine:
        what = (
            "This deletes what you follow and the roles granted to you here, and takes your name out of the audit log."
        )
    else:
        what = (
            "This deletes all subscriptions, settings, roles, follows, feeds and the audit log of this place. What was "
            "posted stays in the channels, and the bot's own access stays until you remove it."
        )
    command = f"/downlink forget {'me ' if mine else ''}yes"
    typed = _MEMBERS_FORGET.get(platform, command) if mine else command
    return Reply(
        Kind.ADMIN,
        "Delete it?",
        (
            Paragraph(line(what, " There is no undo. To do it: ", Code(typed))),
            Buttons(
                (Button("Delete it", command), Button("Export it first", f"/downlink export{' me' if mine else ''}"))
            ),
        ),
    )


def forgotten(rows: int, mine: bool) -> Reply:
    """Confirm the deletion."""
    about = "about you here" if mine else "about this place"
    says = f"Everything stored {about} is deleted: {words.plural(rows, 'record')}."
    if not rows:
        says = f"There was nothing stored {about}."
    return Reply(Kind.ADMIN, says, (Paragraph(line(says)),))
