"""A digest tells each story once, verbatim and cited, and can say why."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from digests.answers import Digest, Line, SpokenLine, Verdict
from digests.model import Length, Scope, Window
from digests.questions.digest import digest, why
from digests.questions.requests import DigestRequest
from digests.store.base import PostedStory, Store
from tests.digests.questions.conftest import NOW

WEEK = DigestRequest(Window(NOW - timedelta(days=7), NOW))


def composed(store: Store, request: DigestRequest = WEEK) -> Digest:
    """Compose a digest."""
    with store.reading() as queries:
        return digest(queries, request, NOW)


def test_one_story_a_happening(store: Store) -> None:
    """Four articles on the lander are one story, two on the explosion another."""
    stories = composed(store).stories
    assert [len(story.outlets) for story in stories] == [3, 2]
    assert "Selene-4" in stories[0].headline and "Tavi" in stories[1].headline


@pytest.mark.parametrize("length", list(Length))
def test_every_sentence_stands_in_its_article(store: Store, length: Length) -> None:
    """Text, span, article and citation number agree, at every length."""
    answer = composed(store, replace(WEEK, length=length))
    with store.reading() as queries:
        articles = queries.articles([card.id for card in answer.citations])
    lines: list[Line | SpokenLine] = [line for story in answer.stories for line in story.lines]
    lines += [story.quote for story in answer.stories if story.quote]
    assert bool(lines) is (length is not Length.HEADLINES)
    for line in lines:
        assert articles[line.cited.article.id].text[line.cited.start : line.cited.end] == line.cited.text
        assert answer.citations[line.number - 1].id == line.cited.article.id


@pytest.mark.parametrize(
    ("length", "most"), [(Length.HEADLINES, 0), (Length.BRIEF, 1), (Length.STANDARD, 2), (Length.FULL, 3)]
)
def test_length_is_kept(store: Store, length: Length, most: int) -> None:
    """No more sentences than the length allows; a quotation only in full."""
    stories = composed(store, replace(WEEK, length=length)).stories
    assert max(len(story.lines) for story in stories) == most
    assert any(story.quote for story in stories) is (length is Length.FULL)


def test_scope_narrows_by_topic_and_outlet(store: Store) -> None:
    """Topics match the words, outlets filter the articles."""
    assert [s.headline for s in composed(store, replace(WEEK, scope=Scope(topics=("Woomera",)))).stories] != []
    assert all("Tavi" in s.headline for s in composed(store, replace(WEEK, scope=Scope(topics=("Woomera",)))).stories)
    without = composed(store, replace(WEEK, scope=Scope(exclude_outlets=("polar wire",))))
    assert "Polar Wire" not in {card.outlet for story in without.stories for card in story.outlets}


def test_scope_narrows_by_person(store: Store) -> None:
    """Only what names her; nobody by that name gives nothing, not everything."""
    assert len(composed(store, replace(WEEK, scope=Scope(people=("Lindqvist",)))).stories) == 1
    assert composed(store, replace(WEEK, scope=Scope(people=("Nobodyson",)))).stories == ()


def test_an_empty_window_is_empty(store: Store) -> None:
    """Nothing is made up."""
    long_ago = Window(datetime(2001, 1, 1, tzinfo=UTC), datetime(2001, 1, 2, tzinfo=UTC))
    answer = composed(store, replace(WEEK, window=long_ago))
    assert (answer.stories, answer.considered, answer.articles) == ((), 0, 0)


def posted(store: Store, upto: datetime, destination: str) -> None:
    """Note that what was known until then was posted."""
    early = composed(store, replace(WEEK, window=Window(WEEK.window.start, upto)))
    with store.writing() as writes:
        found = writes.stories([story.story_id for story in early.stories])
        known = {key: tuple(c.id for c in one.articles if c.published_at < upto) for key, one in found.items()}
        writes.put_posted([
            PostedStory(destination, s.story_id, upto, known[s.story_id],
                        (s.headline, *(line.cited.text for line in s.lines)))
            for s in early.stories
        ])  # fmt: skip


def test_a_posted_story_comes_back_only_with_news(store: Store) -> None:
    """The drill's stop is an update; the explosion has nothing new and is left out, with its reason."""
    posted(store, NOW - timedelta(hours=6), "terminal/-/news")
    again = composed(store, replace(WEEK, destination="terminal/-/news"))
    assert len(again.stories) == 1
    update = again.stories[0].update
    assert update is not None and ("drill" in update.cited.text or "motor" in update.cited.text)
    assert [left.reason for left in again.left_out] == ["already posted, and nothing new since"]


def test_other_destinations_are_not_affected(store: Store) -> None:
    """Memory is a channel's own."""
    posted(store, NOW - timedelta(hours=6), "terminal/-/one")
    assert len(composed(store, replace(WEEK, destination="terminal/-/other")).stories) == 2


@pytest.mark.parametrize(("url", "change", "verdict"), [
    ("https://orbit.example/0", {}, Verdict.IN),
    ("HTTPS://Orbit.example/0?utm_source=x#top", {}, Verdict.IN),
    ("https://polar.example/4", {"stories": 1}, Verdict.RANKED_OUT),
    ("https://polar.example/4", {"scope": Scope(topics=("drill",))}, Verdict.OUT_OF_SCOPE),
    ("https://polar.example/4", {"scope": Scope(exclude_outlets=("Polar",))}, Verdict.OUT_OF_SCOPE),
    ("https://polar.example/4", {"window": Window(NOW - timedelta(hours=8), NOW)}, Verdict.OUT_OF_WINDOW),
    ("https://nowhere.example/x", {}, Verdict.UNKNOWN),
    ("no address at all", {}, Verdict.UNKNOWN),
])  # fmt: skip
def test_why_answers_for_each_article(store: Store, url: str, change: dict[str, object], verdict: Verdict) -> None:
    """In, ranked out, out of scope or window, or not stored."""
    with store.reading() as queries:
        answer = why(queries, url, replace(WEEK, **change), NOW)  # type: ignore[arg-type]
    assert answer.verdict is verdict
    assert answer.sentence.endswith(".")
