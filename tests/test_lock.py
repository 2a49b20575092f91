"""The lock file is whole: every requirement pinned and hashed, from no named place."""

import re
import tomllib
from itertools import pairwise
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PINNED = re.compile(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==([^ ;]+)", re.MULTILINE)


def pins() -> dict[str, set[str]]:
    """Give the versions locked, by name: several where they depend on the Python."""
    found: dict[str, set[str]] = {}
    for name, version in PINNED.findall(LOCK):
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


def test_every_requirement_is_locked_within_its_range() -> None:
    """After a change of pyproject.toml, `make lock` must be run."""
    project = PROJECT["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"],
              *PROJECT["build-system"]["requires"]]
    for requirement in map(Requirement, wanted):
        versions = pins().get(canonicalize_name(requirement.name), set())
        assert versions, f"{requirement.name} is not locked"
        assert all(requirement.specifier.contains(version) for version in versions), requirement


def test_every_pin_has_its_hashes() -> None:
    """Nothing is installed that is not the file that was locked."""
    starts = [match.start() for match in PINNED.finditer(LOCK)]
    assert len(starts) > 30
    for start, end in pairwise([*starts, len(LOCK)]):
        assert "--hash=sha256:" in LOCK[start:end], LOCK[start:end]


def test_no_place_is_named() -> None:
    """The lock file says what, not where from: no index, no folder of one machine."""
    assert not re.search(r"https?://|file:|--(extra-)?index-url|--find-links|--trusted-host|(^|\s)/", LOCK)
