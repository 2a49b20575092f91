"""One person in one role, still as tokens."""

from __future__ import annotations

from typing import NamedTuple

from digests.model import Tenure
from digests.reading.roles.descriptions import Bit


class Claim(NamedTuple):
    """``name`` is where the person is named here, ``person`` the full name; ``plural`` where one noun may serve
    several people."""

    person: str
    name: Bit
    role: Bit
    organisation: Bit | None
    tenure: Tenure = Tenure.CURRENT
    plural: bool = False
