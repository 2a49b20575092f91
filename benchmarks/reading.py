"""Reading beside named peers: one core, the same texts, the same run; speed and quality in one table.

    python -m benchmarks.reading [--articles 300] [--seconds 5]

Speed is articles of 400 made-up words in a second of processor time (peers that are slow stop after ``--seconds``).
Quality is on texts of our own: exact sentences, people, and quotations with the right speaker (F1 on ``gold.txt``),
words of the sample archive's headlines that two sentences of the article have (share), made-up stories (B-cubed F1).
Small sets: they tell a tool that works from one that doesn't, not two good ones apart.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")  # before numpy is imported: one core for everybody

from benchmarks import parts  # noqa: E402
from benchmarks.corpus import articles as made_up  # noqa: E402
from benchmarks.gold import b_cubed, f1, passages  # noqa: E402
from benchmarks.measure import memory, table  # noqa: E402
from benchmarks.peers_reading import PEERS, Missing  # noqa: E402
from digests.sample import archive  # noqa: E402
from digests.text import STOP_WORDS  # noqa: E402

GOAL, MOST = 100.0, 250.0  # articles a second with everything on; MB of a process that reads
_AT_ONCE = 300  # articles clustered
_WARM = 5
HEADS = ("part", "who", "articles/s", "times as fast", "quality", "of what")
_OURS: dict[str, Callable[[], Any]] = {
    "sentences": parts.sentences, "people": parts.people, "quotations": parts.quotes, "summary": parts.summary,
    "stories": parts.stories, "everything": parts.whole,
}  # fmt: skip
Row = tuple[object, ...]


def rate(call: Callable[[str], object], texts: Sequence[str], seconds: float) -> float:
    """Give calls a second of processor time; stops after so many seconds."""
    for text in texts[:_WARM]:
        call(text)
    began, done = time.process_time(), 0
    for text in texts:
        call(text)
        done += 1
        if time.process_time() - began > seconds:
            break
    return done / max(time.process_time() - began, 1e-9)


def speed(part: str, call: Any, texts: Sequence[str], seconds: float) -> float:
    """Give articles a second; stories are clustered in one go."""
    if part != "stories":
        return rate(call, texts, seconds)
    began = time.process_time()
    call(texts[:_AT_ONCE])
    return len(texts[:_AT_ONCE]) / max(time.process_time() - began, 1e-9)


def quality(part: str, call: Any, count: int) -> tuple[float, str]:
    """Give a part's figure, 0..1, and what it is; each passage is an article of its own."""
    gold = passages()
    if part == "summary":
        return _headlines_met(call), "words of the headline"
    if part == "stories":
        made = list(made_up(min(count, _AT_ONCE)))
        return b_cubed([one["title"] for one in made], call([one["text"] for one in made])), "B-cubed F1"
    if part == "everything":
        return 1.0, "nothing but verbatim spans" if all(_verbatim(call(one.text), one.text) for one in gold) else "-"
    wanted = {"sentences": lambda p: p.sentences, "people": lambda p: p.people, "quotations": lambda p: p.quotes}[part]
    said = {"sentences": "exact F1", "people": "exact F1", "quotations": "words and speaker, F1"}[part]
    pairs = [([(n, *one) for one in wanted(p)], [(n, *one) for one in call(p.text)]) for n, p in enumerate(gold)]
    return f1([one for pair in pairs for one in pair[0]], [one for pair in pairs for one in pair[1]]), said


def _verbatim(reading: Any, text: str) -> bool:
    return all(0 <= one.start < one.end <= len(text) for one in (*reading.mentions, *reading.quotes, *reading.roles))


def _headlines_met(call: Callable[[str], str]) -> float:
    shares = []
    for line in archive().read_text("utf-8").splitlines():
        article = json.loads(line)
        words = set(re.findall(r"\w+", article["title"].lower())) - STOP_WORDS
        shares.append(len(words & set(re.findall(r"\w+", call(article["text"]).lower()))) / len(words))
    return sum(shares) / len(shares)


def rows(part: str, texts: Sequence[str], seconds: float) -> Iterator[Row]:
    """Measure ours and then each peer of a part."""
    call = _OURS[part]()
    ours = speed(part, call, texts, seconds)
    yield part, "Downlink", ours, 1.0, *quality(part, call, len(texts))
    for name, make in PEERS[part]:
        try:
            call = make()
            theirs = speed(part, call, texts, seconds)
            yield part, name, theirs, ours / theirs, *quality(part, call, len(texts))
        except Missing as reason:
            yield part, name, "-", "-", "-", str(reason)


def on_one_core() -> None:
    """Stay on one processor where the system lets us say so."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure everything; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=5.0, help="after which a slow part stops")
    given = parser.parse_args(arguments)
    texts = [one["text"] for one in made_up(given.articles)]
    found = list(rows("everything", texts, given.seconds))
    resident = memory()  # before any peer is imported
    for part in PEERS:
        found += rows(part, texts, given.seconds) if part != "everything" else ()
    print(table(HEADS, found))
    whole = float(str(found[0][2]))
    print(f"\nEverything on: {whole:.0f} articles a second (goal {GOAL:.0f}); a process that reads: {resident:.0f} MB"
          f" (goal at most {MOST:.0f})")
    return 0 if whole >= GOAL and resident <= MOST else 1


if __name__ == "__main__":
    on_one_core()
    sys.exit(main())
