"""Fit the weights in ``digests/stories/joins.py`` on the development split of the scoring kit.

    python benchmarks/fit_joins.py KIT_FOLDER

Prints what the weights of each half give on the other half, then the weights over all. Needs the
kit's requirements (scikit-learn).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from digests.model import Article
from digests.reading.read import read
from digests.store.base import Remembered
from digests.stories import joins
from digests.stories.features import make_features
from digests.stories.index import StoryIndex

Row = tuple[list[float], bool]


def replay(articles: Sequence[Article], stories: Sequence[int | None]) -> list[list[Row]]:
    """Let articles arrive with the stories known: for each, the stories that it was compared with."""
    index = StoryIndex()
    rows: list[list[Row]] = []
    for number, (article, story) in enumerate(zip(articles, stories, strict=True)):
        features = make_features(article, read(article.text, article.title))
        rows.append([])
        if story is not None:
            for other, likeness in index.likenesses(article, features):
                if other < 1_000_000:
                    rows[-1].append((list(joins.terms(likeness)), other == story))
        known = 1_000_000 + number if story is None else story
        index.remember(Remembered(number, article.id, known, article.published_at, None, features))
    return rows


def cluster(articles: Sequence[Article]) -> dict[str, int]:
    """Let articles arrive with nothing known; gives the story of each."""
    index = StoryIndex()
    found: dict[str, int] = {}
    for number, article in enumerate(articles):
        features = make_features(article, read(article.text, article.title))
        decision = index.decide(article, features)
        found[article.id] = number if decision.story_id is None else decision.story_id
        index.remember(Remembered(number, article.id, found[article.id], article.published_at,
                                  decision.duplicate_of, features))
    return found


def fit(rows: Iterable[Row], penalty: float) -> tuple[list[float], float]:
    """Weights and bias of a logistic regression on standardised terms, unscaled again."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    inputs, labels = zip(*rows, strict=True)
    scaler = StandardScaler().fit(inputs)
    model = LogisticRegression(C=penalty, max_iter=5000).fit(scaler.transform(inputs), labels)
    weights = model.coef_[0] / scaler.scale_
    return weights.tolist(), float(model.intercept_[0] - (weights * scaler.mean_).sum())


def load(kit: Path) -> tuple[Any, ...]:
    """Articles and gold of both sets, the halves that each item is in, and the two measures."""
    sys.path.insert(0, str(kit))
    import data
    from metrics import b_cubed, prf

    docs = data.ecb(kit / "dev")
    labels = sorted({doc["story"] for doc in docs})
    began = datetime(2024, 1, 1, 6, tzinfo=UTC)
    ecb = [Article(d["id"], "", d["text"], "", began + timedelta(seconds=n)) for n, d in enumerate(docs)]
    ecb_half = [int("".join(filter(str.isdigit, doc["story"]))) % 2 for doc in docs]
    items, pairs = data.headlines(kit / "dev")
    items.sort(key=lambda item: item["first_seen"])
    heads = [Article(i["id"], i["title"], i["title"], i["site"],
                     datetime.fromisoformat(i["first_seen"].replace(" UTC", "+00:00"))) for i in items]
    parent: dict[str, str] = {}

    def root(item: str) -> str:
        while parent.setdefault(item, item) != item:
            item = parent[item]
        return item

    for one, other, same in pairs:
        first, second = root(one), root(other)
        if same:
            parent[first] = second
    names = sorted(parent)
    stories = [names.index(root(a.id)) if a.id in parent else None for a in heads]
    labelled = [n for n, story in enumerate(stories) if story is not None]
    half = {a.id: int(n > labelled[len(labelled) // 2]) for n, a in enumerate(heads)}

    def ecb_score(found: dict[str, int], part: Callable[[int], bool]) -> float:
        kept = [n for n in range(len(docs)) if part(ecb_half[n])]
        return float(b_cubed({docs[n]["id"]: docs[n]["story"] for n in kept},
                             {docs[n]["id"]: str(found[docs[n]["id"]]) for n in kept})[2])

    def head_score(found: dict[str, int], part: Callable[[int], bool]) -> float:
        kept = [pair for pair in pairs if part(half[pair[0]])]
        said = [found[a] == found[b] for a, b, _ in kept]
        return float(prf(sum(s and same for s, (*_, same) in zip(said, kept, strict=True)), sum(said),
                         sum(same for *_, same in kept))[2])

    return (ecb, [labels.index(doc["story"]) for doc in docs], ecb_half, ecb_score,
            heads, stories, [half[a.id] for a in heads], head_score)


def main(kit: Path) -> None:
    ecb, ecb_gold, ecb_half, ecb_score, heads, head_gold, head_half, head_score = load(kit)
    ecb_rows, head_rows = replay(ecb, ecb_gold), replay(heads, head_gold)
    for penalty in (0.3, 1.0, 3.0):
        for shift in (-2.0, -1.6, -1.2):
            crossed = [0.0, 0.0]
            for out in (0, 1, None):
                rows = [row for part, halves in ((ecb_rows, ecb_half), (head_rows, head_half))
                        for item, half in zip(part, halves, strict=True) if half != out for row in item]
                weights, bias = fit(rows, penalty)
                joins.WEIGHTS, joins.BIAS = tuple(weights), bias - shift
                scores = [measure(cluster(items), lambda half, out=out: out is None or half == out)
                          for items, measure in ((ecb, ecb_score), (heads, head_score))]
                if out is None:
                    print(f"C {penalty} shift {shift}: crossed {crossed[0]:.3f} {crossed[1]:.3f}, all",
                          *(f"{score:.3f}" for score in scores), [round(w, 2) for w in weights],
                          round(bias - shift, 2), flush=True)
                else:
                    crossed = [mean + score / 2 for mean, score in zip(crossed, scores, strict=True)]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
