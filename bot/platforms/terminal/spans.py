"""Spans → styled text for a terminal. Pure."""

from __future__ import annotations

from datetime import datetime, tzinfo

from rich.style import Style as Look
from rich.text import Text as Rich

from bot.platforms.terminal.safe import safe, safe_url
from bot.spans import Citation, Code, Emphasis, Link, Moment, Span, Spans, Strong, Style

HEADLINE, DIM, CODE, CITE, BADGE = (
    Look(bold=True),
    Look(dim=True),
    Look(color="cyan"),
    Look(color="blue"),
    Look(bold=True, color="yellow"),
)


def styled(spans: Spans, zone: tzinfo, base: Look | None = None) -> Rich:
    """Make one line of text; dates in the reader's zone, links as hyperlinks."""
    made = Rich(style=base or "")
    for span in spans:
        made.append_text(_one(span, zone))
    return made


def _one(span: Span, zone: tzinfo) -> Rich:
    if isinstance(span, Moment):
        return Rich(when(span.at, span.style, zone))
    if isinstance(span, Citation):
        return Rich(f"[{span.number}]", style=CITE + _leads(span.url))
    if isinstance(span, Link):
        return Rich(safe(span.text), style=_leads(span.url))
    look = {Strong: HEADLINE, Emphasis: Look(italic=True), Code: CODE}.get(type(span), Look())
    return Rich(safe(span.text), style=look)


def _leads(url: str | None) -> Look:
    address = safe_url(url)
    return Look(link=address) if address else Look()


def when(moment: datetime, style: Style, zone: tzinfo) -> str:
    """Write a moment in a zone: ``15 Jul 2022, 09:30``."""
    local = moment.astimezone(zone)
    date, time = f"{local.day} {local:%b %Y}", f"{local:%H:%M}"
    return {Style.DATE: date, Style.TIME: time, Style.DATE_TIME: f"{date}, {time}"}[style]
