"""Secrets don't show, whatever form they come in; other words stay."""

from __future__ import annotations

import sys
import time

import pytest

from bot.redaction import HIDDEN, conceal, redacted, redacting

# Made up here, in parts, so that no scanner of secrets takes them for real ones.
DISCORD = "MTAwMDAwMDAwMDAwMDAwMDAx" + ".Gabcde." + "s3cretpart_0123456789-ABCDEFGHIJKLMNOPQ"
SECRETS = {
    "slack bot": "xoxb-" + "1000000000-2000000000-AbCdEfGhIjKl",
    "slack app": "xapp-" + "1-A0123456789-1234567890-abcdef0123456789",
    "slack user": "xoxp-" + "111-222-333-abcdef",
    "slack rotated": "xoxe." + "xoxb-1-Mi0yLTEyMzQ1Njc4OTA",
    "discord bot": DISCORD,
    "fernet": "A" * 20 + "b1_-" + "C" * 19 + "=",
}


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
@pytest.mark.parametrize("around", ["{}", "token {} was refused", '{{"token": "{}"}}', "https://x.example/?t={}&b=1"])
def test_a_token_is_known_by_its_form(secret: str, around: str) -> None:
    """Wherever it stands, even if it was never set."""
    shown = redacted(around.format(secret))
    assert secret not in shown and secret[12:] not in shown and HIDDEN in shown


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("POST https://hooks.slack.com/commands/T0/1/abcDEF failed", "abcDEF"),
        ("https://hooks.slack.com/services/T0/B0/XyZ123", "XyZ123"),
        ("https://discord.com/api/webhooks/123456/AbC-dEf_9?wait=1", "AbC-dEf_9"),
        ("POST /interactions/12/aW50ZXJh/callback", "aW50ZXJh"),
        ("'Authorization': 'Bot abcdefgh1234'", "abcdefgh1234"),
        ("authorization=Bearer zzz.yyy", "zzz.yyy"),
        ("postgresql://ann:pa55word@db.example/news is away", "pa55word"),
        ("wss://wss-primary.slack.com/link/?ticket=0123456789abcdef&app_id=1", "0123456789abcdef"),
        ('{"signing_secret": "8f742231b10e8888abcd99yyyzzz85a5"}', "8f742231b10e8888abcd99yyyzzz85a5"),
        ('{"response_url": "http://127.0.0.1:4820/rurl/abc"}', "/rurl/abc"),
        ("X-Slack-Signature: v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503", "a2114d57b48e"),
    ],
)
def test_what_surrounds_a_secret_gives_it_away(text: str, secret: str) -> None:
    """Addresses, headers and fields are known by their names."""
    assert secret not in redacted(text)


def test_a_secret_that_is_set_is_found_in_any_form() -> None:
    """Even one that looks like a word; the shortest are left, for they would take words out."""
    conceal(["correct horse", "abc"])
    assert redacted("the correct horse and abc") == f"the {HIDDEN} and abc"


@pytest.mark.parametrize(
    "text",
    [
        "Rogozin: “A token of 12 secrets”, said the bearer of the news.",
        "https://orbit.example/articles/12?page=2#top",
        "sqlite:////home/ann/downlink.db is busy; try again at 12:30.",
        "POST /channels/123/messages: 403 50013 Missing Permissions",
    ],
)
def test_other_words_stay(text: str) -> None:
    """A log that hides everything says nothing."""
    assert redacted(text) == text


@pytest.mark.parametrize("part", ["xoxb-", "A", "token=", "://", "Bearer ", "A.", '"', "https://hooks.slack.com/", " "])
def test_long_texts_take_no_time(part: str) -> None:
    """A million characters of what patterns begin with."""
    began = time.process_time()
    redacted(part * (1_000_000 // len(part)))
    assert time.process_time() - began < 1.5


def test_a_traceback_hides_them_too(capsys: pytest.CaptureFixture[str]) -> None:
    """As ``--debug`` shows it."""
    problem = ValueError(SECRETS["slack bot"])
    redacting(sys.__excepthook__)(ValueError, problem, None)
    said = capsys.readouterr().err
    assert "ValueError" in said and SECRETS["slack bot"] not in said
