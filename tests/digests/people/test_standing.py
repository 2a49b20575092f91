"""Roles stand as current, former or disputed by what articles say and when."""

from datetime import UTC, datetime, timedelta

from digests.answers import Standing
from digests.model import ArticleCard, Cited, RoleSighting, Tenure
from digests.people.offices import office
from digests.people.standing import holders, weigh

DAY = datetime(2022, 7, 1, tzinfo=UTC)
ROGOZIN, BORISOV, ROSCOSMOS = 1, 2, 10
NAMES = {ROGOZIN: "Dmitry Rogozin", BORISOV: "Yuri Borisov"}


def seen(who: int, role: str, day: int, tenure: Tenure = Tenure.CURRENT, at: int | None = ROSCOSMOS) -> RoleSighting:
    """Make a sighting `day` days into July."""
    card = ArticleCard(f"{who}{role}{day}", "T", "O", DAY + timedelta(days=day))
    return RoleSighting(who, role, "Roscosmos" if at else None, at, tenure, Cited(role, card, 0, 4))


def test_an_appointment_makes_the_predecessor_former() -> None:
    """Newer articles give his office to somebody else."""
    mine = [seen(ROGOZIN, "chief executive", 0), seen(ROGOZIN, "head", 10)]
    lines = weigh(mine, [seen(BORISOV, "head", 15)], NAMES)
    assert {line.standing for line in lines} == {Standing.FORMER}
    assert lines[0].holder == "Yuri Borisov" and lines[0].because is not None


def test_the_successor_is_current() -> None:
    """Who came after holds it now."""
    lines = weigh([seen(BORISOV, "head", 15)], [seen(ROGOZIN, "head", 10)], NAMES)
    assert [line.standing for line in lines] == [Standing.CURRENT]


def test_worded_as_former_is_former() -> None:
    """An article's own "former" needs no rival, and covers other words for the office."""
    lines = weigh([seen(ROGOZIN, "chief", 3), seen(ROGOZIN, "head", 20, Tenure.FORMER)], [], NAMES)
    assert {line.standing for line in lines} == {Standing.FORMER}


def test_the_first_article_on_the_successor_is_cited() -> None:
    """It tells of the change; later ones only know of it."""
    rivals = [seen(BORISOV, "head", 15), seen(BORISOV, "head", 90)]
    (line,) = weigh([seen(ROGOZIN, "head", 10)], rivals, NAMES)
    assert line.because == rivals[0].cited
    (line,) = weigh([seen(ROGOZIN, "head", 10), seen(ROGOZIN, "head", 16, Tenure.FORMER)], rivals, NAMES)
    assert line.because == rivals[0].cited


def test_a_predecessor_is_no_successor() -> None:
    """Who had the office before has not had it since."""
    mine = [seen(BORISOV, "head", 15), seen(BORISOV, "head", 80, Tenure.FORMER)]
    (line,) = weigh(mine, [seen(ROGOZIN, "head", 10)], {ROGOZIN: "Dmitry Rogozin"})
    assert line.standing is Standing.FORMER and line.holder is None


def test_a_wording_inside_a_sentence_is_shown() -> None:
    """A capital of a sentence's start is none of the role's."""
    (line,) = weigh([seen(ROGOZIN, "cosmonaut", 0), seen(ROGOZIN, "Cosmonaut", 9)], [], NAMES)
    assert line.role == "cosmonaut"


def test_articles_in_conflict_stand_side_by_side() -> None:
    """Both are given the office over the same weeks: disputed."""
    mine = [seen(ROGOZIN, "head", 0), seen(ROGOZIN, "head", 20)]
    lines = weigh(mine, [seen(BORISOV, "head", 5), seen(BORISOV, "head", 25)], NAMES)
    assert [line.standing for line in lines] == [Standing.DISPUTED]


def test_many_may_be_engineers() -> None:
    """Only offices can be lost to somebody else."""
    lines = weigh([seen(ROGOZIN, "engineer", 0)], [seen(BORISOV, "engineer", 9)], NAMES)
    assert [line.standing for line in lines] == [Standing.CURRENT]


def test_one_line_a_wording_with_first_and_last() -> None:
    """The same words over several articles are one line."""
    lines = weigh([seen(ROGOZIN, "head", 0), seen(ROGOZIN, "Head", 9)], [], NAMES)
    assert len(lines) == 1
    assert (lines[0].first_seen, lines[0].last_seen, lines[0].articles) == (DAY, DAY + timedelta(days=9), 2)


def test_an_organisation_names_its_head_first() -> None:
    """Current offices, then other roles, then former ones."""
    every = [seen(ROGOZIN, "head", 0), seen(BORISOV, "head", 15), seen(3, "spokesman", 16)]
    lines = holders(every, {**NAMES, 3: "Dmitry Strugovets"})
    assert [(line.holder, line.standing) for line in lines] == [
        ("Yuri Borisov", Standing.CURRENT),
        ("Dmitry Strugovets", Standing.CURRENT),
        ("Dmitry Rogozin", Standing.FORMER),
    ]


def test_offices_by_other_words() -> None:
    """Head and chief executive are one office; a deputy is another; a vice president is none."""
    assert office("head") == office("chief executive") == office("CEO")
    assert office("deputy prime minister") != office("prime minister")
    assert office("vice president") is None


def test_words_without_an_organisation_join_the_only_one() -> None:
    """ "Administrator Nelson" is the administrator of NASA that other articles name."""
    lines = weigh([seen(ROGOZIN, "head", 0), seen(ROGOZIN, "Head", 5, at=None)], [], NAMES)
    assert [(line.organisation, line.articles) for line in lines] == [("Roscosmos", 2)]


def test_a_former_role_is_dated_by_when_it_was_held() -> None:
    """ "former head" in September doesn't make him head in September."""
    mine = [seen(ROGOZIN, "head", 3), seen(ROGOZIN, "head", 80, Tenure.FORMER)]
    line = weigh(mine, [], NAMES)[0]
    assert (line.standing, line.last_seen) == (Standing.FORMER, DAY + timedelta(days=3))
