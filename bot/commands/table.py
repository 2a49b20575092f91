"""Every verb there is. A new one is one line here."""

from __future__ import annotations

from bot.commands import digest, mentioned, news, story, who
from bot.commands.help import help_over
from bot.commands.registry import Registry

_COMMANDS = (
    digest.digest,
    who.who,
    who.said,
    story.story,
    story.timeline,
    news.news,
    news.trending,
    digest.why,
    mentioned.mentioned,
)
REGISTRY = Registry((*_COMMANDS, help_over(_COMMANDS)))
