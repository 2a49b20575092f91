"""Files, folders and standard input → raw records; what can't be read is named and passed over."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast

from digests.errors import DigestsError
from digests.ingest.documents import LARGEST_DOCUMENT, Found, read_document
from digests.ingest.lines import read_lines
from digests.ingest.parsing import Parser
from digests.ingest.records import NO_DEFAULTS, Defaults, Rejection
from digests.ingest.sniff import HEAD, Format, sniff


def read_files(
    paths: Iterable[str | os.PathLike[str]],
    *,
    defaults: Defaults = NO_DEFAULTS,
    stdin: BinaryIO | None = None,
    parser: Parser | None = None,
) -> Iterator[Found]:
    """Read files, folders (recursively, in order of name, without hidden files) and "-", standard input.

    Never raises for a bad file: that is a Rejection in its place. Addresses come from OPML files.
    """
    for path in paths:
        name = os.fspath(path)
        if name == "-":
            yield from _read_open(stdin or _standard_input(), "-", None, defaults, parser)
            continue
        for found in walk(Path(name)):
            if isinstance(found, Rejection):
                yield found
            else:
                yield from _read_file(found, defaults, parser)


def _standard_input() -> BinaryIO:
    """Read beside Python's buffer, whose lock would hold the end of the program while a read waits."""
    return cast(BinaryIO, io.FileIO(sys.stdin.fileno(), closefd=False))


def walk(path: Path) -> Iterator[Path | Rejection]:
    """List the files under a path; a folder reached again through a link is passed over."""
    try:
        if path.is_dir():
            found = None
            for found in _walk_folder(path, set()):
                yield found
            if found is None:
                yield Rejection(str(path), "", "there is no file in it")
        else:
            path.stat()
            yield path
    except (OSError, ValueError) as error:
        yield Rejection(str(path), "", _why(error))


def _walk_folder(folder: Path, visited: set[tuple[int, int]]) -> Iterator[Path | Rejection]:
    try:
        about = folder.stat()
        if (about.st_dev, about.st_ino) in visited:
            return
        visited.add((about.st_dev, about.st_ino))
        entries = sorted(os.listdir(folder))  # noqa: PTH208 - names are what is sorted
    except OSError as error:
        yield Rejection(str(folder), "", _why(error))
        return
    for name in entries:
        if name.startswith("."):
            continue
        path = folder / name
        try:
            mode = path.stat().st_mode
        except OSError as error:
            yield Rejection(str(path), "", _why(error))
            continue
        if stat.S_ISDIR(mode):
            yield from _walk_folder(path, visited)
        elif stat.S_ISREG(mode):
            yield path  # pipes, sockets and devices in a folder would block


def _read_file(path: Path, defaults: Defaults, parser: Parser | None) -> Iterator[Found]:
    try:
        with path.open("rb") as stream:
            modified = datetime.fromtimestamp(os.fstat(stream.fileno()).st_mtime, UTC)
            yield from _read_open(stream, str(path), modified, defaults, parser)
    except (OSError, ValueError, OverflowError) as error:
        yield Rejection(str(path), "", _why(error))


def _read_open(
    stream: BinaryIO, source: str, modified: datetime | None, defaults: Defaults, parser: Parser | None
) -> Iterator[Found]:
    try:
        head = _read_up_to(stream, HEAD)
        what = sniff(head, source)
        if what is Format.LINES:
            yield from read_lines(head, stream, source)
            return
        content = head if len(head) < HEAD else head + _read_up_to(stream, LARGEST_DOCUMENT + 1 - HEAD)
        yield from read_document(content, what, source=source, modified=modified, defaults=defaults, parser=parser)
    except DigestsError as error:
        yield Rejection(source, "", str(error))
    except OSError as error:
        yield Rejection(source, "", _why(error))


def _read_up_to(stream: BinaryIO, size: int) -> bytes:
    parts: list[bytes] = []
    while size > 0 and (part := stream.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _why(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    if isinstance(error, PermissionError):
        return "it may not be read (permission denied)"
    if isinstance(error, IsADirectoryError):
        return "it is a folder"
    if isinstance(error, OSError) and error.strerror:
        return f"it can't be read: {error.strerror[:1].lower()}{error.strerror[1:]}"
    return "it can't be read: the name is impossible"
