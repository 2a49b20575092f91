"""Questions in words: answered from the sample archive with sentences that do answer, or not at all.

What a sentence must have was set on these lists: no question of the second gets an answer.
"""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from digests.answers import Answered, Several
from digests.newsroom import IngestOptions, Newsroom
from digests.questions.ask import ask
from digests.sample import archive
from digests.store.base import Store
from digests.store.sql import open_store

NOW = datetime(2022, 12, 1, tzinfo=UTC)
ANSWERABLE = {
    "who heads Roscosmos?": "The head of Roscosmos, Yury Borisov,",
    "Who is Rogozin?": "Dmitry Rogozin, the former head of Roscosmos",
    "Who is Рогозин?": "Dmitry Rogozin, the former head of Roscosmos",
    "who is the director general of ESA?": "Josef Aschbacher, the director general",
    "Who is the CEO of SpaceX?": "Elon Musk, the chief executive of SpaceX",
    "Who replaced Rogozin?": "Yuri Borisov replaced Dmitry Rogozin",
    "Who owns CAPSTONE?": "Advanced Space, a company in Colorado, owns and operates CAPSTONE",
    "who was the head of Roscosmos?": "Dmitry Rogozin, the former head",
    "Who commands the Dragon capsule Endeavour?": "Michael López-Alegría",
    "When did Artemis I launch?": "After the launch of Artemis I at 7:47 a.m.",
    "When will Russia leave the space station?": "after 2024",
    "How many satellites will Kuiper have?": "3,236 broadband satellites",
    "How many launches did Amazon buy?": "83 launches",
    "How much does CAPSTONE weigh?": "55 pounds",
    "How fast did DART hit the asteroid?": "14,000 miles an hour",
    "Where did Starliner land?": "in the New Mexico desert",
    "where is Axiom based?": "Axiom, which is based in Houston",
    "When did Russia destroy Cosmos 1408?": "In November 2021 Russia destroyed",
    "How much did Webb cost?": "10 billion dollars",
    "what is the Gateway": "The Gateway, a small station",
    "What is Starship?": "Starship, a rocket that has yet to reach orbit",
}
UNANSWERABLE = """
Who succeeded Borisov?
Who replaced Borisov?
Who is the president of Boeing?
Who is the president of France?
who heads the Canadian Space Agency?
Who is married to Anna Kikina?
Who won the world cup?
Who was the first man on the moon?
When did Artemis II launch?
When was Firefly founded?
When did NASA find life on Mars?
When did Apollo 11 land on the moon?
When was Bill Nelson born?
When will Crew-9 launch?
How many moons does Jupiter have?
How many people live in Russia?
How many launches did Boeing buy?
How many astronauts did SpaceX kill?
How much does a Falcon 9 launch cost?
How old is Rogozin?
How tall is Starship?
Where was Dmitry Rogozin born?
Where is Roscosmos based?
Why did Borisov resign?
What is the capital of France?
Who commands the ISS?
What rocket launched CAPSTONE?
where is Anna Kikina from?
where is anna kikina from
What did Putin eat for breakfast?
""".strip().splitlines()
EMPTY_OR_EVIL = (
    "", "?", "who", "what is", "Who is ?", "the of and", "為什麼火箭爆炸了？", "كم عدد الأقمار؟", "\\",
    '" OR 1=1 -- {} %s', "(((((", "#0", "#99999999999 {}", "who is #2147483647?", "\x00\x1b[31m",
    "how many " * 80, "a" * 5000, "Who is " + "Rogozin " * 500,
    "how many of many how many", "[x](y) <!channel> @everyone", "NOT AND OR NEAR(a b)", "who is *?",
)  # fmt: skip


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Take the sample archive in, once for all questions."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('ask') / 'news.db'}")
    newsroom = Newsroom(store, clock=lambda: NOW)
    report = asyncio.run(newsroom.ingest([str(archive())], IngestOptions()))
    assert report.new == 88
    yield store
    newsroom.close()


def answered(store: Store, question: str) -> Answered:
    with store.reading() as queries:
        answer = ask(queries, question, NOW)
    assert isinstance(answer, Answered), answer
    return answer


@pytest.mark.parametrize(("question", "says"), ANSWERABLE.items(), ids=list(ANSWERABLE))
def test_what_is_stored_is_answered(question: str, says: str, sample: Store) -> None:
    """At most three sentences, one of which says it, each where its citation says."""
    answer = answered(sample, question)
    assert 1 <= len(answer.lines) <= 3 and answer.hint is None
    assert any(says in line.cited.text for line in answer.lines), [line.cited.text for line in answer.lines]
    with sample.reading() as queries:
        for line in answer.lines:
            article = queries.articles([line.cited.article.id])[line.cited.article.id]
            assert article.text[line.cited.start : line.cited.end] == line.cited.text
            assert answer.citations[line.number - 1] == line.cited.article


@pytest.mark.parametrize("question", UNANSWERABLE)
def test_what_is_not_stored_is_not_answered(question: str, sample: Store) -> None:
    """Wrong is worse than silent; a search that is offered finds something."""
    answer = answered(sample, question)
    assert [line.cited.text for line in answer.lines] == []
    if answer.hint is not None:
        from digests.questions.search import search

        with sample.reading() as queries:
            assert search(queries, answer.hint, 1).result.hits


@pytest.mark.parametrize("question", EMPTY_OR_EVIL)
def test_no_question_does_harm(question: str, sample: Store) -> None:
    """What is no question, or a bad one, has no answer, and nothing fails; a name said often is a name."""
    assert len(answered(sample, question).lines) == 0


def test_a_first_name_asks_who_is_meant(sample: Store) -> None:
    """And a choice, given by number, answers."""
    with sample.reading() as queries:
        asked = ask(queries, "who is Dmitry?", NOW)
        assert isinstance(asked, Several) and asked.asked == "Dmitry" and len(asked.candidates) > 1
        number = next(c.entity.id for c in asked.candidates if c.entity.name == "Dmitry Rogozin")
        chosen = ask(queries, f"who is #{number}?", NOW)
    assert isinstance(chosen, Answered) and [e.name for e in chosen.meant] == ["Dmitry Rogozin"] and chosen.lines


def test_nothing_stored_answers_nothing() -> None:
    """An empty archive."""
    store = open_store("sqlite:///:memory:")
    try:
        answer = answered(store, "Who heads Roscosmos?")
        assert not answer.lines and answer.hint is None and answer.totals.articles == 0
    finally:
        store.close()
