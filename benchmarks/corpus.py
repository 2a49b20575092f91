"""Made-up space news of any number, the same at every run: for measuring speed, not quality.

The sentences are the sample archive's with people, craft, numbers and a third of the plain words
exchanged story by story, so that stories differ as real ones do and outlets tell each in part.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache

from digests.sample import archive

BEGIN = datetime(2023, 1, 1, tzinfo=UTC)
A_DAY = 1_000  # articles
OUTLETS = 60
WORDS = 400  # of an article, about
_GIVEN = (
    "Anna Boris Carla Dmitry Elena Farid Grace Hiro Irina James Kate Leo Maria Nikolai Olga Peter Rosa Sergei Tom Vera"
).split()
_ENDS = "son ov ova ski sen ez elli ford well man berg stein wood field ton by enko idze yan aki".split()
_ROLES = "chief executive;spokesman;flight director;project scientist;programme manager;chief engineer".split(";")
_VERBS = "said;told reporters;explained;added".split(";")
_SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu bra cle dri flo gru pla ste tri".split()


@cache
def _sentences() -> list[str]:
    texts = [json.loads(line)["text"] for line in archive().read_text("utf-8").splitlines()]
    found = [s for text in texts for s in re.split(r"(?<=[.!?])\s+", text) if 8 <= len(s.split()) <= 40]
    return [s for s in found if "“" not in s and '"' not in s]


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4)))


def _person(chance: random.Random, number: int) -> str:
    """Give one of about 60,000 people; the low numbers are met often."""
    own = random.Random(number)
    return f"{own.choice(_GIVEN)} {_word(own).capitalize()}{own.choice(_ENDS)}"


def _story(number: int) -> tuple[str, list[str]]:
    """Make a story's headline and a pool of sentences that its articles draw on."""
    chance = random.Random(f"story {number}")
    people = [_person(chance, int(60_000 * chance.random() ** 3)) for _ in range(4)]
    craft = f"{_word(chance).capitalize()}-{chance.randint(1, 40)}"
    agency = f"{_word(random.Random(chance.randint(0, 300))).capitalize()} Space Agency"
    swap = {}
    pool = []
    for sentence in chance.sample(_sentences(), 100):
        for word in sorted(set(re.findall(r"\b[a-z]{5,}\b", sentence))):
            if word not in swap:
                swap[word] = _word(chance) if chance.random() < 0.33 else word
        changed = re.sub(r"\b[a-z]{5,}\b", lambda m: swap.get(m[0], m[0]), sentence)
        pool.append(re.sub(r"\d+", lambda m: str(chance.randint(2, 900)), changed))
    who, role = people[0], chance.choice(_ROLES)
    pool.insert(0, f"{who}, the {role} of the {agency}, announced the {craft} mission on Tuesday.")
    pool.insert(
        1,
        f"“The {craft} vehicle is ready for its {_word(chance)} campaign and we {_word(chance)} it,” "
        f"{who.split()[1]} {chance.choice(_VERBS)}.",
    )
    pool += [f"{person} of the {agency} joined the {craft} team." for person in people[1:]]
    return f"{agency} readies {craft} for its {_word(chance)} {_word(chance)} flight", pool


def articles(count: int, *, words: int = WORDS, first: int = 0) -> Iterator[dict[str, str]]:
    """Yield article records in order of date: 1,000 a day, about three outlets a story."""
    for number in range(first, first + count):
        chance = random.Random(f"article {number}")
        day = number // A_DAY
        headline, pool = _story(day * (A_DAY // 3) + chance.randrange(A_DAY // 3))
        taken, length = pool[:2], sum(len(s.split()) for s in pool[:2])
        for sentence in chance.sample(pool[2:], len(pool) - 2):
            if length >= words:
                break
            taken.append(sentence)
            length += len(sentence.split())
        text = "\n\n".join(" ".join(taken[at : at + 3]) for at in range(0, len(taken), 3))
        moment = BEGIN + timedelta(days=day, seconds=86_400 * (number % A_DAY) / A_DAY)
        outlet = chance.randrange(OUTLETS)
        yield {
            "id": f"made-{number}",
            "title": headline,
            "text": text,
            "outlet": f"Outlet {outlet}",
            "url": f"https://outlet{outlet}.example/{number}",
            "published_at": moment.isoformat(),
        }
