"""Under which forms an entity was met, why each was taken for it, and who was kept apart."""

from __future__ import annotations

from typing import NamedTuple

from digests.model import ArticleCard, Entity
from digests.people.evidence import apart_because, same_because
from digests.people.identity import lookup_keys
from digests.store.base import Queries

_READ = 200  # newest articles whose forms are counted
_APART = 10


class Form(NamedTuple):
    """A form of the name; ``first`` is the earliest of the newest articles that has it, None where none has."""

    name: str
    because: str
    articles: int
    first: ArticleCard | None


class Evidence(NamedTuple):
    """What stands behind one entity. ``apart``: who shares a name with it and is somebody else, and why."""

    entity: Entity
    forms: tuple[Form, ...]
    apart: tuple[tuple[Entity, str], ...]


def evidence(queries: Queries, entity: Entity) -> Evidence:
    """Gather the forms from the articles that name it, the most frequent first."""
    cards = queries.articles_of(entity.id, limit=_READ)
    seen: dict[str, list[ArticleCard]] = {name: [] for name in (entity.name, *entity.spellings)}
    for stored in queries.readings([card.id for card in cards]).values():
        for (_, name), number in stored.entities.items():
            if number == entity.id:
                seen.setdefault(name, []).append(stored.article.card)
    forms = [
        Form(name, same_because(entity.name, name, entity.kind), len(met),
             min(met, key=lambda card: (card.published_at, card.id), default=None))
        for name, met in seen.items()
    ]  # fmt: skip
    others = queries.entities_by_key(sorted(lookup_keys(entity.name, entity.kind)), (entity.kind,))
    apart = [(one, apart_because(entity.name, one.name, entity.kind)) for one in others if one.id != entity.id]
    return Evidence(entity, tuple(sorted(forms, key=lambda form: (-form.articles, form.name))), tuple(apart[:_APART]))
