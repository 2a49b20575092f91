"""Draw the README's pictures of Slack and Discord: ``python docs/pictures.py``. Needs Chromium.

The sample archive is asked, each reply is rendered into the platform's own payload, that is laid out as HTML in the
platform's style and photographed. These are no screenshots, and each picture says so.
"""

from __future__ import annotations

import asyncio
import contextlib
import html
import importlib
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.app import App
from bot.cli.payloads import payloads
from bot.replies import Destination, Invocation
from bot.sampling import sample_app

HERE = Path(__file__).parent
ASKED = {"digest": "/digest 11 Jul 2022..16 Jul 2022", "dossier": "/who Rogozin"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
         "--hide-scrollbars", "--force-device-scale-factor=1")  # fmt: skip
WIDTH = 760
# ruff: noqa: E501 - style sheets
STYLE = """
body { margin: 0; width: 760px; font: 15px/1.4 "Noto Sans", "DejaVu Sans", sans-serif; }
main { padding: 16px 20px; } .row { display: flex; gap: 14px; } .said { flex: 1; min-width: 0; }
.face { width: 40px; height: 40px; flex: none; color: #fff; background: #16213e; text-align: center;
  font: bold 22px/40px sans-serif; } .small { font-size: 12px; } a { text-decoration: none; }
footer { padding: 5px 20px; font-size: 11px; } h1, h2, h3 { margin: 6px 0 4px; } ul { margin: 2px 0; padding-left: 22px; }
blockquote { margin: 4px 0; padding-left: 10px; border-left: 4px solid; } .buttons { margin-top: 8px; display: flex; gap: 8px; }
.discord { background: #313338; color: #dbdee1; } .discord .face { border-radius: 50%; } .discord a { color: #00a8fc; }
.discord .who b { color: #f2f3f5; } .discord .app { background: #5865f2; color: #fff; border-radius: 3px; font-size: 10px;
  padding: 1px 4px; } .discord .embed { background: #2b2d31; border-left: 4px solid; border-radius: 4px; padding: 8px 14px 12px;
  margin-top: 6px; max-width: 600px; font-size: 14px; } .discord .small { color: #949ba4; } .discord time { background: #3f4147; border-radius: 3px; padding: 0 2px; }
.discord h1 { font-size: 21px; } .discord h2 { font-size: 18px; } .discord h3 { font-size: 15px; } .discord .title { font-weight: bold; font-size: 15px; }
.discord blockquote { border-color: #4e5058; } .discord .button { background: #4e5058; color: #fff; padding: 5px 14px; border-radius: 4px; font-size: 13px; }
.discord .select { background: #1e1f22; color: #949ba4; padding: 8px 12px; border-radius: 4px; width: 380px; font-size: 14px; margin-top: 8px; } .discord footer { background: #1e1f22; color: #949ba4; }
.slack { background: #fff; color: #1d1c1d; } .slack .face { border-radius: 6px; } .slack a { color: #1264a3; } .slack .small { color: #616061; margin: 3px 0; }
.slack .app { background: #e8e8e8; color: #616061; border-radius: 2px; font-size: 10px; padding: 1px 4px; } .slack h1 { font-size: 18px; } .slack p { margin: 5px 0; }
.slack blockquote { border-color: #ddd; } .slack .button, .slack .select { display: inline-block; border: 1px solid #bbb; border-radius: 4px; padding: 4px 12px; font-weight: bold; font-size: 13px; }
.slack .select { font-weight: normal; width: 300px; } .slack hr { border: 0; border-top: 1px solid #ddd; } .slack footer { background: #f8f8f8; color: #616061; } .slack code { color: #c01343; border: 1px solid #ddd; border-radius: 3px; padding: 0 3px; }
"""
MARKUP = re.compile(
    r"\\(?P<escaped>[^\w\s])|\[(?P<label>(?:\\.|[^\]\\])*)\]\(<?(?P<url>[^\s)>]+)>?\)|<t:(?P<time>-?\d+)(?::(?P<form>\w))?>"
    r"|\*\*(?P<bold>.+?)\*\*|_(?P<emphasis>[^_\n]+)_|`(?P<code>[^`]+)`"
)


