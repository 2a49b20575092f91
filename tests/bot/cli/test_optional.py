"""Settings of optional models, as the commands that need them take them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Downlink
from tests.optional_spacy import TEXT, forget, install, without


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Install a stand-in for spaCy, with a model that works and one that doesn't."""
    install(tmp_path / "site", monkeypatch, "toy_names", "toy_broken")
    yield
    forget(monkeypatch)


@pytest.fixture
def article(tmp_path: Path) -> str:
    """Write an article with a name that a model's help is needed for."""
    (tmp_path / "may.txt").write_text(TEXT, encoding="utf-8")
    return str(tmp_path / "may.txt")


def taken(downlink: Downlink, article: str, jobs: str = "0") -> str:
    """Take the article in; list who is known then."""
    said = downlink("ingest", article, "--jobs", jobs, "--outlet", "Sky", "--published-at", "2022-07-15")
    assert said.status == 0, said
    return downlink("people").out


@pytest.mark.parametrize("jobs", ["0", "1"])
def test_a_spacy_models_names_are_stored(
    downlink: Downlink, site: None, article: str, monkeypatch: pytest.MonkeyPatch, jobs: str
) -> None:
    """They are people like any other."""
    monkeypatch.setenv("DOWNLINK_SPACY_MODEL", "toy_names")
    people = taken(downlink, article, jobs)
    assert "Will May" in people and "Dmitry Rogozin" in people


def test_without_it_they_are_not(downlink: Downlink, site: None, article: str) -> None:
    """That spaCy is installed changes nothing."""
    people = taken(downlink, article)
    assert "Will May" not in people and "Dmitry Rogozin" in people


@pytest.mark.parametrize("command", [("digest",), ("ingest", "x.txt"), ("run",), ("run", "--role", "fetch")])
def test_a_model_that_is_not_there_ends_the_start(
    downlink: Downlink, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    """One line with the fix; no database is made."""
    without(monkeypatch)
    monkeypatch.setenv("DOWNLINK_SPACY_MODEL", "en_core_web_sm")
    monkeypatch.setenv("DOWNLINK_FEEDS", "https://news.example/feed.xml")
    monkeypatch.setenv("DOWNLINK_SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("DOWNLINK_SLACK_APP_TOKEN", "xapp-1")
    said = downlink(*command)
    assert (said.status, said.out) == (2, "")
    assert said.err == (
        'downlink: spacy_model is set but can\'t be used: spaCy is not installed: pip install "spacy>=3.8".\n')
    assert not (tmp_path / "test.db").exists()


def test_a_model_that_does_not_load_ends_the_start(
    downlink: Downlink, site: None, article: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it was to read feeds or a file; nothing is read by half of the reader."""
    monkeypatch.setenv("DOWNLINK_SPACY_MODEL", "toy_broken")
    line = ('downlink: the spaCy model "toy_broken" can\'t be loaded (ValueError): '
            "python -m spacy validate says which version fits.")
    said = downlink("ingest", article, "--outlet", "Sky", "--published-at", "2022-07-15")
    assert said.status == 2 and said.err.splitlines()[-1] == line and "Traceback" not in said.err
    said = downlink("run", "--role", "fetch")
    assert said.status == 2 and said.err.splitlines()[-1] == line and "Traceback" not in said.err


def test_what_a_model_adds_can_be_seen(downlink: Downlink, site: None, tmp_path: Path) -> None:
    """Beside what is read without it; a model that doesn't load is no record's fault."""
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "1", "text": TEXT}) + "\n", encoding="utf-8")

    def names(*more: str) -> set[str]:
        said = downlink("inspect", "article", "a.jsonl", *more)
        assert said.status == 0, said
        return {mention["name"] for mention in json.loads(said.out)["mentions"]}

    assert names("--spacy-model", "toy_names") - names() == {"Will May", "Next Day"}
    said = downlink("inspect", "article", "a.jsonl", "--spacy-model", "toy_broken")
    assert (said.status, said.out) == (2, "") and said.err.startswith('downlink: the spaCy model "toy_broken"')


def test_the_doctor_tries_both_models(
    downlink: Downlink, site: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is wrong with each has a line and a fix, and the exit status says so."""
    monkeypatch.setenv("DOWNLINK_SPACY_MODEL", "toy_broken")
    monkeypatch.setenv("DOWNLINK_LLM_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("DOWNLINK_LLM_MODEL", "small-1")
    said = downlink("doctor")
    assert said.status == 1
    assert "FAIL  spaCy model: The spaCy model" in said.out and "FAIL  Language model: small-1: it can't" in said.out
