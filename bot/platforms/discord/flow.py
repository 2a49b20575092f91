"""Lines of pieces → texts within a limit; a piece is cut only where it alone is too long. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.platforms.discord.limits import size


@dataclass(frozen=True, slots=True)
class Line:
    """One line. ``mark`` stands before it, and again before each part where it had to be cut."""

    pieces: Sequence[str] = ()
    mark: str = ""

    @property
    def text(self) -> str:
        """Write it out."""
        return self.mark + "".join(self.pieces).strip()


@dataclass(frozen=True, slots=True)
class Chunk:
    """Lines that belong together; ``apart``: an empty line goes before it."""

    lines: tuple[Line, ...]
    apart: bool = True

    @property
    def text(self) -> str:
        """Write it out."""
        return "\n".join(line.text for line in self.lines)


def flow(chunks: Sequence[Chunk], limit: int) -> list[str]:
    """Fill texts with chunks, in order."""
    made: list[str] = []
    for chunk in chunks:
        for number, text in enumerate(_fitting(chunk, limit)):
            gap = "\n\n" if chunk.apart and not number else "\n"
            if made and size(made[-1]) + len(gap) + size(text) <= limit:
                made[-1] += gap + text
            else:
                made.append(text)
    return made


def _fitting(chunk: Chunk, limit: int) -> list[str]:
    if size(text := chunk.text) <= limit:
        return [text] if text else []
    return [part for line in chunk.lines for part in _cut(line, limit)]


def _cut(line: Line, limit: int) -> Iterator[str]:
    text = line.mark
    for piece in (part for whole in line.pieces for part in _halved(whole, limit - size(line.mark))):
        if size(text) + size(piece.rstrip()) > limit:
            yield text.rstrip()
            text = line.mark
        text += piece
    if text.strip() != line.mark.strip():
        yield text.rstrip()


def _halved(piece: str, limit: int) -> Iterator[str]:
    """Cut a piece that is too long by itself, never between a backslash and what it escapes."""
    while size(piece) > limit:
        end = limit // 2  # in characters: fits whatever they are
        if (end - len(piece[:end].rstrip("\\"))) % 2:
            end -= 1
        yield piece[:end]
        piece = piece[end:]
    yield piece