def shown_time(stamp: int, form: str) -> str:
    """Show a moment as a reader in UTC sees it."""
    moment = datetime.fromtimestamp(stamp, UTC)
    return moment.strftime("%-d %B %Y %H:%M" if form == "f" else "%-d %b %Y")


def markdown(text: str) -> str:
    """Lay out one line of what Discord calls markdown, as far as the bot uses it."""
    out, at = [], 0
    for found in MARKUP.finditer(text):
        out.append(html.escape(text[at : found.start()]))
        at = found.end()
        if found["escaped"]:
            out.append(html.escape(found["escaped"]))
        elif found["url"]:
            out.append(f'<a href="#">{markdown(found["label"])}</a>')
        elif found["time"]:
            out.append(f"<time>{shown_time(int(found['time']), found['form'] or 'f')}</time>")
        elif found["bold"]:
            out.append(f"<b>{markdown(found['bold'])}</b>")
        elif found["emphasis"]:
            out.append(f"<i>{markdown(found['emphasis'])}</i>")
        else:
            out.append(f"<code>{html.escape(found['code'])}</code>")
    return "".join(out) + html.escape(text[at:])


def discord_lines(text: str) -> str:
    """Lay out a description: headings, small print, bullets, quotations."""
    made = []
    for line in text.split("\n"):
        for mark, before, after in (("### ", "<h3>", "</h3>"), ("## ", "<h2>", "</h2>"), ("# ", "<h1>", "</h1>"),
                                    ("-# ", '<div class="small">', "</div>"), ("- ", "<ul><li>", "</li></ul>"),
                                    ("> ", "<blockquote>", "</blockquote>")):  # fmt: skip
            if line.startswith(mark):
                made.append(before + markdown(line.removeprefix(mark)) + after)
                break
        else:
            made.append(f"<div>{markdown(line)}</div>" if line else '<div style="height:6px"></div>')
    return "".join(made).replace("</ul><ul>", "")


def discord(message: dict[str, Any]) -> Iterator[str]:
    """Lay out a message of Discord."""
    yield discord_lines(message["content"])
    for embed in message["embeds"]:
        title = markdown(embed.get("title", ""))
        title = f'<a href="#">{title}</a>' if embed.get("url") else title
        yield f'<div class="embed" style="border-color:#{embed["color"]:06x}"><div class="title">{title}</div>'
        yield discord_lines(embed.get("description", "")) + "</div>"
    for row in message["components"]:
        inner = [
            f'<span class="button">{html.escape(each["label"])}</span>'
            for each in row["components"]
            if each["type"] == 2
        ]
        inner += [
            f'<div class="select">{html.escape(each["placeholder"])} ⌄</div>'
            for each in row["components"]
            if each["type"] == 3
        ]
        yield f'<div class="buttons">{"".join(inner)}</div>'


def rich(element: dict[str, Any]) -> str:
    """Lay out an element of Slack's rich text."""
    kind, inner = element["type"], element.get("elements", ())
    if kind == "rich_text_list":
        return "<ul>" + "".join(f"<li>{rich(each)}</li>" for each in inner) + "</ul>"
    if kind == "rich_text_quote":
        return f"<blockquote>{''.join(map(rich, inner))}</blockquote>"
    if inner:
        return "".join(map(rich, inner))
    text = html.escape(element.get("text") or element.get("fallback") or "").replace("\n", "<br>")
    for style, tag in (("bold", "b"), ("italic", "i"), ("code", "code")):
        if element.get("style", {}).get(style):
            text = f"<{tag}>{text}</{tag}>"
    return f'<a href="#">{text}</a>' if kind == "link" else text


