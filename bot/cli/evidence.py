"""``downlink people why NAME``: the evidence behind one identity."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from bot.cli.opening import asked
from bot.cli.status import DONE, PARTLY

if TYPE_CHECKING:
    from bot.app import App
    from digests.questions.evidence import Evidence, Form


def show(name: str, form: str) -> int:
    """Print the evidence for whoever the name means, or for each whom it may mean; 1 where it means nobody."""
    found = asked(lambda app: _evidence(app, name))
    for one in found:
        click.echo(json.dumps(_shown(one), ensure_ascii=False) if form == "json" else "\n".join(_lines(one)))
    if not found:
        click.echo(f"Nobody by the name of {name} is stored.", err=True)
    return DONE if found else PARTLY


async def _evidence(app: App, name: str) -> list[Evidence]:
    from digests.answers import Found, Several

    finding = await app.newsroom.find(name)
    meant = [finding.entity] if isinstance(finding, Found) else []
    if isinstance(finding, Several):
        meant = [candidate.entity for candidate in finding.candidates]
    return [await app.newsroom.evidence(entity) for entity in meant]


def _shown(one: Evidence) -> dict[str, Any]:
    forms = [
        {
            "name": each.name,
            "because": each.because,
            "articles": each.articles,
            "first": each.first.id if each.first else None,
        }
        for each in one.forms
    ]
    apart = [{"name": other.name, "id": other.id, "because": because} for other, because in one.apart]
    return {"id": one.entity.id, "kind": one.entity.kind.value, "name": one.entity.name, "forms": forms, "apart": apart}


def _lines(one: Evidence) -> list[str]:
    from bot.platforms.terminal.safe import safe

    apart = [f"  not {safe(other.name)} (#{other.id}): {because}" for other, because in one.apart]
    return [
        f"{safe(one.entity.name)} (#{one.entity.id}, {one.entity.kind.value})",
        *(f"  {safe(each.name)}: {each.because}; {_met(each)}" for each in one.forms),
        *apart,
    ]


def _met(form: Form) -> str:
    from bot.platforms.terminal.safe import safe

    if form.first is None:
        return "in none of the newest articles"
    count = f"{form.articles:,} {'article' if form.articles == 1 else 'articles'}"
    return f"{count}, first {form.first.published_at:%Y-%m-%d} in {safe(form.first.outlet)}: {safe(form.first.title)}"
