"""Commands on a real archive: in, and out again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from digests.newsroom import IngestOptions
from tests.bot.cli.conftest import ARTICLES, Downlink


def test_ingest_prints_its_counts(downlink: Downlink, archive: str) -> None:
    """The line that scripts read, exactly; safe to repeat."""
    assert downlink("ingest", archive) == (0, "2 new, 0 known, 0 duplicates, 0 rejected\n", "")
    assert downlink("ingest", archive) == (0, "0 new, 2 known, 0 duplicates, 0 rejected\n", "")


def test_an_update_is_told_apart(downlink: Downlink, archive: str) -> None:
    """On a line of its own, so that the first stays what scripts expect."""
    downlink("ingest", archive)
    path = Path(archive)
    path.write_text(path.read_text(encoding="utf-8").replace("two telescopes", "three telescopes"), encoding="utf-8")
    assert downlink("ingest", archive).out == "0 new, 1 known, 0 duplicates, 0 rejected\n1 updated\n"


def test_rejections_are_told_with_their_reasons(downlink: Downlink, archive: str) -> None:
    """On standard error, a line each; status 1; the rest is stored."""
    with Path(archive).open("a", encoding="utf-8") as file:
        file.write('nonsense\n{"id": "3"}\n')
    said = downlink("ingest", archive)
    assert (said.status, said.out) == (1, "2 new, 0 known, 0 duplicates, 2 rejected\n")
    assert [line.startswith(f"rejected: {archive}") for line in said.err.splitlines()] == [True, True]
    assert "line 3" in said.err and "line 4" in said.err


def test_ingest_for_programs(downlink: Downlink, archive: str) -> None:
    """JSON has the counts and the reasons."""
    report = json.loads(downlink("ingest", archive, "/no/such/file", "--format", "json").out)
    assert (report["new"], report["rejected"], len(report["rejections"])) == (2, 1, 1)
    assert set(report["rejections"][0]) == {"where", "reason"}


def test_a_dry_run_stores_nothing(downlink: Downlink, archive: str) -> None:
    """It counts what would happen."""
    assert downlink("ingest", "--dry-run", archive).out.startswith("2 new")
    assert downlink("articles").status == 1


def test_nothing_to_ingest(downlink: Downlink, tmp_path: Path) -> None:
    """An empty folder is nothing to do it on: status 1."""
    (tmp_path / "empty").mkdir()
    assert downlink("ingest", str(tmp_path / "empty")).status == 1


def test_asking(downlink: Downlink, archive: str) -> None:
    """A dossier as text, with role and quotation."""
    downlink("ingest", archive)
    said = downlink("ask", "/who Rogozin")
    assert said.status == 0
    assert "“I did what I could" in said.out and "chief executive" in said.out


def test_asking_for_programs(downlink: Downlink, archive: str) -> None:
    """The neutral reply, whatever became of the question."""
    downlink("ingest", archive)
    assert json.loads(downlink("ask", "/who Rogozin", "--format", "json").out)["kind"] == "dossier"
    mistake = downlink("ask", "/digset", "--format", "json")
    assert (mistake.status, json.loads(mistake.out)["outcome"]) == (2, "mistake")


@pytest.mark.parametrize(("question", "status"), [("/who Xyzzy", 1), ("/digset", 2), ("/ask x", 1), ("/help", 0)])
def test_asking_exits_by_the_outcome(question: str, status: int, downlink: Downlink) -> None:
    """0 done, 1 nothing found, 2 asked badly; errors go to standard error."""
    said = downlink("ask", question)
    assert said.status == status
    assert bool(said.err) == (status == 2)


def test_a_digest_with_options(downlink: Downlink, archive: str) -> None:
    """Period, outlet, length."""
    downlink("ingest", archive)
    both = downlink("digest", "--since", "2022-07-14", "--until", "15 Jul 2022")
    assert both.status == 0 and "Rogozin leaves Roscosmos" in both.out and "Comet over Chile" in both.out
    one = downlink("digest", "--period", "July 2022", "--outlet", "Sky Ledger", "--length", "headlines")
    assert "Comet over Chile" in one.out and "Rogozin leaves" not in one.out
    assert json.loads(downlink("digest", "--period", "July 2022", "--format", "json").out)["kind"] == "digest"


def test_an_empty_digest_says_what_would_not_be(downlink: Downlink, archive: str) -> None:
    """The newest date, and a command that works when it is typed."""
    downlink("ingest", archive)
    said = downlink("digest")
    assert said.status == 1 and "/digest 15 Jul 2022" in said.out
    assert downlink("ask", "/digest 15 Jul 2022").status == 0


def test_lists(downlink: Downlink, archive: str) -> None:
    """Articles, stories and people: filtered, paged, for people and for programs."""
    downlink("ingest", archive)
    rows = downlink("articles").out.splitlines()
    assert len(rows) == 2 and rows[0].startswith("2022-07-15 09:00  Orbit Daily  Rogozin")
    assert "Comet" in downlink("articles", "--limit", "1", "--page", "2").out
    assert "Comet" not in downlink("articles", "--since", "15 Jul 2022").out
    assert "Rogozin" not in downlink("articles", "--until", "2022-07-14").out
    (row,) = downlink("articles", "--outlet", "orbit", "--format", "json").out.splitlines()
    assert json.loads(row)["published_at"] == "2022-07-15T09:00:00Z"
    assert len(downlink("stories").out.splitlines()) == 2
    people = [json.loads(line)["name"] for line in downlink("people", "--format", "json").out.splitlines()]
    assert "Dmitry Rogozin" in people


def test_the_evidence_of_a_merge(downlink: Downlink, archive: str) -> None:
    """Each form with why it was taken for the person and where it was first met; nobody is status 1."""
    with Path(archive).open("a", encoding="utf-8") as file:
        more = {"title": "Again", "text": "Dmitri Rogosin left Moscow on Sunday. Rogosin said the flight was long.",
                "outlet": "Other Daily", "published_at": "2022-07-17T09:00:00Z"}  # fmt: skip
        file.write(json.dumps(more) + "\n")
    downlink("ingest", archive)
    said = downlink("people", "why", "Rogozin")
    assert said.status == 0
    assert "Dmitry Rogozin: the name itself; 1 article, first 2022-07-15 in Orbit Daily" in said.out
    assert "Dmitri Rogosin: spellings of one first name and surname: another transliteration" in said.out
    (row,) = map(json.loads, downlink("people", "why", "Dmitry", "Rogozin", "--format", "json").out.splitlines())
    assert {form["name"] for form in row["forms"]} == {"Dmitry Rogozin", "Dmitri Rogosin"} and row["apart"] == []
    assert downlink("people", "why", "Zzyzx") == (1, "", "Nobody by the name of Zzyzx is stored.\n")


@pytest.mark.parametrize("noun", ["articles", "stories", "people"])
def test_an_empty_list(noun: str, downlink: Downlink) -> None:
    """Nothing on standard output, a word on standard error, status 1."""
    assert downlink(noun) == (1, "", f"No {noun} here.\n")


def test_the_databases_care(downlink: Downlink, archive: str, tmp_path: Path) -> None:
    """Check, upgrade, back up; a copy is a database like the original."""
    downlink("ingest", archive)
    assert downlink("db", "check") == (0, "The database is whole.\n", "")
    assert downlink("db", "upgrade").status == 0
    copy = tmp_path / "copy.db"
    assert downlink("db", "backup", str(copy)).status == 0
    assert len(downlink("--database-url", f"sqlite:///{copy}", "articles").out.splitlines()) == 2
    assert downlink("db", "backup", str(copy)).status == 2


def test_a_file_that_is_no_database(downlink: Downlink, tmp_path: Path) -> None:
    """One sentence, no trace; ``db check`` finds what is wrong."""
    (tmp_path / "test.db").write_bytes(b"this is no database" * 1000)
    asked, checked = downlink("articles"), downlink("db", "check")
    assert (asked.status, asked.err.count("\n")) == (2, 1)
    assert (checked.status, checked.err) == (1, "")


def test_a_prompt_without_a_keyboard(downlink: Downlink, archive: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines from standard input are answered one by one; a number chooses."""
    import io

    downlink("ingest", archive)
    monkeypatch.setattr("sys.stdin", io.StringIO("who Rogozin\n1\n"))
    said = downlink("prompt")
    assert said.status == 0
    assert "Roles, as the articles word them" in said.out and "Every article" in said.out


def test_an_interrupted_ingest(downlink: Downlink, archive: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C after the first article: what is stored is said and stays, status 130, and repeating goes on."""
    from digests.newsroom import Newsroom

    whole = Newsroom.ingest

    async def first_alone(self: Newsroom, sources: object, options: IngestOptions, *, progress: object = None) -> None:
        Path(archive).write_text(json.dumps(ARTICLES[0]) + "\n", encoding="utf-8")
        await whole(self, [archive], options)
        raise KeyboardInterrupt

    monkeypatch.setattr(Newsroom, "ingest", first_alone)
    said = downlink("ingest", archive)
    assert (said.status, said.out) == (130, "")
    assert "1 new, 1 in all" in said.err
    monkeypatch.setattr(Newsroom, "ingest", whole)
    Path(archive).write_text("".join(json.dumps(article) + "\n" for article in ARTICLES), encoding="utf-8")
    assert downlink("ingest", archive).out.startswith("1 new, 1 known")
