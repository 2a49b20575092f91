"""``python -m digests.reading.names.train --data DIR``: train the names model from the sets in DIR.

DIR holds the files that MODEL_CARD.md lists. The result is the same to the bit for the same files, lists and
crfsuite on the same kind of machine. Takes some ten minutes and 3 GB on one core.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from random import Random

from digests.reading.names.lexicon import lexicon
from digests.reading.names.model import WEIGHTS
from digests.reading.names.train.augment import own_sentences, renamed
from digests.reading.names.train.corpora import read_corpora
from digests.reading.names.train.fit import arrays, average, common_words, fit, write

SEED = 20220517


def main() -> None:
    """Read, widen, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the training sets")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent.parent / WEIGHTS)
    parser.add_argument("--models", type=int, default=2, help="models to average, each with other names drawn")
    parser.add_argument("--rounds", type=int, default=100, help="most iterations of L-BFGS")
    parser.add_argument("--own", type=int, default=6, help="times that each sentence of our own is filled")
    parser.add_argument("--penalty", type=float, default=0.01, help="L1")
    parser.add_argument("--shrinkage", type=float, default=0.3, help="L2")
    given = parser.parse_args()
    read = read_corpora(given.data)
    common = common_words(read)
    models = []
    for number in range(given.models):
        random = Random(SEED + number)
        documents = [*read, *renamed(read, random), *own_sentences(random, given.own)]
        print(f"model {number + 1}: {sum(map(len, documents))} sentences", file=sys.stderr, flush=True)
        models.append(fit(documents, lexicon(common), rounds=given.rounds, penalty=given.penalty,
                          shrinkage=given.shrinkage))
    write(arrays(average(models), common), given.out)
    print(f"{given.out}: {given.out.stat().st_size} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
