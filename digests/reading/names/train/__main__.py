"""``python -m digests.reading.names.train --data DIR``: train the names model from the sets in DIR.

DIR holds the files that MODEL_CARD.md lists. The result is the same to the bit for the same files, lists and
crfsuite on the same kind of machine. Takes some ten minutes and 3 GB on one core.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from random import Random

from digests.reading.names.model import WEIGHTS
from digests.reading.names.train.augment import own_sentences, renamed
from digests.reading.names.train.corpora import read_corpora
from digests.reading.names.train.fit import fit, write

SEED = 20220517


def main() -> None:
    """Read, widen, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the training sets")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent.parent / WEIGHTS)
    parser.add_argument("--rounds", type=int, default=120, help="most iterations of L-BFGS")
    parser.add_argument("--own", type=int, default=6, help="times that each sentence of our own is filled")
    parser.add_argument("--penalty", type=float, default=0.06, help="L1")
    parser.add_argument("--shrinkage", type=float, default=0.04, help="L2")
    given = parser.parse_args()
    documents = read_corpora(given.data)
    random = Random(SEED)
    documents += renamed(documents, random) + own_sentences(random, given.own)
    print(f"{sum(map(len, documents))} sentences", file=sys.stderr)
    write(fit(documents, rounds=given.rounds, penalty=given.penalty, shrinkage=given.shrinkage), given.out)
    print(f"{given.out}: {given.out.stat().st_size} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
