"""Dossiers, quotations, stories, timelines, search and trends stand on the stored articles."""

from datetime import timedelta

import pytest

from digests.answers import Found, Nobody, Several, StoryChoices, StoryPage, Timeline
from digests.errors import BadQuery
from digests.model import Window
from digests.questions import search, story, timeline, trending, who
from digests.store.base import Store
from tests.digests.questions.conftest import NOW

QUOTE = "We have waited eleven years for this landing and the vehicle is in good health"


@pytest.mark.parametrize(
    "asked", ["Orlenko", "orlenko", "Pavel Orlenko", "P. Orlenko", "Орленко", "Orlenk", "Orlenko Pavel"]
)
def test_who_finds_him_by_any_spelling(store: Store, asked: str) -> None:
    """One person."""
    with store.reading() as queries:
        finding = who.find_name(queries, asked)
    assert isinstance(finding, Found) and finding.entity.name == "Pavel Orlenko"


def test_a_first_name_of_two_asks(store: Store) -> None:
    """Both Pavels, each with his role."""
    with store.reading() as queries:
        finding = who.find_name(queries, "Pavel")
    assert isinstance(finding, Several)
    roles = {candidate.entity.name: candidate.role for candidate in finding.candidates}
    assert set(roles) == {"Pavel Orlenko", "Pavel Sorokin"}
    assert "founder" in (roles["Pavel Sorokin"] or "")


@pytest.mark.parametrize("asked", ["#²", "#999999", "#" + "9" * 30])
def test_a_number_that_is_none_is_nobody(store: Store, asked: str) -> None:
    """Whatever stands after the sign."""
    with store.reading() as queries:
        assert isinstance(who.find_name(queries, asked), Nobody)
        found = story.story(queries, asked)
        assert isinstance(found, StoryChoices) and not found.stories


def test_nobody_names_the_nearest(store: Store) -> None:
    """With what is stored, for the reply."""
    with store.reading() as queries:
        finding = who.find_name(queries, "Zzyzx")
    assert isinstance(finding, Nobody) and finding.totals.articles == 6


def test_a_dossier_has_roles_quotes_and_stories(store: Store) -> None:
    """His role as worded; his words once although two outlets carry them, verbatim."""
    with store.reading() as queries:
        finding = who.find_name(queries, "Orlenko")
        assert isinstance(finding, Found)
        dossier = who.dossier(queries, finding.entity.id, NOW)
        assert dossier is not None
        texts = queries.articles({said.quote.cited.article.id for said in dossier.quotes})
    assert [(role.role, role.organisation) for role in dossier.roles] == [("chief executive", "Lunar Works Agency")]
    assert [said.quote.cited.text.strip(",.") for said in dossier.quotes] == [QUOTE]
    assert len(dossier.quotes[0].also) == 1
    cited = dossier.quotes[0].quote.cited
    assert texts[cited.article.id].text[cited.start : cited.end] == cited.text
    assert sum(week.count for week in dossier.activity) == 3
    assert [s.articles for s in dossier.stories] == [4]


def test_quotes_about_a_topic(store: Store) -> None:
    """Only those whose words or headline hold it."""
    with store.reading() as queries:
        finding = who.find_name(queries, "Lindqvist")
        assert isinstance(finding, Found)
        about = who.quotes(queries, finding.entity.id, "motor", 1)
        nothing = who.quotes(queries, finding.entity.id, "budget", 1)
    assert about is not None and about.total == 1
    assert nothing is not None and nothing.total == 0


def test_a_story_by_words_or_number(store: Store) -> None:
    """Its developments by day, who said what, and all its articles."""
    with store.reading() as queries:
        page = story.story(queries, "Selene-4 lander")
        assert isinstance(page, StoryPage)
        again = story.story(queries, f"#{page.story.id}")
        none = story.story(queries, "submarine volcano")
    assert again == page
    assert len(page.story.articles) == 4 and len(page.developments) == 2
    assert {said.speaker for said in page.said} == {"Pavel Orlenko", "Marta Lindqvist"}
    assert isinstance(none, StoryChoices) and none.stories == ()


def test_a_timeline_of_a_name_is_dated_and_cited(store: Store) -> None:
    """Oldest first on a page."""
    with store.reading() as queries:
        events = timeline.timeline(queries, "Tavi", 1)
    assert isinstance(events, Timeline) and len(events.events) == 1
    assert events.citations[events.events[0].line.number - 1].id == events.events[0].line.cited.article.id
    assert events.events[0].moment == events.events[0].line.cited.article.published_at


def test_search_takes_words_phrases_and_filters(store: Store) -> None:
    """Every part narrows."""

    def total(asked: str) -> int:
        with store.reading() as queries:
            return search.search(queries, asked, 1).result.total

    assert total("lander") == 4
    assert total('"south pole" -drill') == 1
    assert total("lander outlet:polar") == 1
    assert total("lander after:2031-05-11") == 1
    assert total("submarine") == 0


@pytest.mark.parametrize("asked", ["", "   ", "-only", "moon after:yesterday", '""'])
def test_a_search_that_makes_no_sense_is_explained(store: Store, asked: str) -> None:
    """With an example."""
    with store.reading() as queries, pytest.raises(BadQuery, match="Example"):
        search.search(queries, asked, 1)


def test_trending_needs_two_outlets_and_a_surplus(store: Store) -> None:
    """Orlenko is in the news; she who was named once is not."""
    with store.reading() as queries:
        trends = trending.trending(queries, Window(NOW - timedelta(days=3), NOW)).trends
    names = [trend.entity.name for trend in trends]
    assert "Pavel Orlenko" in names and "Marta Lindqvist" not in names
