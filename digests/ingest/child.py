"""One process that parses, and the frames of what is said to it and by it.

Frames both ways are a length (8 bytes, big-endian) and that many bytes. The question is a JSON line and the
content; the answer is JSON, never pickle: what parses hostile input must not be believed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from digests.errors import Rejected, SourceError

JOBS_A_PROCESS = 500  # then a new one: the C libraries below leak
LARGEST_ANSWER = 64 * 1024 * 1024


class Child:
    """One running child and its pipes. One question at a time."""

    def __init__(self, memory: int) -> None:
        paths = os.pathsep.join(path or str(Path.cwd()) for path in sys.path)
        self._process = subprocess.Popen(
            [sys.executable, "-B", "-m", "digests.ingest.parse_worker", str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**_clean_environment(), "PYTHONPATH": paths},
        )
        self._jobs = 0

    @property
    def fresh(self) -> bool:
        return self._jobs < JOBS_A_PROCESS and self._process.poll() is None

    def ask(self, header: dict[str, Any], content: bytes, deadline: float) -> dict[str, Any]:
        """Put one question.

        Raises:
            Rejected: the child ran out of time or memory, or fell.
        """
        self._jobs += 1
        late = threading.Event()
        timer = threading.Timer(deadline, _both(late.set, self._process.kill))
        timer.daemon = True
        timer.start()
        try:
            stdin, stdout = self._process.stdin, self._process.stdout
            if stdin is None or stdout is None:
                raise SourceError("the parser has no pipes")
            write_frame(stdin, json.dumps(header).encode() + b"\n" + content)
            answer = json.loads(read_frame(stdout, LARGEST_ANSWER))
        except (OSError, EOFError, ValueError):
            raise Rejected(
                f"parsing it took longer than {deadline:g} s"
                if late.is_set()
                else "parsing it took too much memory, or broke the parser"
            ) from None
        finally:
            timer.cancel()
        if not isinstance(answer, dict):
            raise Rejected("the parser's answer makes no sense")
        return answer

    def kill(self) -> None:
        """Kill the child, whoever waits for its answer."""
        self._process.kill()

    def end(self) -> None:
        """Kill the child, wait for it, and close its pipes."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            try:
                if pipe is not None:
                    pipe.close()
            except OSError:
                continue


def write_frame(stream: IO[bytes], content: bytes) -> None:
    """Write one frame."""
    stream.write(len(content).to_bytes(8, "big") + content)
    stream.flush()


def read_frame(stream: IO[bytes], largest: int) -> bytes:
    """Read one frame.

    Raises:
        EOFError: the other side is gone.
        ValueError: the frame is larger than allowed.
    """
    head = stream.read(8)
    if len(head) < 8:
        raise EOFError
    size = int.from_bytes(head, "big")
    if size > largest:
        raise ValueError("frame too large")
    content = stream.read(size)
    if len(content) < size:
        raise EOFError
    return content


def _both(*calls: Callable[[], object]) -> Callable[[], None]:
    def run() -> None:
        for call in calls:
            call()

    return run


def _clean_environment() -> dict[str, str]:
    """Leave our secrets out of the child's environment."""
    return {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TZ")}
