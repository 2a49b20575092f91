"""Take secrets out of what is logged or shown: those that are set, and whatever has the form of one. Pure but for
the list of those that are set.

Forms: https://docs.slack.dev/authentication/tokens, https://docs.discord.com/developers/reference#authentication.
Every pattern is linear in the text's length.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

HIDDEN = "[hidden]"
SHORTEST = 6  # characters: a shorter secret would take ordinary words out, too
_known: set[str] = set()
_FORMS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), shown)
    for pattern, shown in (
        # addresses that are secrets: webhooks, answers to interactions, Slack's sockets
        (r"(?i)(https?://hooks\.slack(?:-gov)?\.com/)[^\s\"'<>)\]]+", rf"\1{HIDDEN}"),
        (r"(?i)(/(?:webhooks|interactions)/[0-9]{1,25}/)[^/\s\"'?<>)\]]+", rf"\1{HIDDEN}"),
        (r"(?i)(response_url[\"']?\s{0,3}[=:]\s{0,3}[\"']?)[^\s\"',}]+", rf"\1{HIDDEN}"),
        # a user's name and password in an address
        (r"(://)[^\s/@\"']{1,500}@", rf"\1{HIDDEN}@"),
        # tokens by their forms
        (r"\b(xox[a-z](?:\.xox[a-z])?-|xapp-)[0-9A-Za-z-]+", rf"\1{HIDDEN}"),
        (r"\b[A-Za-z0-9_-]{23,40}\.[A-Za-z0-9_-]{6,7}\.[A-Za-z0-9_-]{25,80}", HIDDEN),
        (r"\baW50ZXJhY3Rpb246[A-Za-z0-9+/=_-]{8,}", HIDDEN),
        (r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}=(?![A-Za-z0-9_=-])", HIDDEN),
        # headers, fields and queries by their names
        (r"(?i)\b((?:Bot|Bearer|Basic)\s{1,3})[A-Za-z0-9._~+/=-]{12,}", rf"\1{HIDDEN}"),
        (
            r"(?i)((?:authorization|x-slack-signature|x-signature-ed25519)[\"']?\s{0,3}[=:]\s{0,3}[\"']?)"
            r"(?:(?:bot|bearer|basic)\s{1,3})?[^\s\"',}]+",
            rf"\1{HIDDEN}",
        ),
        (
            r"(?i)((?:token|secret|password|passwd|secret_key|api_key|llm_key|ticket)[\"']?\s{0,3}[=:]\s{0,3}[\"']?)"
            r"[^\s\"',;&}]{6,}",
            rf"\1{HIDDEN}",
        ),
    )
)


def conceal(secrets: Iterable[str]) -> None:
    """Remember secrets that are set, so that they are found whatever their form."""
    _known.update(secret for secret in secrets if len(secret) >= SHORTEST)


def redacted(text: str) -> str:
    """Take secrets out of a text."""
    for secret in sorted(_known, key=len, reverse=True):
        if secret in text:
            text = text.replace(secret, HIDDEN)
    for pattern, shown in _FORMS:
        text = pattern.sub(shown, text)
    return text


def redacting(show: Callable[..., object]) -> Callable[..., None]:
    """Make an exception hook that shows a traceback without secrets."""
    import sys
    import traceback

    def hook(kind: type[BaseException], problem: BaseException, trace: object) -> None:
        if issubclass(kind, KeyboardInterrupt):
            show(kind, problem, trace)
            return
        sys.stderr.write(redacted("".join(traceback.format_exception(problem))))

    return hook
