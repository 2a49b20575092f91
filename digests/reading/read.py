"""One article's text → what it says."""

from __future__ import annotations

from digests.model import Reading
from digests.reading.genders import genders
from digests.reading.names import find_names
from digests.reading.quotes.marks import paragraphs
from digests.reading.quotes.speakers import find_quotes
from digests.reading.references import find_references
from digests.reading.stream import make_streams
from digests.text import split_sentences


def read(text: str, title: str = "") -> Reading:
    """Read sentences, names, references, quotations and roles; offsets point into ``text``."""
    sentences = split_sentences(text)
    names = find_names(text, sentences, title)
    streams = make_streams(text, paragraphs(text), sentences, names.mentions)
    references = find_references(streams, names.mentions, genders(text, names.mentions))
    return Reading(sentences=tuple(sentences), mentions=tuple(names.mentions), references=references,
                   quotes=find_quotes(text, streams, names.mentions, references), aliases=names.aliases)
