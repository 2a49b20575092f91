"""Every verb there is. A new one is one line here."""

from __future__ import annotations

from bot.commands import ask, digest, follows, mentioned, news, story, who
from bot.commands.admin import approving, data, feeds, granting, log, posting, settings, showing, status, subscribing
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
    ask.ask,
    digest.why,
    mentioned.mentioned,
    follows.follow,
    follows.unfollow,
    follows.following,
    subscribing.subscribe,
    showing.listed,
    showing.show,
    subscribing.edit,
    subscribing.pause,
    subscribing.resume,
    subscribing.unsubscribe,
    showing.preview,
    posting.run,
    posting.history,
    feeds.feeds,
    settings.settings,
    status.status,
    posting.redeliver,
    approving.review,
    approving.approve,
    approving.reject,
    log.log,
    log.undo,
    data.export,
    data.forget,
    granting.grant,
    granting.revoke,
)
REGISTRY = Registry((*_COMMANDS, help_over(_COMMANDS)))
