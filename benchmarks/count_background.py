"""Count ``digests/stories/background.txt``: in how many pieces of 150 words each term occurs.

    python benchmarks/count_background.py FOLDER > digests/stories/background.txt

FOLDER holds the token files that the names model is trained on (one token a line): English EWT of
Universal NER (CC BY-SA 4.0), Wikigold (CC BY 4.0), WNUT 2017 (CC BY 4.0), CrossNER (MIT). Only
counts of words leave them. Terms met once are left out.
"""

from __future__ import annotations

import gzip
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from digests.stories.words import words

PIECE = 150  # words: a short article


def tokens(path: Path) -> Iterator[str]:
    """Read the tokens of a column file; the token is the second column where the first numbers it."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            columns = line.split()
            if columns and not line.startswith("#"):
                yield columns[1] if columns[0].isdigit() and len(columns) > 3 else columns[0]


def main(folder: Path) -> None:
    pieces = 0
    counts: Counter[str] = Counter()
    for path in sorted(folder.rglob("*.gz")):
        stream = list(tokens(path))
        for start in range(0, len(stream), PIECE):
            pieces += 1
            counts.update({word.term for word in words(" ".join(stream[start : start + PIECE]))})
    print("# Words by the number of pieces of 150 words that they occur in; the first number counts all pieces.")
    print(
        "# Counted from English EWT of Universal NER (CC BY-SA 4.0), Wikigold and WNUT 2017 (CC BY 4.0), CrossNER (MIT)"
    )
    print(pieces)
    by_count: defaultdict[int, list[str]] = defaultdict(list)
    for term, count in counts.items():
        if count > 1 and term.isascii():
            by_count[count].append(term)
    for count in sorted(by_count, reverse=True):
        print(count, *sorted(by_count[count]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
