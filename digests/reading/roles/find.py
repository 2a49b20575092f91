"""Every role that an article words, by the place of its description: after the name, before it, or past a verb."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from digests.model import Mention, Reference, Role, Tenure
from digests.reading.roles.after import after_names
from digests.reading.roles.before import before_names
from digests.reading.roles.claims import Claim
from digests.reading.roles.descriptions import Bit, Describer
from digests.reading.roles.handover import handovers
from digests.reading.roles.nouns import head_of
from digests.reading.roles.verbs import past_verbs
from digests.reading.stream import Stream, Token

_PAST = re.compile("(?:then|ex|former)[-‐‑]", re.IGNORECASE)


def find_roles(text: str, streams: Sequence[Stream], inner: Sequence[Stream], mentions: Sequence[Mention],
               references: Sequence[Reference]) -> tuple[Role, ...]:
    """Find the roles in ``text``, in order, each once; ``inner`` are its quotations, whose "he" is left open."""
    names = {reference.start: reference.name for reference in references}
    found: dict[tuple[str, str, str | None], Role] = {}
    for stream in (*streams, *inner):
        describer = Describer(text, stream.tokens, mentions)
        for claim in _claims(describer, names):
            for role in _roles(text, stream.tokens, claim):
                found.setdefault((role.person, role.role.lower(), role.organisation), role)
    roles = sorted(found.values(), key=lambda role: (role.start, role.end))
    return tuple(role for role in roles if not _is_shorter(role, roles))


def _is_shorter(role: Role, roles: Sequence[Role]) -> bool:
    """Whether another mention words the same role in full: "President" beside "US President"."""
    return any(other.person == role.person and other.role.lower().endswith(" " + role.role.lower())
               and other.tenure is role.tenure and role.organisation in (None, other.organisation) for other in roles)


def _claims(describer: Describer, names: Mapping[int, str]) -> Iterator[Claim]:
    yield from before_names(describer)
    yield from after_names(describer)
    yield from handovers(describer, names)
    yield from past_verbs(describer, names)


def _roles(text: str, tokens: Sequence[Token], claim: Claim) -> Iterable[Role]:
    organisation = _cut(text, tokens, claim.organisation) if claim.organisation else None
    bits = [claim.name, claim.role, *([claim.organisation] if claim.organisation else [])]
    start = min(tokens[bit.first].start for bit in bits)
    end = max(tokens[bit.last].end for bit in bits)
    role = _cut(text, tokens, claim.role)
    tenure = claim.tenure
    if past := _PAST.match(role):
        role, tenure = role[past.end():], Tenure.FORMER
    yield Role(claim.person, _singular(role, claim.plural), organisation, start, end, tenure)


def _cut(text: str, tokens: Sequence[Token], bit: Bit) -> str:
    return text[tokens[bit.first].start:tokens[bit.last].end]


def _singular(role: str, plural: bool) -> str:
    """"scientists A and B" makes each a scientist; the word cut short still stands in the text."""
    last = role.rsplit(" ", 1)[-1].lower()
    return role[:-1] if plural and last.endswith("s") and head_of(last) == last[:-1] else role
