"""What ``downlink doctor`` says of optional models, against a server that misbehaves and a stand-in for spaCy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.checks.findings import Finding, State
from bot.checks.models import language_model, spacy_model
from bot.config import Settings
from tests.digests.summaries.model_server import (
    Handler,
    cut_off,
    endless,
    listing,
    packed,
    serving,
    slow,
    wanting,
    with_content,
    with_status,
)
from tests.optional_spacy import forget, install, without

WELL = with_content('{"well": true}')
KEY = "sk-" + "hush"


def settings(url: str | None, **more: Any) -> Settings:
    return Settings.model_validate({"llm_url": url, "llm_model": "small-1", "llm_key": KEY, **more})


async def found(behave: Handler, models: Handler | None = None, seconds: float = 5.0, **more: Any) -> Finding:
    """Check against a server that behaves so; what is said must never have the key in it."""
    async with serving(behave, models) as server:
        finding, = await language_model(settings(server.url, **more), seconds)
    assert KEY not in finding.said + finding.fix
    return finding


async def test_a_model_that_answers() -> None:
    """With the key, in the form asked for."""
    async with serving(wanting(KEY, WELL)) as server:
        finding, = await language_model(settings(server.url))
    assert (finding.state, finding.said) == (State.WELL, "small-1 answers in the form asked for.")
    assert server.bodies[0]["model"] == "small-1" and server.bodies[0]["response_format"]["type"] == "json_schema"


async def test_nothing_is_said_of_what_is_not_set() -> None:
    """A model or a key without an address is worth a word."""
    assert await language_model(Settings()) == []
    lone, = await language_model(settings(None))
    assert lone.state is State.NOTE and "set DOWNLINK_LLM_URL, or take DOWNLINK_LLM_MODEL out" in lone.fix
    lone, = await language_model(settings(None, llm_model=None))
    assert lone.state is State.NOTE and "take DOWNLINK_LLM_KEY out" in lone.fix


MANY = tuple(f"model-{number:02}" for number in range(30))
WRONG: Mapping[str, tuple[Handler, Handler | None, str, str]] = {
    "a wrong key": (wanting("another", WELL), None, "does not accept the key", "DOWNLINK_LLM_KEY"),
    "a key that may not": (with_status(403), None, "does not accept the key", "DOWNLINK_LLM_KEY"),
    "an unknown model": (with_status(404), listing("tiny", "large"), "does not know small-1", "has: large, tiny"),
    "many others": (with_status(400), listing(*MANY), "does not know small-1", "model-07 …"),
    "a model for something else": (with_status(400), listing("small-1"), "refuses the question", "chat completions"),
    "no such address": (with_status(404), None, "Nothing at the address", "such as /v1"),
    "a broken list": (with_status(404), with_content("[1]"), "Nothing at the address", "such as /v1"),
    "a list that fails": (with_status(404), with_status(500), "Nothing at the address", "such as /v1"),
    "elsewhere": (with_status(302, Location="http://evil.example/"), None, "status 302", "redirects are not followed"),
    "too many": (with_status(429, **{"Retry-After": "0"}), None, "status 429", "limits of the key"),
    "a failing server": (with_status(500), None, "status 500", "log of that server"),
    "slow": (slow, None, "longer than 0.6 s", "a quicker model"),
    "cut off": (cut_off, None, "can't be reached", "start the server"),
    "endless": (endless, None, "longer than 64,000 bytes", "response_format"),
    "packed": (packed, None, "packed", "response_format"),
    "no JSON": (with_content("Of course! All is well."), None, "not the JSON", "response_format"),
    "other JSON": (with_content("[1]"), None, "not the JSON", "response_format"),
    "cut short": (with_content('{"we', "length"), None, "cut off", "response_format"),
}  # fmt: skip


@pytest.mark.parametrize("way", WRONG)
async def test_what_is_wrong_has_its_own_fix(way: str) -> None:
    """The address, the key, the model and the server are told apart."""
    behave, models, said, fix = WRONG[way]
    finding = await found(behave, models, 0.6 if way == "slow" else 5.0)
    assert finding.state is State.FAILED and said in finding.said and fix in finding.fix


async def test_a_key_that_is_missing() -> None:
    """It is told from one that is refused."""
    assert "none is set" in (await found(wanting(KEY, WELL), llm_key=None)).said


async def test_a_model_without_a_name() -> None:
    """Nobody is asked."""
    async with serving(WELL) as server:
        finding, = await language_model(settings(server.url, llm_model=None))
    assert finding.state is State.FAILED and "DOWNLINK_LLM_MODEL" in finding.fix and server.bodies == []


async def test_nobody_answers() -> None:
    """The address is wrong, or the server does not run."""
    finding, = await language_model(settings("http://127.0.0.1:9/v1"))
    assert "can't be reached" in finding.said and "DOWNLINK_LLM_URL" in finding.fix


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Install the stand-in with its models."""
    install(tmp_path / "site", monkeypatch, "toy_names", "toy_broken", "toy_blank")
    yield
    forget(monkeypatch)


@pytest.mark.parametrize(("model", "said", "fix"), [
    ("toy_gone", 'There is no spaCy model "toy_gone" here', "spacy download"),
    ("toy_broken", "can't be loaded (ValueError)", "spacy validate"),
    ("toy_blank", "finds no people", "set another"),
])
def test_a_spacy_model_that_is_no_use(site: None, model: str, said: str, fix: str) -> None:
    """Each has a fix of its own."""
    finding, = spacy_model(Settings.model_validate({"spacy_model": model}))
    assert finding.state is State.FAILED and said in finding.said and fix in finding.fix
    assert "or take DOWNLINK_SPACY_MODEL out" in finding.fix


def test_a_spacy_model(site: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Well where it loads, a failure where spaCy is missing, nothing where none is set."""
    chosen = Settings.model_validate({"spacy_model": "toy_names"})
    assert [finding.state for finding in spacy_model(chosen)] == [State.WELL]
    assert spacy_model(Settings()) == []
    without(monkeypatch)
    finding, = spacy_model(chosen)
    assert finding.state is State.FAILED and "pip install" in finding.fix
