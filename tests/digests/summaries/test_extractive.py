"""What a summary takes from one article and from several."""

from __future__ import annotations

import time

import pytest

from digests.model import Kind, Mention, Reading, Reference
from digests.summaries.extractive import summarise
from digests.text import split_sentences
from tests.digests.summaries.making import stored

ONE = """MOSCOW (Reuters) - Vladimir Putin removed Dmitry Rogozin as head of Roscosmos on Friday. He gave no reason.
However, the move had been expected for weeks. Yury Borisov, a deputy prime minister, will lead the agency.
The weather in Moscow was fine. Read more about Roscosmos here. Will the station survive?"""
TWO = """The Kremlin named Yury Borisov head of Roscosmos on Friday. Dmitry Rogozin was removed from the post by
Vladimir Putin. NASA and Roscosmos signed a deal on crew seats hours before the change."""
THREE = """NASA and Roscosmos agreed to share seats on flights to the space station. The deal on crew seats was signed
on Friday. Astronauts will fly on Soyuz rockets and cosmonauts on Crew Dragon."""


def test_sentences_are_verbatim_with_their_spans() -> None:
    """Each is its article's text between its offsets; the date line is left off."""
    articles = [stored("1", ONE), stored("2", TWO), stored("3", THREE)]
    texts = {one.article.id: one.article.text for one in articles}
    found = summarise(articles, sentences=3)
    assert len(found) == 3
    assert all(texts[one.article.id][one.start:one.end] == one.text for one in found)
    assert not any(one.text.startswith("MOSCOW") for one in found)


def test_only_sentences_that_stand_alone_are_taken() -> None:
    """With room for all, those that lean, ask or advertise stay out."""
    found = [one.text for one in summarise([stored("1", ONE)], sentences=9)]
    assert found[0] == "Vladimir Putin removed Dmitry Rogozin as head of Roscosmos on Friday."
    assert len(found) == 3
    assert not [text for text in found if text.startswith(("He ", "However", "Read", "Will"))]


def test_what_several_articles_say_comes_first_and_once() -> None:
    """The change at the top is told by two articles and stands in the summary one time; so does the deal."""
    found = [one.text for one in summarise([stored("1", ONE), stored("2", TWO), stored("3", THREE)], sentences=2)]
    assert sum("Borisov" in text or "Rogozin" in text for text in found) == 1
    assert sum("seats" in text for text in found) == 1


def test_what_was_told_is_avoided() -> None:
    """A sentence told elsewhere in the answer isn't told again in other words."""
    told = "Dmitry Rogozin was removed by Vladimir Putin as head of Roscosmos on Friday."
    assert all("Rogozin" not in one.text for one in summarise([stored("1", ONE)], sentences=1, avoid=[told]))


def test_copies_count_once() -> None:
    """Syndicated copies don't outvote the others, nor are they quoted."""
    articles = [stored("1", ONE), *(stored(f"copy{n}", ONE, duplicate_of="1") for n in range(5))]
    assert {one.article.id for one in summarise(articles, sentences=2)} == {"1"}


@pytest.mark.parametrize("budget", [15, 25, 60])
def test_a_budget_of_words_is_kept(budget: int) -> None:
    """Never over it where the first sentence fits."""
    found = summarise([stored("1", ONE), stored("2", TWO), stored("3", THREE)], words=budget)
    assert found
    assert sum(len(one.text.split()) for one in found) <= budget


def test_a_first_sentence_over_the_budget_stands_all_the_same() -> None:
    """Rather one sentence too long than none."""
    assert len(summarise([stored("1", TWO)], words=3)) == 1


def test_without_a_sentence_that_qualifies_there_is_no_summary() -> None:
    """Headlines, marks and nothing at all give nothing."""
    assert summarise([], sentences=2) == []
    assert summarise([stored("1", "Rogozin out"), stored("2", "…"), stored("3", "")], sentences=2) == []


def test_a_pronoun_is_fine_where_its_name_is_in_the_sentence() -> None:
    """By the reading's references, not by the look of it."""
    text = "Asked about it in Moscow, he praised Rogozin for the work. Borisov said he would keep the station going."
    sentences = tuple(split_sentences(text))
    first, second = text.index(" he praised") + 1, text.index(" he would") + 1
    borisov = text.index("Borisov")
    reading = Reading(sentences=sentences, mentions=(
        Mention(text.index("Rogozin"), text.index("Rogozin") + 7, Kind.PERSON, "Rogozin"),
        Mention(borisov, borisov + 7, Kind.PERSON, "Borisov")), references=(
        Reference(first, first + 2, "Borisov"), Reference(second, second + 2, "Borisov")))
    assert [one.text for one in summarise([stored("1", text, reading=reading)], sentences=5)] == [
        "Borisov said he would keep the station going."]


@pytest.mark.parametrize("text", ['"' * 1_000_000, "A" * 1_000_000, "A. " * 300_000, "He, " * 250_000])
def test_hostile_text_takes_less_than_a_second(text: str) -> None:
    """A million marks or capitals are cut short before they are looked at."""
    article = stored("1", "Good news came from the station today. " + text, reading=Reading())
    began = time.perf_counter()
    summarise([article], sentences=2)
    assert time.perf_counter() - began < 1
