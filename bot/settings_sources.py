"""Where settings come from, each value with its source: ``downlink.toml``, then ``DOWNLINK_…``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from bot.mistakes import SettingsError

PREFIX = "DOWNLINK_"
FILE = "downlink.toml"
_TESTS = "DOWNLINK_TEST_"  # of the test suite, none of ours
LARGEST_SECRET = 64 * 1024  # bytes


class Sourced(NamedTuple):
    """A value as found, and where."""

    value: Any
    source: str


def gather(environ: Mapping[str, str], directory: Path, known: frozenset[str]) -> dict[str, Sourced]:
    """Collect what is set, the environment over the file. Raises SettingsError for unknown names."""
    return _from_file(environ, directory, known) | _from_environment(environ, known)


def _from_file(environ: Mapping[str, str], directory: Path, known: frozenset[str]) -> dict[str, Sourced]:
    named = environ.get(PREFIX + "CONFIG", "")
    path = Path(named) if named else directory / FILE
    if not named and not path.is_file():
        return {}
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise SettingsError(
            f"The settings file {path}, named by --config or DOWNLINK_CONFIG, can't be read: "
            f"{problem.strerror or problem}."
        ) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise SettingsError(f"The settings file {path} is not TOML: {problem}.") from None
    found: dict[str, Sourced] = {}
    for name, value in values.items():
        target = name if name in known else name.removesuffix("_file")
        if target not in known:
            raise _unknown(name, str(path), known)
        if target in found or (target != name and target in values):
            raise SettingsError(f"Both {target} and {target}_file are set in {path}: set one.")
        # A secret's file is named from where the settings' own file is, wherever one starts from.
        found[target] = Sourced(value if target == name else _secret(name, str(path.parent / str(value))), str(path))
    return found


def _from_environment(environ: Mapping[str, str], known: frozenset[str]) -> dict[str, Sourced]:
    found: dict[str, Sourced] = {}
    for variable, value in environ.items():
        if not variable.startswith(PREFIX) or variable.startswith(_TESTS) or variable == PREFIX + "CONFIG":
            continue
        name = variable.removeprefix(PREFIX).lower()
        target = name if name in known else name.removesuffix("_file")
        if target not in known:
            raise _unknown(variable, "the environment", [PREFIX + each.upper() for each in known])
        if target in found or (target != name and PREFIX + target.upper() in environ):
            raise SettingsError(
                f"Both {PREFIX}{target.upper()} and {PREFIX}{target.upper()}_FILE are set in the environment: set one."
            )
        found[target] = Sourced(value if target == name else _secret(variable, value), f"the environment ({variable})")
    return {name: each for name, each in found.items() if each.value != ""}


def _secret(variable: str, path: str) -> str:
    try:
        with Path(path).open("rb") as file:
            content = file.read(LARGEST_SECRET + 1)
        if len(content) > LARGEST_SECRET:
            raise SettingsError(f"The file that {variable} names is too large for a secret: {path}.")
        return content.decode("utf-8").strip()
    except UnicodeDecodeError:
        raise SettingsError(f"The file that {variable} names is no UTF-8 text: {path}.") from None
    except OSError as problem:
        raise SettingsError(
            f"The file that {variable} names can't be read: {path}: {problem.strerror or problem}."
        ) from None


def _unknown(name: str, source: str, known: Iterable[str]) -> SettingsError:
    from bot.nearest import nearest

    near = nearest(name, known)
    right = f"did you mean {near}?" if near else f"known are {', '.join(sorted(known))}."
    return SettingsError(f"{name} in {source} is no setting: {right}")
