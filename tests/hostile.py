"""Articles written to do harm, taken in as any other, asked for, and shown on both platforms: what is alive in them?"""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

from hypothesis import strategies as st

from bot.app import App, build
from bot.config import load
from bot.platforms.discord import render as discord
from bot.platforms.slack import render as slack
from bot.replies import Destination, Kind, Reply
from digests.newsroom import IngestOptions
from tests.bot.platforms.discord.markdown import read, readable
from tests.bot.platforms.discord.test_hostile import SHARP
from tests.bot.platforms.discord.test_hostile import reply as everywhere
from tests.bot.platforms.slack.test_render import PIECES, check
from tests.bot.platforms.slack.test_render import hostile as everywhere_on_slack
from tests.emulators.discord_emulator import DiscordSpec, message_rules

OURS = "https://news.example/"
HARMFUL = (*SHARP, *PIECES, "mailto:a@evil.example", "slack://open", "<!subteam^S1>", "\u2067evil\u2069", "\u202eevil")
ASKED = (
    "/digest 1 May 2022..9 May 2022 full", "/who Rogozin", "/who Roscosmos", "/quotes Rogozin", "/story Rogozin",
    "/timeline Rogozin", "/news Rogozin", "/trending 1 May 2022..9 May 2022", "/who {evil}", "/news {evil}", "/x{evil}",
    "/ask {evil}", "/ask Who is Rogozin?", "/ask What did Rogozin say in Moscow?",
)  # fmt: skip
evils = st.lists(
    st.sampled_from(HARMFUL) | st.text(max_size=12) | st.sampled_from([" ", "", "\n", "\n\n", "w" * 900]),
    min_size=1,
    max_size=10,
).flatmap(lambda parts: st.sampled_from(["", " "]).map(lambda gap: gap.join(parts)))
SPEC: list[DiscordSpec] = []


def article(number: int, evil: str) -> dict[str, str]:
    """Put a text into every field of an article that is about somebody who is asked for."""
    safe = evil.encode("utf-8", "replace").decode()
    text = (
        f"Dmitry Rogozin, the chief executive of Roscosmos, spoke in Moscow on Friday {safe}. "
        f"“{safe} is what we will fly,” Rogozin said about {safe}. "
        f"He added: “It is not {safe}.” {safe}\n\nEngineers of Roscosmos tested engine {number} {safe} in May."
    )
    return {"title": f"Rogozin {safe} {number}", "text": text, "outlet": f"Orbit {safe[:60]}", "author": safe[:100],
            "url": f"{OURS}{number}", "published_at": f"2022-05-0{1 + number % 8}T09:00:00Z"}  # fmt: skip


async def shown(folder: Path, texts: list[str]) -> int:
    """Take articles in, ask for them in every way, judge each message; gives how many there were."""
    path = folder / "hostile.jsonl"
    path.write_text("".join(json.dumps(article(n, text)) + "\n" for n, text in enumerate(texts)), encoding="utf-8")
    app = build(load({"DOWNLINK_DATABASE_URL": f"sqlite:///{folder / 'hostile.db'}"}, folder))
    try:
        report = await app.newsroom.ingest([str(path)], IngestOptions())
        assert report.new + report.duplicates + report.rejected + report.known + report.updated == len(texts)
        return sum([judged(await _asked(app, line, texts[0])) for line in ASKED])
    finally:
        app.close()


def placed(evil: str) -> None:
    """Put a text into every place that a reply has, without a newsroom between, and judge it on both."""
    for payload in discord.render(everywhere(evil, f"{OURS}1", Kind.DIGEST), discord.Offers("/help", True)):
        assert message_rules(payload) == []
        for part in readable(payload):
            alive = read(part)
            assert alive.mentions == [] and set(alive.links) <= {f"{OURS}1"}, part
    check(slack.render(everywhere_on_slack(evil), slack.Offers("/help", True)), structure=False)


async def _asked(app: App, line: str, evil: str) -> Reply:
    typed = line.replace("{evil}", evil[:200])
    return await app.answer_line(typed, destination=Destination("terminal", "hostile"), user="hostile")


def judged(reply: Reply) -> int:
    """Judge a reply on both; gives the number of messages. Fails where something is alive, or refused."""
    assert reply.outcome.value != "failed", reply
    on_discord = discord.render(reply, discord.Offers("/help", reply.shareable))
    for payload in on_discord:
        assert message_rules(payload) == [] and payload["allowed_mentions"]["parse"] == []
        assert _spec().body_errors("POST", "/channels/{channel_id}/messages", payload) == []
        for part in readable(payload):
            found = read(part)
            foreign = [link for link in found.links if not link.replace("\\", "").startswith(OURS)]
            assert found.mentions == foreign == [], part
    on_slack = slack.render(reply, slack.Offers("/help", reply.shareable))
    check(on_slack)
    for word in set(re.findall(r"\b[a-z]{4,12}\b", " ".join(_words(reply)))):
        assert word in json.dumps(on_discord) and word in json.dumps(on_slack), word
    return len(on_discord) + len(on_slack)


def _words(value: object) -> list[str]:
    """List the texts of a reply, but for those that a platform has other means for."""
    if isinstance(value, Reply):
        value = [block for block in value.to_json()["blocks"] if block["type"] not in ("sources", "activity", "pager")]
    if isinstance(value, dict):
        kept = {
            name: inner for name, inner in value.items() if name not in ("type", "url", "command", "label", "style")
        }
        return [word for inner in kept.values() for word in _words(inner)]
    if isinstance(value, list):
        return [word for inner in value for word in _words(inner)]
    return [value] if isinstance(value, str) else []


def _spec() -> DiscordSpec:
    """Read the megabyte once, and only where it is needed."""
    if not SPEC:
        SPEC.append(DiscordSpec())
    return SPEC[0]


def run(folder: Path, texts: list[str]) -> int:
    """Do it all, from a place without an event loop; gives the number of messages of the newsroom's answers."""
    for text in texts:
        placed(text)
    return asyncio.run(shown(folder, texts))
