"""The child process of :mod:`parsing`: reads questions from standard input, answers on standard output.

Run as ``python -m digests.ingest.parse_worker BYTES``, with the limit of its address space.
"""

from __future__ import annotations

import json
import signal
import sys
from dataclasses import asdict
from typing import Any

from digests.errors import DigestsError
from digests.ingest.alternates import offered_feeds
from digests.ingest.child import read_frame, write_frame
from digests.ingest.decode import decode
from digests.ingest.feeds import parse_feed
from digests.ingest.opml import parse_opml
from digests.ingest.pages import extract_page

LARGEST_QUESTION = 64 * 1024 * 1024
DEEPEST = 20_000  # frames of Python; deeper input is refused, not a crash


def answer(question: bytes) -> dict[str, Any]:
    """Parse one document: {"found": …}, or {"rejected": one sentence}."""
    head, _, content = question.partition(b"\n")
    header = json.loads(head)
    try:
        return {"found": _parse(header["job"], content, header["content_type"], header["url"])}
    except DigestsError as error:
        return {"rejected": str(error)}
    except RecursionError:
        return {"rejected": "it is nested too deeply"}
    except MemoryError:
        return {"rejected": "parsing it took too much memory"}
    except Exception:  # whatever a library raises on hostile input stays here
        return {"rejected": "it is too broken to be parsed"}


def _parse(job: str, content: bytes, content_type: str | None, url: str | None) -> Any:
    if job == "feed":
        return asdict(parse_feed(content, content_type, url))
    if job == "opml":
        return parse_opml(content)
    if job == "offered":
        return offered_feeds(content, url or "")
    charset = None
    if content_type and "charset=" in content_type.lower():
        charset = content_type.lower().split("charset=", 1)[1].split(";")[0].strip(" \"'")
    return asdict(extract_page(decode(content, charset), url))


def limit_memory(size: int) -> None:
    """Limit the address space, open files and written files of this process, where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the deadline alone protects
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main() -> None:
    """Answer until the other side closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    source, target = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing that a library prints may get between the answers
    limit_memory(int(sys.argv[1]))
    while True:
        try:
            question = read_frame(source, LARGEST_QUESTION)
        except EOFError:
            return
        write_frame(target, json.dumps(answer(question)).encode())


if __name__ == "__main__":
    main()
