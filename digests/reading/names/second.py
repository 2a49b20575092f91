"""A second opinion on names: what another finder met joins the names of the tagger where that found none.

Ours stay where both found something, and the lists and rules after the tagger correct the newcomers as well. A newcomer
has two words at least: of single ones most were mistakes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence

from digests.model import Kind, Span
from digests.reading.names.clean import cleaned
from digests.reading.names.lexicon import Lexicon
from digests.reading.names.page import GAP, Name, Page

Found = tuple[int, int, Kind]  # first code point in the text, after the last
Opinion = Callable[[str, Sequence[Span]], Sequence[Found]]
_MOST_WORDS = 12  # of a name; what is longer is a sentence by mistake


def join_names(page: Page, found: Iterable[Found], known: Lexicon) -> None:
    """Add names that overlap none of the page's; single words and what crosses sentences are dropped."""
    # A gap has no place in the text.
    placed = [(begin, word) for word, begin in enumerate(page.places()) if begin >= 0]
    begins = [begin for begin, _ in placed]
    more = list[Name]()
    for start, end, kind in found:
        first, last = bisect_right(begins, start) - 1, bisect_left(begins, end) - 1
        if not 0 <= first <= last < first + _MOST_WORDS:
            continue
        if begins[first] + len(page.words[placed[first][1]]) <= start:  # white space, or between two sentences
            first += 1
        name = Name(placed[first][1], placed[last][1] + 1, kind) if first <= last else None
        if name is not None and GAP not in page.words[name.start:name.end]:
            more += (one for one in cleaned(page, name, known) if one.end - one.start > 1)
    page.add(more)
