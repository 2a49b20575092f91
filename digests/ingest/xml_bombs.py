"""XML entity bombs, found before any parser sees them.

Billion laughs: entities made of entities; quadratic blow-up: a long entity used often
(https://docs.python.org/3/library/xml.html#xml-vulnerabilities). Feeds need neither.
"""

from __future__ import annotations

import re

from digests.errors import Rejected
from digests.ingest.decode import byte_order_mark, wide

LARGEST_EXPANSION = 1_000_000  # characters
_DECLARED = re.compile(r"""<!ENTITY\s+(%\s+)?([^\s%'"<>]+)\s+(?:"([^"]*)"|'([^']*)')""")
_USED = re.compile(r"&([^\s&;#]{1,200});")


def refuse_bombs(content: bytes) -> None:
    """Refuse XML whose entities would grow.

    Raises:
        Rejected: entities are nested, or come to more than a million characters.
    """
    if b"ENTITY" not in content.replace(b"\0", b""):
        return
    text = content.decode(byte_order_mark(content) or wide(content) or "latin-1", "replace")
    declared: dict[str, str] = {}
    for parameter, name, double, single in _DECLARED.findall(text):
        if parameter:
            raise Rejected("it is refused: its XML declares parameter entities, as XML bombs do")
        declared.setdefault(name, double or single)
    values = [value.replace("&#38;", "&").replace("&#x26;", "&") for value in declared.values()]
    if any(used in declared for value in values for used in _USED.findall(value)):
        raise Rejected("it is refused: its XML entities contain each other, as in an XML bomb")
    total = sum(len(declared[name]) for name in _USED.findall(text) if name in declared)
    if total > LARGEST_EXPANSION:
        raise Rejected("it is refused: its XML entities grow too large, as in an XML bomb")
