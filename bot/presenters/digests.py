"""A digest, the line that stands for an empty one, and why an article is in or out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import tzinfo

from bot.blocks import Block, Heading, Note, Paragraph, Quotation, StoryCard
from bot.presenters import words
from bot.replies import Kind, Outcome, Reply
from bot.spans import Code, Link, Moment, Spans, Style, Text, line
from digests.answers import Digest, DigestStory, Line, SpokenLine, Verdict, WhyArticle
from digests.model import Scope

_WRITTEN = "Summaries worded by the language model {}; each sentence was checked against the article that it cites."


def digest(answer: Digest, *, zone: tzinfo) -> Reply:
    """Present a digest; an empty one is one line that says what would not be."""
    if not answer.stories:
        return _empty(answer, zone)
    when = words.period(answer.window, answer.composed_at, zone)
    title = f"{subject(answer.scope)}, {when}"
    count = words.plural(len(answer.stories), "story", "stories")
    if answer.considered > len(answer.stories):
        count = f"{len(answer.stories):,} of {words.plural(answer.considered, 'story', 'stories')}"
    blocks: list[Block] = [
        Heading(line(title)),
        Note(line(f"{count} from {words.plural(answer.articles, 'article')}")),
        *(_card(story, number) for number, story in enumerate(answer.stories, 1)),
        *words.sources(answer.citations),
        *([Note(line(_WRITTEN.format(answer.written_by)))] if answer.written_by else ()),
    ]
    return Reply(Kind.DIGEST, f"{title}: {count}", tuple(blocks), shareable=True)


def headlines(answer: Digest, *, zone: tzinfo) -> Reply:
    """Present the headlines of a digest whose rest is in a thread below."""
    bare = tuple(replace(story, lines=(), quote=None, differ=()) for story in answer.stories)
    whole = digest(replace(answer, stories=bare, citations=()), zone=zone)
    cards = tuple(
        replace(block, update=(), why=()) if isinstance(block, StoryCard) else block for block in whole.blocks
    )
    return replace(whole, blocks=cards)


def subject(scope: Scope) -> str:
    """Name what a digest is about."""
    names = [*scope.topics, *scope.people]
    about = words.listed(names, 3) if names else "Space news"
    return f"{about}, from {words.listed(scope.include_outlets, 3)}" if scope.include_outlets else about


def _card(story: DigestStory, number: int) -> StoryCard:
    return StoryCard(
        number=number,
        headline=line(Link(story.headline, story.lead.url)),
        lines=(*(cited(each) for each in story.lines), *map(differing, story.differ)),
        outlets=_outlets(story),
        badge="Update" if story.update else None,
        update=cited(story.update) if story.update else (),
        quote=_quotation(story.quote) if story.quote else None,
        why=line("; ".join(story.why.reasons)),
        command=f"/story #{story.story_id}",
    )


def cited(each: Line) -> Spans:
    """Give a verbatim sentence with its citation."""
    return line(Text(each.cited.text), " ", words.citation(each.number, each.cited.article))


def differing(said: Sequence[Line]) -> Spans:
    """Give a figure as each outlet has it, with the citations."""
    parts = [
        line(f"{each.cited.article.outlet} has “{each.cited.text}” ", words.citation(each.number, each.cited.article))
        for each in said
    ]
    return line("Outlets differ: ", *words.joined(parts, ", "), ".")


def _quotation(spoken: SpokenLine) -> Quotation:
    return Quotation(spoken.cited.text, line(spoken.speaker, " ", words.citation(spoken.number, spoken.cited.article)))


def _outlets(story: DigestStory) -> Spans:
    names = words.outlets(story.outlets)
    independent = line(f"{words.plural(len(names), 'outlet')}: {words.listed(names)}")
    copies = [name for name in words.outlets(story.copies) if name not in names]
    carried = line(f"{'a copy' if len(copies) == 1 else 'copies'} in {words.listed(copies)}") if copies else ()
    return words.joined((independent, carried, line(Moment(story.last_seen, Style.DATE_TIME))))


def _empty(answer: Digest, zone: tzinfo) -> Reply:
    when, topic = words.within(answer.window, answer.composed_at, zone), " ".join(answer.scope.topics)
    named = answer.scope.topics or answer.scope.people
    outlets = words.listed(answer.scope.include_outlets, 3)
    about = f" on {subject(answer.scope)}" if named else f" from {outlets}" if outlets else ""
    nothing = f"Nothing{' new' if answer.considered else ''}{about} {when}"
    newest = answer.totals.until
    if answer.considered:
        says = line(f"{nothing}: what there was has been posted here already.")
    elif newest is None:
        says = line("No articles are stored yet, so there is nothing to digest.")
    elif topic:
        says = line(f"{nothing}. Search all stored articles with ", Code(f"/news {topic}"), ".")
    else:
        says = line(
            f"{nothing}. The newest stored article is of ",
            Moment(newest),
            ": try ",
            Code(f"/digest {words.day(newest.astimezone(zone))}"),
            ".",
        )
    return Reply(Kind.DIGEST, nothing, (Paragraph(says),), Outcome.NOTHING)


def why(answer: WhyArticle) -> Reply:
    """Present why an article is in a digest or is not."""
    blocks: list[Block] = [Paragraph(line(answer.sentence))]
    if answer.article:
        blocks.append(Paragraph(words.source(answer.article)))
    if answer.why and answer.why.reasons:
        blocks.append(Note(line(f"Why: {'; '.join(answer.why.reasons)}.")))
    if answer.story_id is not None:
        blocks.append(Note(line("The story: ", Code(f"/story #{answer.story_id}"))))
    if answer.article and answer.article.url and answer.verdict is Verdict.OUT_OF_WINDOW:
        asked = f"/why {answer.article.url} {words.day(answer.article.published_at)}"
        blocks.append(Note(line("In a digest of its day: ", Code(asked))))
    outcome = Outcome.NOTHING if answer.verdict is Verdict.UNKNOWN else Outcome.DONE
    return Reply(Kind.NOTE, answer.sentence, tuple(blocks), outcome)
