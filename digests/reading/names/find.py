"""From an article to its names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from digests.model import Kind, Mention, Span
from digests.reading.names.acronyms import define_acronyms
from digests.reading.names.clean import KINDS, cleaned, join_nicknames
from digests.reading.names.company import mend_people
from digests.reading.names.known import apply_lists, settle_namesakes
from digests.reading.names.model import model
from digests.reading.names.organisations import mend_organisations, spread_organisations
from digests.reading.names.page import Name, Page, open_page
from digests.reading.names.people import complete, drop_strays, spread_people, spread_titles, vote
from digests.reading.names.resolve import resolve
from digests.reading.names.second import Opinion, join_names
from digests.reading.names.things import part_things


@dataclass(frozen=True, slots=True)
class Names:
    """What an article names: mentions in order, and the short forms that the text defines."""

    mentions: tuple[Mention, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)


def find_names(text: str, sentences: Sequence[Span], title: str = "", others: Opinion | None = None) -> Names:
    """Find the names in ``text``; offsets point into it, ``name`` is the fullest form in it.

    The tagger reads each sentence by itself; lists and then the article as a whole correct it. ``title`` is
    not read yet: every name has to occur in the text. ``others``: a second finder, whose names fill gaps.
    """
    page = open_page(text, sentences)
    _tag(page)
    known = model().known
    if others is not None:
        join_names(page, others(text, sentences), known)
    join_nicknames(page)
    mend_people(page, known)
    apply_lists(page)
    settle_namesakes(page)
    mend_organisations(page, known)
    part_things(page)
    aliases = define_acronyms(page)
    vote(page)
    spread_titles(page, known)
    spread_people(page, known)
    drop_strays(page, known)
    spread_organisations(page, known)
    complete(page, known)
    page.names = [_placed(page, name) for name in page.names if not _is_nobody(page, name)]
    return Names(tuple(resolve(page, text, aliases)), aliases)


def _tag(page: Page) -> None:
    tagger = model()
    tagged = tagger.tag([page.words[start:end] for start, end in page.sentences])
    for (offset, _), stretches in zip(page.sentences, tagged, strict=True):
        for start, end, label in stretches:
            page.names += cleaned(page, Name(offset + start, offset + end, KINDS[label]), tagger.known)


def _placed(page: Page, name: Name) -> Name:
    """Take "KENNEDY SPACE CENTER — …" for the place where an article was written."""
    words = page.words[name.start:name.end]
    opens = len(words) > 1 and page.sentences[0][0] == name.start and page.words[name.end] in ("—", "–", "-", ",")
    return Name(name.start, name.end, Kind.PLACE) if opens and all(map(str.isupper, words)) else name


def _is_nobody(page: Page, name: Name) -> bool:
    """Tell mentions that a reader has no use for: demonyms and adjectives that the tagger calls other."""
    return name.kind == Kind.OTHER and name.end - name.start == 1 and page.words[name.start] in model().known.demonyms
