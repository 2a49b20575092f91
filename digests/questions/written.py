"""A composed digest with what a language model wrote in place of the extracts, where that passed its checks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace

from digests.answers import Digest, DigestStory
from digests.editions.numbering import Numbering
from digests.model import Article, Cited
from digests.questions.told import Composed, sentences
from digests.summaries.generative import Wanted, Writer

Fetch = Callable[[Iterable[str]], Awaitable[Mapping[str, Article]]]


async def written(answer: Digest, writer: Writer, fetch: Fetch) -> Digest:
    """Have the stories' summaries written; updates, quotations and what failed a check stay verbatim extracts."""
    asked = [story for story in answer.stories if story.lines and story.update is None]
    if not asked:
        return answer
    articles = await fetch({key for story in asked for key in _ids(story)})
    found = await writer.write([
        Wanted(story.story_id, story.headline, len(story.lines),
               tuple(articles[key] for key in _ids(story) if key in articles))
        for story in asked])  # fmt: skip
    if not found:
        return answer
    numbers = Numbering()
    stories = tuple(_story(story, found.get(story.story_id), numbers) for story in answer.stories)
    return replace(answer, stories=stories, citations=numbers.citations, written_by=writer.record.model)


async def written_too(composed: Composed, writer: Writer, fetch: Fetch) -> Composed:
    """Do so for a digest to be posted: its destination has then been told both what was written and the extract."""
    answer = await written(composed.digest, writer, fetch)
    said = {story.story_id: sentences(story) for story in answer.stories}
    told = tuple(replace(one, sentences=tuple(dict.fromkeys((*one.sentences, *said.get(one.story_id, ())))))
                 for one in composed.told)  # fmt: skip
    return Composed(answer, told)


def _ids(story: DigestStory) -> tuple[str, ...]:
    cards = (*(line.cited.article for line in story.lines), story.lead, *story.outlets)
    return tuple(dict.fromkeys(card.id for card in cards))


def _story(story: DigestStory, sentences: tuple[Cited, ...] | None, numbers: Numbering) -> DigestStory:
    """Number a story's sentences anew, in the order in which they are shown."""
    update = numbers.line(story.update.cited) if story.update else None
    if sentences is None:
        lines = tuple(numbers.line(line.cited) for line in story.lines)
    else:
        lines = tuple(replace(numbers.line(cited), generated=True) for cited in sentences)
    differ = tuple(tuple(numbers.line(line.cited) for line in said) for said in story.differ)
    quote = numbers.spoken(story.quote.cited, story.quote.speaker, story.quote.cue) if story.quote else None
    return replace(story, update=update, lines=lines, differ=differ, quote=quote)
