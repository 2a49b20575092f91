"""Lines typed at a prompt with history and completion: the one import of prompt_toolkit."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import FileHistory, History, InMemoryHistory

from bot.commands.registry import Registry
from bot.platforms.terminal.completion import Names, suggest

PROMPT = FormattedText([("bold ansiblue", "downlink"), ("", "> ")])


class PromptLines:
    """Lines typed at a prompt. Ctrl-C clears the line, Ctrl-D leaves."""

    def __init__(self, registry: Registry, names: Names, history: Path | None) -> None:
        self._session: PromptSession[str] = PromptSession(
            history=_history(history), completer=_Completer(registry, names), complete_while_typing=False
        )

    async def next(self) -> str | None:
        """Wait for a line; None for Ctrl-D."""
        while True:
            try:
                return await self._session.prompt_async(PROMPT)
            except KeyboardInterrupt:
                continue
            except EOFError:
                return None


def _history(path: Path | None) -> History:
    try:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
            return FileHistory(str(path))
    except OSError:  # nowhere to keep it: this session's lines are enough
        pass
    return InMemoryHistory()


class _Completer(Completer):
    def __init__(self, registry: Registry, names: Names) -> None:
        self._registry, self._names = registry, names

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> list[Completion]:
        return []  # all of ours ask the newsroom, see below

    async def get_completions_async(
        self, document: Document, complete_event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        for each in await suggest(document.text_before_cursor, self._registry, self._names):
            yield Completion(each.text, start_position=-each.replaces, display_meta=each.about)
