"""A reply of every kind, made by the presenters from fixed answers; and one made to do harm."""

from __future__ import annotations

from datetime import UTC

from bot import blocks as b
from bot.commands.table import REGISTRY
from bot.presenters import asking, digests, failures, finding, help, news, quotes, stories
from bot.presenters.dossier import dossier
from bot.replies import Kind, Reply
from bot.spans import ChannelName, Citation, Link, Strong, UserName, line
from digests.model import Scope, Window
from tests.bot import answers
from tests.bot.admin_replies import ADMIN
from tests.bot.answers import NOW

PAST = Window(answers.at(1, 0, month=1), answers.at(1, 0, month=2))

EVERY: dict[str, Reply] = {
    "digest": digests.digest(answers.digest(), zone=UTC),
    "digest-empty": digests.digest(answers.empty_digest(window=PAST), zone=UTC),
    "digest-nothing-stored": digests.digest(answers.empty_digest(totals=answers.EMPTY), zone=UTC),
    "digest-topic-empty": digests.digest(answers.empty_digest(window=PAST, scope=Scope(("Artemis",))), zone=UTC),
    "dossier": dossier(answers.dossier(), asked="Rogosin"),
    "organisation": dossier(answers.dossier(answers.ROSCOSMOS)),
    "picker": finding.unsure(answers.SEVERAL, "/who {}", now=NOW),
    "nobody": finding.unsure(answers.NOBODY, "/who {}", now=NOW),
    "quotes": quotes.page(answers.quotes()),
    "story": stories.story(answers.STORY),
    "choices": stories.choices(answers.CHOICES, now=NOW),
    "timeline": stories.timeline(answers.TIMELINE),
    "search": news.search(answers.SEARCH, now=NOW),
    "answer": asking.answered(answers.ANSWERED),
    "answer-none": asking.answered(answers.UNANSWERED),
    "trending": news.trending(answers.TRENDING, now=answers.at(16), zone=UTC),
    "help": help.every([each for each in REGISTRY.commands if each.group is None]),
    "help-digest": help.one(REGISTRY.find("digest")),
    "why": digests.why(answers.WHY),
    "mistake": failures.mistaken("A name is missing.", "/who Rogozin"),
    "failure": failures.failed("0badcafe"),
    **ADMIN,
}

EVIL = "\x1b[31mred\x1b]8;;http://evil.example\x07 \x00\x9b2J \u202eevil\u2069 @everyone <!channel> [bold]x[/bold]\r\n"
HOSTILE = Reply(
    Kind.NOTE,
    EVIL,
    (
        b.Heading(line(EVIL)),
        b.Paragraph(line(Link(EVIL, "javascript:alert(1)"), Link("x", f"https://news.example/{EVIL}"))),
        b.Bullets((line(Strong(EVIL)),)),
        b.Quotation(EVIL, line(EVIL)),
        b.Fields(((EVIL, line(EVIL)),)),
        b.Activity(EVIL, (1, 2), NOW, "day"),
        b.StoryCard(
            1, line(EVIL), (line(EVIL),), line(EVIL), EVIL, line(EVIL), b.Quotation(EVIL, line(EVIL)), line(EVIL)
        ),
        b.Sources((b.Source(1, line(EVIL, Citation(1, EVIL, EVIL))),)),
        b.Divider(),
        b.Note(line(EVIL)),
        b.Picker(EVIL, (b.Choice(EVIL, EVIL, EVIL),)),
        b.Buttons((b.Button(EVIL, EVIL), b.Button(EVIL, None, EVIL))),
        b.Pager(1, 2, None, EVIL),
        b.Attachment(EVIL, EVIL, EVIL),
        b.Paragraph(line(ChannelName(EVIL), UserName(EVIL))),
    ),
)
