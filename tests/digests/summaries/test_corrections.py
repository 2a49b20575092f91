"""What is corrected or withdrawn is not told any more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digests.store.base import StoredReading
from digests.summaries.extractive import sentences, summarise
from tests.digests.summaries.making import stored

WRONG = "Dmitry Rogozin had led the Russian space agency Roscosmos since 2011 as its director general."
OTHER = "President Vladimir Putin put Yury Borisov in charge of the Russian space agency Roscosmos on Friday."
AGAIN = "President Vladimir Putin put Yury Borisov at the head of the agency Roscosmos in Moscow on Friday."


def report(outlet: str = "Outlet a") -> StoredReading:
    """A report with a slip in it."""
    made = stored("a", f"{WRONG} {OTHER}", "Putin removes Rogozin")
    return replace(made, article=replace(made.article, outlet=outlet))


def note(title: str, text: str, hours: float = 3) -> StoredReading:
    """A later note of the same outlet."""
    made = stored("n", text, title, hours=hours)
    return replace(made, article=replace(made.article, outlet="OUTLET A"))


def told(*articles: StoredReading) -> set[str]:
    """All that a summary may say of a story."""
    return {cited.text for cited in sentences(articles)} | {
        cited.text for cited in summarise(articles, sentences=9)}


@pytest.mark.parametrize("text", [
    "Dmitry Rogozin became director general of the Russian space agency Roscosmos in 2018, not 2011.",
    "We gave a wrong year for Rogozin at the Russian space agency Roscosmos. The year 2011, which we had printed, is "
    "that in which he joined the government; he became its director general in 2018.",
    "We incorrectly said that Rogozin had led the Russian space agency Roscosmos since 2011. It was since 2018.",
    "Rogozin has led the Russian space agency Roscosmos since 2018 instead of since 2011.",
])
def test_a_correction_replaces_what_it_corrects(text: str) -> None:
    """The figure called wrong is gone, the rest of the report stays."""
    second = stored("b", AGAIN, "Borisov", hours=1)
    assert WRONG in told(report(), second)
    left = told(report(), second, note("Correction: Rogozin's years", text))
    assert WRONG not in left
    assert OTHER in left


def test_a_correction_is_for_its_own_outlet_and_the_past() -> None:
    """Another outlet's sentence is not its to take back, and neither is a later one."""
    text = "Dmitry Rogozin became director general of the Russian space agency Roscosmos in 2018, not 2011."
    assert WRONG in told(report("Outlet c"), note("Correction: Rogozin's years", text))
    assert WRONG in told(report(), note("Correction: Rogozin's years", text, hours=-3))
    assert WRONG in told(report(), note("Rogozin's years", text)), "only a note that says it is one"


def test_a_retraction_takes_back_the_whole_report() -> None:
    """Nothing of it is told; the other outlet's report is, and what the outlet reported of something else."""
    second = stored("b", AGAIN, "Borisov", hours=1)
    left = told(report(), second, note("Retraction: Putin removes Rogozin", "Outlet a has withdrawn its report."))
    assert not {WRONG, OTHER} & left
    assert AGAIN in left
    left = told(report(), note("Retraction: story on a heavy rocket", "Outlet a withdrew its story on a rocket."))
    assert {WRONG, OTHER} <= left


def test_notes_about_the_report_itself_are_no_news() -> None:
    """What was wrong is for the note, not for a summary."""
    text = ("An early version of our report on the agency Roscosmos gave a wrong year. We regret the slip. "
            "The report on the agency has been corrected by Outlet a in Moscow.")
    assert told(note("Correction", text)) == set()
