"""A message → a forum's post: its name and its tags. Pure.

https://docs.discord.com/developers/resources/channel#start-thread-in-forum-or-media-channel
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.platforms.discord.channels import Tag
from bot.platforms.discord.escape import plain
from bot.platforms.discord.limits import POST_NAME, POST_TAGS, shortened
from bot.platforms.discord.places import Target
from bot.platforms.discord.render import Payload

NEWS = ("news", "digest", "digests")  # tags that fit whatever a digest is about


def post_of(title: str, payload: Payload, target: Target) -> Payload:
    """Lay out the body that makes a post."""
    made: Payload = {"name": name_of(title), "message": payload}
    tags = tags_of(title, target.about.tags, needed=target.about.needs_tag)
    return made | ({"applied_tags": tags} if tags else {})


def name_of(title: str) -> str:
    """Shorten a title to a thread's name; Discord takes none that is empty."""
    return shortened(" ".join(plain(title).split()), POST_NAME) or "Downlink"


def tags_of(title: str, tags: Sequence[Tag], *, needed: bool) -> list[str]:
    """Choose the tags that the title names, then those for news; where one is needed and none fits, the first."""
    free = [tag for tag in tags if not tag.moderated]
    named = [tag for tag in free if _names(title, tag.name)]
    fitting = [*named, *(tag for tag in free if tag not in named and tag.name.casefold() in NEWS)]
    if needed and not fitting:
        fitting = free[:1]
    return [tag.id for tag in fitting[:POST_TAGS]]


def _names(title: str, tag: str) -> bool:
    words = re.escape(" ".join(tag.split()))
    return bool(words) and re.search(rf"(?<!\w){words}(?!\w)", " ".join(title.split()), re.I) is not None
