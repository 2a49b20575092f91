"""Drawn blocks → messages within Discord's limits, by flow: a story is never divided over two messages. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot import blocks as b
from bot.platforms.discord import spans
from bot.platforms.discord.drawing import HEAD, File, Option, Pick, Press, card, drawn
from bot.platforms.discord.flow import Chunk, Line, flow
from bot.platforms.discord.limits import (
    CONTENT,
    DESCRIPTION,
    EMBEDS,
    EMBEDS_IN_ALL,
    FILES,
    ROW_BUTTONS,
    ROWS,
    TITLE,
    size,
)
from bot.replies import Reply

BLUE, AMBER = 0x2F6FDE, 0xE0A100  # a story; news of a story that was told before


@dataclass(frozen=True, slots=True)
class Embed:
    """One embed."""

    title: str = ""
    url: str | None = None
    description: str = ""
    colour: int = BLUE

    @property
    def size(self) -> int:
        """Measure what counts."""
        return size(self.title) + size(self.description)


@dataclass(slots=True)
class Section:
    """What goes into one embed, or several where it is long; ``whole``: all of them in one message."""

    title: str = ""
    url: str | None = None
    colour: int = BLUE
    whole: bool = False
    chunks: list[Chunk] = field(default_factory=list)
    picks: list[Pick] = field(default_factory=list)
    presses: list[Press] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    story: Option | None = None

    def apart(self) -> Iterator[Section]:
        """Take what can be pressed apart, for where one message does not hold it."""
        if self.story:
            yield Section(story=self.story)
        yield from (Section(picks=[pick]) for pick in self.picks)
        yield from (Section(presses=[press]) for press in self.presses)
        yield from (Section(files=[file]) for file in self.files)

    def embeds(self) -> list[Embed]:
        """Lay the text out."""
        texts = flow(self.chunks, DESCRIPTION) or ([""] if self.title else [])
        return [
            Embed(self.title if not n else "", self.url if not n else None, text, self.colour)
            for n, text in enumerate(texts)
        ]


@dataclass(slots=True)
class Message:
    """One message, filled as far as it holds."""

    content: str = ""
    embeds: list[Embed] = field(default_factory=list)
    picks: list[Pick] = field(default_factory=list)
    presses: list[Press] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    stories: list[Option] = field(default_factory=list)

    def holds(self, embeds: Iterable[Embed], section: Section) -> bool:
        """Tell whether more fits; a row is left for what the adapter adds."""
        new = [*self.embeds, *embeds]
        presses = len(self.presses) + len(section.presses)
        menus = len(self.picks) + len(section.picks) + bool(self.stories or section.story)
        return (
            len(new) <= EMBEDS
            and sum(embed.size for embed in new) <= EMBEDS_IN_ALL
            and menus + -(-presses // ROW_BUTTONS) < ROWS
            and len(self.files) + len(section.files) <= FILES
        )

    def add(self, section: Section) -> None:
        """Take what can be pressed in a section."""
        self.picks += section.picks
        self.presses += section.presses
        self.files += section.files
        self.stories += [section.story] if section.story else []


def laid_out(reply: Reply) -> list[Message]:
    """Lay a whole reply out; at least one message, none empty."""
    has_cards = any(isinstance(block, b.StoryCard) for block in reply.blocks)
    has_title = any(isinstance(block, b.Heading) and block.level == 1 for block in reply.blocks)
    sections = list(_sections(reply, lead_is_content=has_cards or not has_title))
    messages = [Message()]
    if sections and not sections[0].title and (has_cards or not has_title) and not sections[0].story:
        texts = flow(sections[0].chunks, CONTENT)
        if len(texts) == 1:
            messages[0].content, sections[0].chunks = texts[0], []
    for section in sections:
        _place(section, messages)
    return messages


def _place(section: Section, messages: list[Message]) -> None:
    embeds = section.embeds()
    if section.whole and not messages[-1].holds(embeds, section):
        messages.append(Message())
    if messages[-1].holds(embeds, section):
        messages[-1].embeds += embeds
        messages[-1].add(section)
        return
    for embed in embeds:
        if not messages[-1].holds([embed], Section()):
            messages.append(Message())
        messages[-1].embeds.append(embed)
    for each in section.apart():
        if not messages[-1].holds([], each):
            messages.append(Message())
        messages[-1].add(each)


def _sections(reply: Reply, *, lead_is_content: bool) -> Iterator[Section]:
    section, quiet = Section(), lead_is_content
    before: b.Block | None = None
    for block in reply.blocks:
        if isinstance(block, b.StoryCard):
            yield section
            yield _story(block)
            section, quiet = Section(), False
        elif isinstance(block, b.Heading) and block.level == 1 and not lead_is_content:
            yield section
            section = _titled(block)
        else:
            made = drawn(block, reply.kind, quiet=quiet)
            section.chunks += _under(before, made.chunks)
            section.picks += made.picks
            section.presses += made.presses
            section.files += made.files
        before = block
    yield section


def _under(before: b.Block | None, chunks: Sequence[Chunk]) -> list[Chunk]:
    """Put what follows a section's heading right under it."""
    if chunks and isinstance(before, b.Heading) and before.level > 1:
        return [replace(chunks[0], apart=False), *chunks[1:]]
    return list(chunks)


def _titled(block: b.Heading) -> Section:
    title = spans.title(block.spans)
    if size(title) <= TITLE:
        return Section(title, spans.first_address(block.spans))
    return Section(chunks=[Chunk((Line(spans.pieces(block.spans), HEAD),))])


def _story(block: b.StoryCard) -> Section:
    title, url = f"{block.number}. {spans.title(block.headline)}", spans.first_address(block.headline)
    picked = Option(f"{block.number}. {spans.bare(block.headline)}", block.command) if block.command else None
    colour, chunks = AMBER if block.badge else BLUE, list(card(block))
    if size(title) > TITLE:  # the whole headline goes into the text
        chunks.insert(0, Chunk((Line(spans.pieces(block.headline), HEAD),)))
        title, url = f"{block.number}.", None
    return Section(title, url, colour, True, chunks, story=picked)
