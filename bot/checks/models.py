"""Checks of optional models: spaCy's for names, a language model for summaries. Nothing is said of what isn't set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.checks.findings import Finding, failed, note, well
from digests.errors import ReaderBroken

if TYPE_CHECKING:
    from bot.config import Settings
    from digests.summaries.generative_client import Endpoint, ModelFailed

_SPACY, _LANGUAGE = "spaCy model", "Language model"
_SHOWN = 8  # names of models that a fix lists
_QUESTION = ({"role": "user", "content": 'Answer with the JSON {"well": true} and nothing else.'},)
_SCHEMA = {"type": "object", "additionalProperties": False, "required": ["well"],
           "properties": {"well": {"type": "boolean"}}}  # fmt: skip
_WITHOUT = "until then digests show verbatim extracts"


def spacy_model(settings: Settings) -> list[Finding]:
    """Load the spaCy model that is set."""
    if not settings.spacy_model:
        return []
    from digests.reading.names.spacy_names import SpacyNames

    try:
        SpacyNames(settings.spacy_model).load()
    except ReaderBroken as problem:
        said = f"{problem.said[:1].upper()}{problem.said[1:]}."
        return [failed(_SPACY, said, f"{problem.fix}; or take DOWNLINK_SPACY_MODEL out")]
    return [well(_SPACY, f"{settings.spacy_model} loads; its people and organisations join Downlink's own.")]


async def language_model(settings: Settings, seconds: float = 12.0) -> list[Finding]:
    """Ask the language model that is set a short question, as a digest would ask it.

    ``seconds``: for its answer; a list of the models that there are may take 10 more.
    """
    if settings.llm_url is None:
        lone = "DOWNLINK_LLM_MODEL" if settings.llm_model else "DOWNLINK_LLM_KEY" if settings.llm_key else ""
        said = f"{lone} is set, but no address: no language model is asked."
        return [note(_LANGUAGE, said, f"set DOWNLINK_LLM_URL, or take {lone} out")] if lone else []
    if not settings.llm_model:
        return [failed(_LANGUAGE, "No model is named, so nothing starts.",
                       "set DOWNLINK_LLM_MODEL to the name of one, or take DOWNLINK_LLM_URL out")]  # fmt: skip
    from digests.summaries.generative_client import Endpoint, ModelFailed, ask

    key = settings.llm_key.get_secret_value() if settings.llm_key else None
    endpoint = Endpoint(settings.llm_url, settings.llm_model, key, seconds)
    try:
        answer = await ask(endpoint, _QUESTION, _SCHEMA)
    except ModelFailed as problem:
        return [await _diagnosed(endpoint, problem)]
    if not isinstance(answer, dict):
        return [_shapeless(f"{endpoint.model}: its answer was not the JSON asked for.")]
    return [well(_LANGUAGE, f"{endpoint.model} answers in the form asked for.")]


async def _diagnosed(endpoint: Endpoint, problem: ModelFailed) -> Finding:
    """Tell the address, the key and the model apart, and what else there is."""
    from digests.summaries.generative_client import Why

    said, status = f"{endpoint.model}: {problem}.", problem.status
    if status in (401, 403):
        kept = "does not accept the key" if endpoint.key else "wants a key, and none is set"
        return failed(_LANGUAGE, f"The endpoint {kept} (status {status}).",
                      f"set DOWNLINK_LLM_KEY to one that may use {endpoint.model}")  # fmt: skip
    if status in (400, 404, 422):
        return await _unknown(endpoint, status)
    if 300 <= status < 400:
        return failed(_LANGUAGE, said, "set DOWNLINK_LLM_URL to where it leads; redirects are not followed")
    if status == 429:
        return failed(_LANGUAGE, said, f"wait, or raise the limits of the key; {_WITHOUT}")
    if status >= 500:
        return failed(_LANGUAGE, said, f"look into the log of that server; {_WITHOUT}")
    if problem.why is Why.AWAY:
        return failed(_LANGUAGE, said, "start the server, or mend DOWNLINK_LLM_URL, such as http://localhost:11434/v1")
    if problem.why is Why.SLOW:
        return failed(_LANGUAGE, said, f"set a quicker model in DOWNLINK_LLM_MODEL; {_WITHOUT}")
    return _shapeless(said)


async def _unknown(endpoint: Endpoint, status: int) -> Finding:
    """Ask which models there are, to tell a wrong name from a wrong address."""
    from bot.checks.asking import ask

    headers = {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
    told = await ask("GET", f"{endpoint.url.removesuffix('/chat/completions').rstrip('/')}/models", headers)
    listed = told.body.get("data")
    rows = listed if told.status == 200 and isinstance(listed, list) else []
    names = sorted(row["id"] for row in rows if isinstance(row, dict) and isinstance(row.get("id"), str))
    if not names:
        return failed(_LANGUAGE, f"Nothing at the address takes the question (status {status}).",
                      "let DOWNLINK_LLM_URL end with the version, such as /v1, and see that the server has "
                      f"{endpoint.model}")  # fmt: skip
    if endpoint.model in names:
        return failed(_LANGUAGE, f"{endpoint.model} is known, but refuses the question (status {status}).",
                      "set a model that takes chat completions with structured output in DOWNLINK_LLM_MODEL")
    shown = ", ".join(name[:60] for name in names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")
    return failed(_LANGUAGE, f"The endpoint does not know {endpoint.model}.",
                  f"set DOWNLINK_LLM_MODEL to one that it has: {shown}")  # fmt: skip


def _shapeless(said: str) -> Finding:
    return failed(_LANGUAGE, said,
                  f"set a model that keeps to response_format in DOWNLINK_LLM_MODEL; {_WITHOUT}")
