"""Run the benchmarks one after the other, in a size that takes minutes: ``python -m benchmarks [NAME…]``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_NOT_RUN = {"corpus", "measure", "count_background", "fit_joins", "gold", "parts"}  # what the others are made of
QUICK = {
    "faults": ("--posts", "400", "--kills", "20", "--stops", "2", "--restarts", "2"),
    "hostile": ("--articles", "500"),
    "ledger": ("--subscriptions", "100000"),
    "newsroom": ("--articles", "5000"),
    "pace": ("--posts", "2000"),
    "platforms": ("--articles", "2000"),
    "store": ("--articles", "20000"),
}


def names() -> list[str]:
    """List what there is to measure."""
    found = (path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))
    return sorted(name for name in found if name not in _NOT_RUN)


def main() -> int:
    """Run those named, or all; 1 if one fails."""
    failed = []
    for name in sys.argv[1:] or names():
        print(f"\n# {name}\n", flush=True)
        command = [sys.executable, "-m", f"benchmarks.{name}", *QUICK.get(name, ())]
        if subprocess.run(command, check=False).returncode:
            failed.append(name)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
