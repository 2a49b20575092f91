"""The house keeps its floor plan: who imports whom, and what every command has."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bot.cli.main import COMMANDS, downlink
from bot.commands.table import REGISTRY

ROOT = Path(__file__).parents[1]
FILES = sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "digests").rglob("*.py")])
README = ROOT / "README.md"

# Which rooms of the newsroom a room may call, beside the shared words: model, errors, text, answers, ...
ROOMS = {
    "digests.ingest": {"digests.store.base"},
    "digests.reading": set[str](),
    "digests.stories": {"digests.store.base"},
    "digests.people": set[str](),
    "digests.summaries": {"digests.store.base", "digests.stories"},  # what words weigh
    "digests.store": {"digests.people"},
    "digests.editions": {"digests.stories", "digests.summaries", "digests.people", "digests.store.base"},
}
# Of values and of questions: long, not complicated.
LISTS = {"digests/answers.py", "digests/model.py", "digests/store/base.py"}
# What one place alone may import, so that the rest stays free of it.
ALONE = {
    "sqlalchemy": "digests/store bot/store",
    "alembic": "digests/store bot/store",
    "cryptography": "bot/secrets.py bot/platforms",
    "cronsim": "bot/subscriptions.py",
    "apscheduler": "bot/schedule.py",
    "pgqueuer": "bot/jobs.py",
    "feedparser": "digests/ingest",
    "trafilatura": "digests/ingest",
    "httpx": "digests/ingest digests/summaries/generative_client.py",
    "pycrfsuite": "digests/reading",
    "click": "bot/cli",
    "rich": "bot/platforms/terminal bot/cli",
    "prompt_toolkit": "bot/platforms/terminal",
    "discord": "bot/platforms/discord",
    "pydantic": "bot/config.py",
    "pydantic_settings": "bot/config.py",
    "structlog": "bot/log.py bot/log_lines.py",
    "prometheus_client": "bot/metrics",
    "jinja2": "bot/web/archive",
}


def imports(path: Path) -> Iterator[str]:
    """List all modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def where(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_the_newsroom_knows_no_chat() -> None:
    """``digests`` never imports ``bot``."""
    wrong = [
        where(p) for p in FILES if where(p).startswith("digests/") and any(i.split(".")[0] == "bot" for i in imports(p))
    ]
    assert wrong == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_calls_only_whom_it_may(room: str) -> None:
    """Rooms meet in the newsroom's pipelines, not in each other."""
    rooms = {f"digests.{name}" for name in ("ingest", "reading", "stories", "people", "summaries", "store", "editions")}
    wrong = [
        f"{where(path)} imports {module}"
        for path in FILES
        if where(path).startswith(room.replace(".", "/") + "/")
        for module in imports(path)
        if any(module == other or module.startswith(f"{other}.") for other in rooms - {room})
        and not any(module == allowed or module.startswith(f"{allowed}.") for allowed in ROOMS[room])
        and not any(allowed.startswith(f"{module}.") for allowed in ROOMS[room])
    ]
    assert wrong == []


@pytest.mark.parametrize("library", ALONE)
def test_a_library_has_one_place(library: str) -> None:
    """What is imported in one place can be replaced there."""
    wrong = [
        where(path)
        for path in FILES
        if not where(path).startswith(tuple(ALONE[library].split()))
        and any(module.split(".")[0] == library for module in imports(path))
    ]
    assert wrong == []


def test_platforms_do_not_know_each_other() -> None:
    """A platform's folder imports the port and the neutral parts, never a sibling."""
    for path in (ROOT / "bot" / "platforms").rglob("*.py"):
        own = path.relative_to(ROOT / "bot" / "platforms").parts[0]
        known = (own, "allowance", "base", "claims", "trying")
        others = [m for m in imports(path) if m.startswith("bot.platforms.") and m.split(".")[2] not in known]
        assert not others, where(path)


def test_files_are_small() -> None:
    """Half of them are under 120 lines, none is over 300 but a list of plain values."""
    lengths = {where(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert sorted(lengths.values())[len(lengths) // 2] < 120
    assert [name for name, length in lengths.items() if length > 300 and name not in LISTS] == []


@pytest.mark.parametrize("path", FILES, ids=where)
def test_public_names_have_docstrings(path: Path) -> None:
    """Modules, public classes and functions say what they are for."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    missing = [
        node.name
        for node in tree.body
        if isinstance(node, named) and node.name[0] != "_" and not ast.get_docstring(node)
    ]
    assert not missing
    assert ast.get_docstring(tree) or not tree.body


def commands() -> Iterator[tuple[str, click.Command]]:
    """List every command of the command line, groups and what is in them."""
    context = click.Context(downlink)
    for name in COMMANDS:
        command = downlink.get_command(context, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {sub}", each) for sub, each in command.commands.items())


@pytest.mark.parametrize(("name", "command"), list(commands()), ids=[name for name, _ in commands()])
def test_every_command_has_help_with_an_example(name: str, command: click.Command) -> None:
    """The example is of this very command."""
    assert command.help is not None
    assert f"Example: downlink {name}" in command.help
    options = [each for each in command.params if isinstance(each, click.Option)]
    assert [option.name for option in options if not option.help] == []


def test_every_command_has_a_row_in_the_readme() -> None:
    """What can be typed can be looked up."""
    text = README.read_text(encoding="utf-8")
    missing = [name for name in COMMANDS if f"`downlink {name}" not in text and f"`{name}" not in text]
    missing += [command.typed for command in REGISTRY.commands if f"`{command.typed}" not in text]
    assert missing == []


def test_help_imports_nothing_heavy() -> None:
    """``downlink --help`` stays instant: click, and nothing of what commands need."""
    code = "import sys; from bot.cli.main import run; run(['--help']); print('MODULES', *sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    heavy = {
        "pydantic",
        "rich",
        "sqlalchemy",
        "numpy",
        "prompt_toolkit",
        "trafilatura",
        "asyncio",
        "rapidfuzz",
        "anyascii",
    }
    modules = set(loaded.partition("MODULES")[2].split())
    assert "click" in modules and not heavy & modules
    assert not any(module.startswith("digests") for module in modules)
