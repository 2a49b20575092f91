"""One article's text → what it says."""

from __future__ import annotations

import re

from digests.model import Reading
from digests.reading.genders import genders
from digests.reading.names import Opinion, find_names
from digests.reading.quotes.marks import paragraphs
from digests.reading.quotes.speakers import find_quotes
from digests.reading.references import find_nouns, find_pronouns
from digests.reading.roles.find import find_roles
from digests.reading.stream import make_inner_streams, make_streams
from digests.text import split_sentences

_LETTER = re.compile(r"[^\W\d_]")


def read(text: str, title: str = "", others: Opinion | None = None) -> Reading:
    """Read sentences, names, references, quotations and roles; offsets point into ``text``.

    ``others``: a second finder of names.
    """
    sentences = split_sentences(text)
    if _LETTER.search(text) is None:
        return Reading(sentences=tuple(sentences))  # marks alone say nothing, however many
    names = find_names(text, sentences, title, others)
    cut = paragraphs(text)
    streams = make_streams(text, cut, sentences, names.mentions)
    inner = make_inner_streams(text, cut, names.mentions)
    pronouns = find_pronouns(streams, names.mentions, genders(text, names.mentions))
    roles = find_roles(text, streams, inner, names.mentions, pronouns)
    references = tuple(sorted((*pronouns, *find_nouns(streams, names.mentions, roles)), key=lambda found: found.start))
    return Reading(sentences=tuple(sentences), mentions=tuple(names.mentions), references=references,
                   quotes=find_quotes(text, streams, names.mentions, references),
                   roles=roles, aliases=names.aliases)