def mrkdwn(text: dict[str, Any]) -> str:
    """Lay out a text object."""
    if text["type"] != "mrkdwn":
        return html.escape(text["text"]).replace("\n", "<br>")
    shown = re.sub(r"<!date\^[^|]*\|([^>]*)>", r"\1", text["text"])
    shown = re.sub(r"<(https?[^|>]*)\|([^>]*)>", r'<a href="#">\2</a>', shown)
    shown = re.sub(r"\*([^*\n]+)\*", r"<b>\1</b>", re.sub(r"`([^`]+)`", r"<code>\1</code>", shown))
    return shown.replace("\n", "<br>")


def slack(message: dict[str, Any]) -> Iterator[str]:
    """Lay out a message of Slack."""
    for block in message["blocks"]:
        kind, elements = block["type"], block.get("elements", [])
        if kind == "header":
            yield f"<h1>{mrkdwn(block['text'])}</h1>"
        elif kind == "context":
            yield f'<div class="small">{" ".join(map(mrkdwn, elements))}</div>'
        elif kind == "rich_text":
            yield "<div style='margin:5px 0'>" + "".join(map(rich, elements)) + "</div>"
        elif kind == "section":
            texts = [block["text"]] if "text" in block else block["fields"]
            yield "<p>" + " ".join(map(mrkdwn, texts)) + "</p>"
            elements = [block["accessory"]] if "accessory" in block else []
        elif kind == "divider":
            yield "<hr>"
        if kind in ("actions", "section") and elements:
            labels = [
                ("button", each["text"]) if each["type"] == "button" else ("select", each["placeholder"])
                for each in elements
            ]
            yield (
                '<div class="buttons">' + "".join(f'<span class="{c}">{mrkdwn(t)}</span>' for c, t in labels) + "</div>"
            )


def page(platform: str, messages: list[dict[str, Any]]) -> str:
    """Make the page of one reply."""
    said = "".join(part for message in messages for part in (discord, slack)[platform == "slack"](message))
    name = platform.capitalize()
    return (
        f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style><body class="{platform}"><main><div class="row">'
        f'<div class="face">D</div><div class="said"><div class="who"><b>Downlink</b> <span class="app">APP</span></div>{said}'
        f"</div></div></main><footer>Rendered by Downlink in the style of {name}, not a screenshot. Sample archive, invented "
        "outlets.</footer>"
    )


def photographed(text: str, target: Path) -> None:
    """Photograph a page in its full height, in few colours."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        sys.exit("Chromium is needed to draw the pictures: none of " + ", ".join(BROWSERS) + " is there.")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text(text + "<script>document.title = document.body.scrollHeight</script>", encoding="utf-8")
        profile = f"--user-data-dir={folder}/profile"
        seen = subprocess.run([browser, *FLAGS, profile, f"--window-size={WIDTH},600", "--dump-dom", file.as_uri()],
                              capture_output=True, text=True, check=True, timeout=120).stdout  # fmt: skip
        height = re.search(r"<title>(\d+)", seen)
        size = f"--window-size={WIDTH},{height[1] if height else 1200}"
        subprocess.run([browser, *FLAGS, profile, size, f"--screenshot={target}", file.as_uri()],
                       capture_output=True, check=True, timeout=120)  # fmt: skip

    with contextlib.suppress(ImportError):  # Pillow, where it is: a third of the size
        image = importlib.import_module("PIL.Image").open(target)
        image.convert("RGB").quantize(48).save(target, optimize=True)


async def asked(app: App, platform: str, command: str) -> list[dict[str, Any]]:
    """Ask as somebody on that platform; gives the messages."""
    call = Invocation("picture", "reader", Destination(platform, "space-news", "-"), "", command)
    return await payloads(app, platform, command, await app.answer(call))


def main() -> None:
    """Draw all four."""
    with sample_app() as app:
        for platform in ("discord", "slack"):
            for name, command in ASKED.items():
                target = HERE / f"{platform}-{name}.png"
                photographed(page(platform, asyncio.run(asked(app, platform, command))), target)
                print(f"{target.relative_to(HERE.parent)}: {target.stat().st_size / 1024:.0f} KB")


if __name__ == "__main__":
    main()
