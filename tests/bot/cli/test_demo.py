"""``downlink demo``, as somebody new starts it."""

from __future__ import annotations

import subprocess
import sys
import time

from tests.bot.cli.test_main import ROOT


def test_the_demo() -> None:
    """A first line within 1.2 s, a digest, a dossier, then the end where nobody types."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "bot", "demo"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        first = running.stdout.readline()
        waited = time.perf_counter() - began
        rest = running.stdout.read()
    assert running.returncode == 0
    assert first.startswith("Downlink") and waited < 1.2
    assert "Space news, 11 Jul 2022 to 16 Jul 2022" in rest and "downlink> /who Rogozin" in rest and "Sources" in rest
