"""What holds sentences and what holds them together: paragraphs, and quotations inside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from digests.model import Span

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_MARK = re.compile(r"[“”„«»\"]{5,}|[“”„«»\"]")  # a run of many is an ornament or damage
_WRAPPED = range(40, 131)  # code points of a line that an editor or a mailer wrapped
_FINISHED = frozenset('.!?:;”"…')


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each paragraph: a line, or the lines of a block wrapped at a fixed width."""
    block: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        if not line[0].strip():
            yield from _joined(text, block)
            block = []
            continue
        if block and not _is_one_break(text, block[-1][1], line.start()):
            yield from _joined(text, block)
            block = []
        block.append((line.start(), line.end()))
    yield from _joined(text, block)


def _is_one_break(text: str, end: int, start: int) -> bool:
    return start - end == 1 or text[end:start] == "\r\n"


def _joined(text: str, block: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the lines of a block, or the whole block where it is wrapped prose."""
    if len(block) > 1 and _is_wrapped(text, block):
        yield block[0][0], block[-1][1]
    else:
        yield from block


def _is_wrapped(text: str, block: list[tuple[int, int]]) -> bool:
    """Tell wrapped prose: full lines of like length, some of which go on in the middle of a sentence."""
    full = block[:-1]
    if len(block) == 2 and text[block[0][1] - 1] == " " and text[block[1][0]].islower():
        return True
    if not all(end - start in _WRAPPED for start, end in full) or block[-1][1] - block[-1][0] > _WRAPPED[-1]:
        return False
    going_on = sum(text[begin].islower() and text[end - 1] not in _FINISHED
                   for (_, end), (begin, _) in pairwise(block))
    return going_on * 2 >= len(full)


def quotations(text: str, start: int, end: int) -> list[Span]:
    """Find the quotations of a paragraph, marks included; one left open runs to the paragraph's end."""
    found: list[Span] = []
    opened = -1
    for mark in _MARK.finditer(text, start, end):
        sign, at = mark[0], mark.start()
        if len(sign) > 1:
            continue
        if opened < 0:
            if sign in "“„«" or (sign == '"' and _may_open(text, at, start, end)):
                opened = at
        elif sign in "”»" or (sign == '"' and text[opened] == '"'):
            found.append(Span(opened, at + 1))
            opened = -1
    if opened >= 0:
        found.append(Span(opened, end))
    return found


def _may_open(text: str, at: int, start: int, end: int) -> bool:
    return at + 1 < end and not text[at + 1].isspace() and (at == start or not text[at - 1].isalnum())
