"""When a feed may be asked again. Pure: state, answer, time and chance in; the next state out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from digests.store.base import FeedState

FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(days=1)
LONGEST_ASKED = timedelta(days=7)  # of a Retry-After that is believed


def why_not(state: FeedState | None, now: datetime, *, insist: bool = False) -> str | None:
    """Say why an address is not asked now, or None.

    Args:
        insist: somebody wants it now: only what the server itself asked for (410, 429, 503) holds.
    """
    if state is None:
        return None
    if state.gone:
        return "it is gone for good (410), and is not asked again"
    asked_to_wait = state.error is not None and ("429" in state.error or "503" in state.error)
    if state.not_before is not None and now < state.not_before and (asked_to_wait or not insist):
        cause = f" after “{state.error}”" if state.error else ""
        return f"it is not asked again before {state.not_before:%Y-%m-%d %H:%M} UTC{cause}"
    return None


def after_answer(
    state: FeedState, now: datetime, *, etag: str | None, last_modified: str | None, moved_to: str | None
) -> FeedState:
    """Note a 200 or a 304."""
    return replace(
        state,
        etag=etag,
        last_modified=last_modified,
        moved_to=moved_to,
        failures=0,
        error=None,
        fetched_at=now,
        not_before=None,
        gone=False,
    )


def after_failure(
    state: FeedState,
    now: datetime,
    error: str,
    *,
    chance: float,
    retry_after: timedelta | None = None,
    gone: bool = False,
) -> FeedState:
    """Note a failure: pauses double from 5 minutes to a day, a quarter more or less by chance (0..1)."""
    failures = state.failures + 1
    pause = min(FIRST_PAUSE * 2 ** min(failures - 1, 12), LONGEST_PAUSE) * (0.75 + chance / 2)
    if retry_after is not None:
        pause = max(pause, min(retry_after, LONGEST_ASKED))
    return replace(state, failures=failures, error=error, fetched_at=now, not_before=now + pause, gone=gone)


def read_retry_after(value: str | None, now: datetime) -> timedelta | None:
    """Read a Retry-After header (RFC 9110, 10.2.3): seconds or a date; None where it is neither."""
    if not value:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return timedelta(seconds=min(int(value[:9]), 10**8))
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(moment - now, timedelta(0))
