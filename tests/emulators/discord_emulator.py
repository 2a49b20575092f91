"""Loopback Discord emulator: REST v10 + Gateway v10, for black-box testing of a discord.py bot.

Independent of discord.py and of the bot. Request bodies are validated against Discord's own OpenAPI
document (specs/discord/openapi.json), plus a small table of documented limits which that document omits.

In-process:   async with DiscordEmulator() as d: ...        Stand-alone:   python discord_emulator.py --port 4810
Control over HTTP: POST /_emu/call {"method": "slash", "args": {...}};  GET /_emu/methods;  GET /_emu/requests
"""
from __future__ import annotations

import argparse, asyncio, hashlib, itertools, json, os, re, secrets, time, zlib
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.emulators.emu_common import (ControlMixin, Drop, Fault, Faults, LoopbackServer, Record, Recorder, ScenarioError, control,
                        cut_connection, serve_cli)

HERE = os.path.dirname(os.path.abspath(__file__))
SPEC = os.path.join(HERE, "specs", "discord", "openapi.json")
EPHEMERAL = 64
PRIVILEGED_INTENTS = (1 << 1) | (1 << 8) | (1 << 15)     # members, presences, message content
KNOWN_INTENTS = sum(1 << i for i in (*range(17), 20, 21, 24, 25))


# --------------------------------------------------------------------------------------- payload validation
class DiscordSpec:
    """Validates bodies with the official OpenAPI 3.1 components; adds documented rules missing from it."""

    def __init__(self, path: str = SPEC):
        self.spec = json.load(open(path))
        self._registry = Registry().with_resource("urn:discord", Resource(contents=self.spec, specification=DRAFT202012))
        self._cache: dict[str, Draft202012Validator] = {}
        self.routes: list[tuple[str, re.Pattern, dict]] = []
        for p, ops in self.spec["paths"].items():
            rx = re.compile("^" + re.sub(r"\\\{[^}]+\\\}", r"([^/]+)", re.escape(p)) + "$")
            self.routes.append((p, rx, ops))
        self.routes.sort(key=lambda r: r[0].count("{"))      # "@me"/"@original" before placeholders

    def validator(self, pointer: str) -> Draft202012Validator:
        if pointer not in self._cache:
            self._cache[pointer] = Draft202012Validator({"$ref": "urn:discord#" + pointer}, registry=self._registry,
                                                        format_checker=Draft202012Validator.FORMAT_CHECKER)
        return self._cache[pointer]

    def template(self, path: str) -> tuple[str, dict] | tuple[None, None]:
        for p, rx, ops in self.routes:
            if rx.match(path):
                return p, ops
        return None, None

    def body_errors(self, method: str, template: str, body: Any) -> list[dict]:
        op = self.spec["paths"].get(template, {}).get(method.lower())
        content = (op or {}).get("requestBody", {}).get("content", {}).get("application/json")
        if not content:
            return []
        esc = template.replace("~", "~0").replace("/", "~1")
        v = self.validator(f"/paths/{esc}/{method.lower()}/requestBody/content/application~1json/schema")
        return self.errors(v, body)

    def response_errors(self, method: str, template: str, status: int, body: Any) -> list[dict]:
        esc = template.replace("~", "~0").replace("/", "~1")
        r = self.spec["paths"].get(template, {}).get(method.lower(), {}).get("responses", {}).get(str(status))
        if not r or "application/json" not in r.get("content", {}):
            return []
        return self.errors(self.validator(f"/paths/{esc}/{method.lower()}/responses/{status}/content/application~1json/schema"), body)

    def schema_errors(self, name: str, body: Any) -> list[dict]:
        return self.errors(self.validator("/components/schemas/" + name), body)

    @staticmethod
    def errors(v, body) -> list[dict]:
        out = []
        for e in v.iter_errors(body):
            leaf = e
            while leaf.context:                # descend into the closest branch of anyOf/oneOf
                leaf = min(leaf.context, key=lambda c: (-len(c.absolute_path), c.validator in ("const", "enum", "type")))
            # Discord's README: strings that parse as ints are accepted where the spec says integer
            if leaf.validator == "type" and "integer" in str(leaf.validator_value) and isinstance(leaf.instance, str) and re.fullmatch(r"-?\d+", leaf.instance):
                continue
            out.append({"path": [str(x) for x in leaf.absolute_path], "rule": leaf.validator, "limit": leaf.validator_value
                        if isinstance(leaf.validator_value, (int, str)) else None, "message": leaf.message[:160]})
        return out


def _len(s: Any) -> int: return len(s) if isinstance(s, str) else 0


def message_rules(body: dict, *, webhook: bool = False, partial: bool = False, has_files: bool = False) -> list[dict]:
    """Documented message rules that the OpenAPI document does not carry."""
    err = lambda path, code, msg: {"path": [str(p) for p in path], "rule": code, "limit": None, "message": msg}
    out = []
    if _len(body.get("content")) > 2000:
        out.append(err(["content"], "BASE_TYPE_MAX_LENGTH", "Must be 2000 or fewer in length."))
    embeds = body.get("embeds") or []
    total = 0
    for i, e in enumerate(embeds if isinstance(embeds, list) else []):
        if not isinstance(e, dict): continue
        total += _len(e.get("title")) + _len(e.get("description")) + _len((e.get("footer") or {}).get("text")) + _len((e.get("author") or {}).get("name"))
        for j, f in enumerate(e.get("fields") or []):
            total += _len(f.get("name")) + _len(f.get("value"))
            for k in ("name", "value"):
                if isinstance(f.get(k), str) and not f[k].strip():
                    out.append(err(["embeds", i, "fields", j, k], "BASE_TYPE_REQUIRED", "This field is required"))
        for loc, u in [(["url"], e.get("url")), *[([k, "url"], (e.get(k) or {}).get("url")) for k in ("image", "thumbnail", "author")]]:
            if u and not re.match(r"^(https?|attachment)://\S+$", u):
                out.append(err(["embeds", i, *loc], "URL_TYPE_INVALID_SCHEME" if ":" in u else "URL_TYPE_INVALID_URL", f"Not a well formed http(s) URL: {u[:60]}"))
        if not any(e.get(k) for k in ("title", "description", "fields", "image", "thumbnail", "footer", "author", "video", "provider")):
            out.append(err(["embeds", i], "BASE_TYPE_REQUIRED", "This field is required"))
    if total > 6000:
        out.append(err(["embeds"], "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000"))
    if _len(body.get("nonce")) > 25:
        out.append(err(["nonce"], "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length."))
    am = body.get("allowed_mentions") or {}
    for k, p in (("users", "users"), ("roles", "roles")):
        if am.get(k) and p in (am.get("parse") or []):
            out.append(err(["allowed_mentions"], "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", f"parse:[{p}] and {k}: [ids...] are mutually exclusive."))
    empty = not ((body.get("content") or "").strip() or embeds or body.get("components") or body.get("sticker_ids") or body.get("poll") or has_files)
    if empty and not partial and not out:
        out.append({"path": [], "rule": "EMPTY", "limit": None, "message": "Cannot send an empty message"})
    return out


NAME_RX = re.compile(r"^[-_'\w]{1,32}$")


def command_rules(cmds: list[dict]) -> list[dict]:
    err = lambda path, msg, code="APPLICATION_COMMAND_INVALID": {"path": [str(p) for p in path], "rule": code, "limit": None, "message": msg}
    out, seen = [], set()
    counts: dict[int, int] = {}
    for i, c in enumerate(cmds):
        t = c.get("type", 1) or 1
        counts[t] = counts.get(t, 0) + 1
        key = (c.get("name"), t)
        if key in seen:
            out.append(err([i, "name"], "Application command names must be unique", "APPLICATION_COMMANDS_DUPLICATE_NAME"))
        seen.add(key)
        if t == 1:
            if not NAME_RX.match(c.get("name") or "") or c["name"] != c["name"].lower():
                out.append(err([i, "name"], "Command name is invalid", "APPLICATION_COMMAND_INVALID_NAME"))
            if not c.get("description"):
                out.append(err([i, "description"], "This field is required", "BASE_TYPE_REQUIRED"))
        size = _len(c.get("name")) + _len(c.get("description"))

        def walk(opts, path):
            nonlocal size
            names, optional_seen = set(), False
            for j, o in enumerate(opts or []):
                p = [*path, "options", j]
                size += _len(o.get("name")) + _len(o.get("description")) + sum(len(str(x.get("name"))) + len(str(x.get("value"))) for x in o.get("choices") or [])
                if not NAME_RX.match(o.get("name") or "") or o["name"] != o["name"].lower():
                    out.append(err([*p, "name"], "Option name is invalid", "APPLICATION_COMMAND_INVALID_NAME"))
                if o.get("name") in names:
                    out.append(err([*p, "name"], "Option names must be unique", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS"))
                names.add(o.get("name"))
                if o.get("required") and optional_seen:
                    out.append(err(p, "Required options must be placed before non-required options", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"))
                if o.get("type") not in (1, 2) and not o.get("required"): optional_seen = True
                if o.get("autocomplete") and o.get("choices"):
                    out.append(err(p, "autocomplete and choices are mutually exclusive"))
                walk(o.get("options"), p)
        walk(c.get("options"), [i])
        if size > 8000:
            out.append(err([i], "Command exceeds maximum size (8000)", "APPLICATION_COMMAND_TOO_LARGE"))
    for t, mx in ((1, 100), (2, 15), (3, 15)):
        if counts.get(t, 0) > mx:
            out.append(err([], f"Maximum number of application commands reached ({mx})", "MAX_COMMANDS"))
    return out


def discord_error_tree(errs: list[dict]) -> dict:
    """The nested `errors` object of error 50035."""
    root: dict = {}
    for e in errs:
        node = root
        for p in e["path"]:
            node = node.setdefault(p, {})
        node.setdefault("_errors", []).append({"code": str(e["rule"]).upper(), "message": e["message"]})
    return root


class ApiError(Exception):
    def __init__(self, status: int, code: int, message: str, errors: dict | None = None):
        self.status, self.body = status, {"message": message, "code": code, **({"errors": errors} if errors else {})}


# --------------------------------------------------------------------------------------- rate limit buckets
@dataclass
class Bucket:
    limit: int
    window: float
    reset_at: float = 0.0
    used: int = 0

    def hit(self, now: float) -> tuple[bool, dict]:
        if now >= self.reset_at:
            self.used, self.reset_at = 0, now + self.window
        ok = self.used < self.limit
        if ok:
            self.used += 1
        after = max(0.0, self.reset_at - now)
        return ok, {"X-RateLimit-Limit": str(self.limit), "X-RateLimit-Remaining": str(max(0, self.limit - self.used)),
                    "X-RateLimit-Reset": f"{time.time() + after:.3f}", "X-RateLimit-Reset-After": f"{after:.3f}"}


# --------------------------------------------------------------------------------------- gateway
@dataclass
class Session:
    id: str
    token: str
    intents: int
    seq: int = 0
    buffer: deque = field(default_factory=lambda: deque(maxlen=5000))   # (seq, payload) for RESUME
    conn: "Conn | None" = None
    identify: dict = field(default_factory=dict)
    resumable_until: float | None = None
    dead: bool = False


class Conn:
    """One websocket connection."""
    _ids = itertools.count(1)

    def __init__(self, emu: "DiscordEmulator", ws: web.WebSocketResponse, request: web.Request):
        self.id = next(self._ids)
        self.emu, self.ws, self.request = emu, ws, request
        self.compress = request.query.get("compress")
        self._z = zlib.compressobj() if self.compress == "zlib-stream" else None
        self.session: Session | None = None
        self.last_beat = time.monotonic()
        self.sent_times: deque = deque()
        self.ack_heartbeats = True
        self.frozen = False
        self.opened = time.time()
        self.close_code: int | None = None
        self._lock = asyncio.Lock()

    async def send(self, payload: dict) -> None:
        if self.frozen or self.ws.closed:
            return
        s = json.dumps(payload, separators=(",", ":"))
        async with self._lock:
            try:
                if self._z:
                    await self.ws.send_bytes(self._z.compress(s.encode()) + self._z.flush(zlib.Z_SYNC_FLUSH))
                else:
                    await self.ws.send_str(s)
            except (ConnectionError, RuntimeError):
                pass
        self.emu._gw_log("out", self, payload)

    async def close(self, code: int, msg: str = "") -> None:
        self.close_code = code
        await self.ws.close(code=code, message=msg.encode())

    def abort(self) -> None:
        self.close_code = 1006
        cut_connection(self.request)


# --------------------------------------------------------------------------------------- world model
@dataclass
class Interaction:
    id: str
    token: str
    type: int
    payload: dict
    created: float
    user_id: str
    channel_id: str
    ack: dict | None = None              # the callback body
    ack_delay: float | None = None
    original_id: str | None = None
    deferred: bool = False
    delivered_to: int = 0                # gateway connections it was sent on
    followups: list = field(default_factory=list)
    errors: list = field(default_factory=list)
    event: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def choices(self): return ((self.ack or {}).get("data") or {}).get("choices")

    def to_json(self):
        return {"id": self.id, "token": self.token, "type": self.type, "ack": self.ack, "ack_delay": self.ack_delay, "deferred": self.deferred,
                "original_id": self.original_id, "followups": self.followups, "errors": self.errors, "delivered_to": self.delivered_to, "choices": self.choices}


class DiscordEmulator(ControlMixin, LoopbackServer):
    API = "/api/v10"

    def __init__(self, *, token: str = "MTAwMDAwMDAwMDAwMDAwMDAx.emu.token", application_id: str = "1000000000000000001",
                 heartbeat_interval: float = 41.25, ack_deadline: float = 3.0, token_ttl: float = 900.0, resume_window: float = 120.0,
                 identify_interval: float = 5.0, privileged_intents: int = 0, seed: bool = True, validate: bool = True,
                 buckets: dict | None = None, global_limit: tuple[int, float] | None = (50, 1.0)):
        super().__init__()
        self.token, self.app_id = token, application_id
        self.heartbeat_interval, self.ack_deadline, self.token_ttl = heartbeat_interval, ack_deadline, token_ttl
        self.resume_window, self.identify_interval, self.privileged = resume_window, identify_interval, privileged_intents
        self.validate = validate
        self.spec = DiscordSpec()
        self.recorder, self.faults = Recorder(), Faults()
        # modelled limits; Discord tells clients to follow the headers, so they are only defaults: (limit, window seconds)
        self.bucket_rules: dict[str, tuple[int, float]] = {
            "POST /channels/{channel_id}/messages": (5, 5.0), "POST /channels/{channel_id}/messages/{message_id}/crosspost": (10, 3600.0),
            "*": (50, 1.0)} | (buckets or {})
        self.global_limit = Bucket(*global_limit) if global_limit else None
        self._snow = itertools.count(1)
        self.gateway_events: list[dict] = []          # every gateway frame, both ways
        self.conns: list[Conn] = []
        self.sessions: dict[str, Session] = {}
        self.identifies: list[dict] = []
        self.session_starts_left = 1000
        self.reset(seed)

    # ---- state -------------------------------------------------------------------------------------
    @control
    def reset(self, seed: bool = True) -> None:
        self.token_valid = True
        self.users: dict[str, dict] = {}
        self.guilds: dict[str, dict] = {}
        self.channels: dict[str, dict] = {}
        self.messages: dict[str, list[dict]] = {}
        self.commands: dict[str | None, list[dict]] = {None: []}
        self.interactions: dict[str, Interaction] = {}
        self.webhooks: dict[str, dict] = {}
        self.denied: dict[str, set[str]] = {}           # channel id -> denied capabilities
        self.direct: dict[str, str] = {}                # user id -> channel id of the direct conversation
        self.closed: set[str] = set()                   # users who take no direct messages
        self.nonces: dict[tuple, tuple[float, str]] = {}
        self._buckets: dict[tuple, Bucket] = {}
        self.invalid_requests: list[float] = []
        self.faults.clear()
        self.bot_user = self._user(self.app_id, "downlink", bot=True)
        if seed:
            self.alice = self.add_user("alice")
            self.guild = self.add_guild("Lab")
            self.general = self.add_channel("general", guild_id=self.guild["id"])
            self.news = self.add_channel("news", guild_id=self.guild["id"])

    def snowflake(self) -> str:
        return str((int((time.time() - 1420070400) * 1000) << 22) | (next(self._snow) & 0x3FFFFF))

    def _user(self, uid: str, name: str, bot: bool = False) -> dict:
        u = {"id": uid, "username": name, "discriminator": "0", "global_name": None if bot else name.title(), "avatar": None, "bot": bot,
             "public_flags": 0, "flags": 0, "primary_guild": None}
        self.users[uid] = u
        return u

    @control
    def add_user(self, name: str) -> dict: return self._user(self.snowflake(), name)

    def _member(self, uid: str) -> dict:
        return {"user": self.users[uid], "nick": None, "avatar": None, "banner": None, "roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "premium_since": None,
                "deaf": False, "mute": False, "flags": 0, "pending": False, "communication_disabled_until": None}

    @control
    async def join_guild(self, name: str) -> dict:
        """Bot is invited to a new guild: GUILD_CREATE."""
        g = self.add_guild(name)
        self.add_channel("general", guild_id=g["id"])
        await self.dispatch("GUILD_CREATE", self._guild_payload(g))
        return g

    @control
    def add_guild(self, name: str) -> dict:
        gid = self.snowflake()
        g = {"id": gid, "name": name, "icon": None, "splash": None, "discovery_splash": None, "owner_id": next((u for u in self.users if u != self.app_id), self.app_id), "region": "us",
             "afk_channel_id": None, "afk_timeout": 300, "verification_level": 0, "default_message_notifications": 0, "explicit_content_filter": 0, "emojis": [],
             "stickers": [], "features": [], "mfa_level": 0, "application_id": None, "system_channel_id": None, "system_channel_flags": 0, "rules_channel_id": None,
             "vanity_url_code": None, "description": None, "banner": None, "premium_tier": 0, "premium_subscription_count": 0, "preferred_locale": "en-US",
             "public_updates_channel_id": None, "nsfw_level": 0, "nsfw": False, "premium_progress_bar_enabled": False, "safety_alerts_channel_id": None, "max_members": 500000, "max_stage_video_channel_users": 50,
             "max_video_channel_users": 25, "widget_enabled": False, "widget_channel_id": None, "max_presences": None, "home_header": None, "incidents_data": None, "inventory_settings": None, "owner_configured_content_level": 0,
             "roles": [{"id": gid, "name": "@everyone", "description": None, "color": 0, "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None}, "hoist": False, "icon": None, "unicode_emoji": None, "position": 0,
                        "permissions": str((1 << 53) - 1), "managed": False, "mentionable": False, "flags": 0}]}
        self.guilds[gid] = g
        self.commands[gid] = []
        return g

    @control
    def add_channel(self, name: str, guild_id: str | None = None, type: int = 0, tags: list[str] | None = None, moderated: list[str] | None = None, needs_tag: bool = False) -> dict:
        """tags, moderated: names of a forum's tags, and those of them that only moderators set; needs_tag: posts without any are refused."""
        cid = self.snowflake()
        gid = guild_id or self.guild["id"]
        c = {"id": cid, "type": type, "guild_id": gid, "name": name, "position": len(self.channels), "permission_overwrites": [], "topic": None, "nsfw": False,
             "last_message_id": None, "rate_limit_per_user": 0, "parent_id": None, "flags": 16 if needs_tag else 0}
        if type in (15, 16):
            c["available_tags"] = [{"id": self.snowflake(), "name": t, "moderated": t in (moderated or []), "emoji_id": None, "emoji_name": None} for t in tags or []]
        self.channels[cid] = c
        self.messages[cid] = []
        return c

    def _add_thread(self, parent: dict, name: str, tid: str | None = None, tags: list | None = None) -> dict:
        tid, now = tid or self.snowflake(), time.strftime("%Y-%m-%dT%H:%M:%S.000000+00:00", time.gmtime())
        t = {"id": tid, "type": 10 if parent["type"] == 5 else 11, "guild_id": parent["guild_id"], "name": name, "parent_id": parent["id"], "owner_id": self.app_id,
             "last_message_id": None, "flags": 0, "rate_limit_per_user": 0, "message_count": 0, "member_count": 1, "total_message_sent": 0, "applied_tags": tags or [],
             "thread_metadata": {"archived": False, "archive_timestamp": now, "auto_archive_duration": 1440, "locked": False, "create_timestamp": now}}
        self.channels[tid] = t
        self.messages[tid] = []
        return t

    @control
    def archive_thread(self, thread_id: str, archived: bool = True) -> None:
        meta = self.channels[thread_id]["thread_metadata"]
        meta["archived"], meta["archive_timestamp"] = archived, time.strftime("%Y-%m-%dT%H:%M:%S.000000+00:00", time.gmtime())

    @control
    def close_dms(self, user_id: str, closed: bool = True) -> None:
        """The user takes no direct messages from the bot."""
        (self.closed.add if closed else self.closed.discard)(user_id)

    def _guild_payload(self, g: dict) -> dict:
        return {**g, "joined_at": "2026-01-01T00:00:00+00:00", "large": False, "unavailable": False, "member_count": len(self.users),
                "members": [self._member(self.app_id)], "channels": [c for c in self.channels.values() if c.get("guild_id") == g["id"] and c["type"] not in (10, 11, 12)],
                "threads": [], "presences": [], "voice_states": [], "stage_instances": [], "guild_scheduled_events": [], "soundboard_sounds": []}

    # ---- scenario API: world ----------------------------------------------------------------------------
    @control
    async def delete_channel(self, channel_id: str) -> None:
        c = self.channels.pop(channel_id)
        await self.dispatch("CHANNEL_DELETE", c)

    @control
    async def leave_guild(self, guild_id: str, unavailable: bool = False) -> None:
        """unavailable=False: kicked from the guild; True: guild outage."""
        if not unavailable:
            self.guilds.pop(guild_id, None)
            for cid in [c for c, v in self.channels.items() if v.get("guild_id") == guild_id]: self.channels.pop(cid)
        await self.dispatch("GUILD_DELETE", {"id": guild_id, **({"unavailable": True} if unavailable else {})})

    @control
    def deny(self, channel_id: str, *caps: str, capabilities: list[str] | None = None) -> None:
        """capabilities: VIEW_CHANNEL, SEND_MESSAGES, EMBED_LINKS, READ_MESSAGE_HISTORY, CREATE_PUBLIC_THREADS, SEND_MESSAGES_IN_THREADS; those of a channel hold in its threads"""
        self.denied.setdefault(channel_id, set()).update(caps or capabilities or [])

    @control
    def allow_all(self, channel_id: str) -> None: self.denied.pop(channel_id, None)

    @control
    def revoke_token(self, valid: bool = False) -> None: self.token_valid = valid

    @control
    def fault(self, **kw) -> str: return self.faults.add(**kw).name

    @control
    def clear_faults(self) -> None: self.faults.clear()

    @control
    def latency(self, seconds: float) -> None: self.faults.latency = seconds

    @control
    def set_bucket(self, route: str, limit: int, window: float) -> None:
        self.bucket_rules[route] = (limit, window)
        self._buckets.clear()

    @control
    def list_messages(self, channel_id: str | None = None) -> list[dict]:
        return [m for c, ms in self.messages.items() if channel_id in (None, c) for m in ms]

    @control
    def list_commands(self, guild_id: str | None = None) -> list[dict]: return self.commands.get(guild_id, [])

    @control
    def describe(self) -> dict:
        return {"api_base": self.api_base, "gateway": self.gateway_url, "token": self.token, "application_id": self.app_id, "control": self.origin + self.CONTROL,
                "guilds": {g["name"]: g["id"] for g in self.guilds.values()}, "channels": {c["name"]: c["id"] for c in self.channels.values()},
                "users": {u["username"]: u["id"] for u in self.users.values()}}

    @control
    def problems(self) -> list[dict]:
        """Everything the bot did that Discord would object to, or that this emulator cannot judge."""
        return [{"id": r.id, "route": r.route, "method": r.method, "status": r.status, "errors": r.errors, "notes": r.notes}
                for r in self.recorder.items if r.errors or r.notes]

    @property
    def api_base(self) -> str: return self.origin + self.API
    @property
    def gateway_url(self) -> str: return f"ws://{self.HOST}:{self.port}/gateway"

    # ---- scenario API: gateway --------------------------------------------------------------------------
    def live(self) -> list[Conn]:
        return [c for c in self.conns if c.session and not c.ws.closed and not c.session.dead]

    @control
    async def wait_ready(self, timeout: float = 10) -> dict:
        """Wait until a bot has identified or resumed."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            if self.live():
                s = self.live()[-1].session
                return {"session_id": s.id, "seq": s.seq, "conn": s.conn.id}
            await asyncio.sleep(0.01)
        raise asyncio.TimeoutError("no gateway session")

    @control
    async def gateway_reconnect(self) -> int:
        """op 7."""
        cs = self.live()
        for c in cs: await c.send({"op": 7, "d": None, "s": None, "t": None})
        return len(cs)

    @control
    async def gateway_invalidate(self, resumable: bool = False) -> int:
        """op 9; resumable=False kills the session."""
        cs = self.live()
        for c in cs:
            if not resumable: c.session.dead = True
            await c.send({"op": 9, "d": resumable, "s": None, "t": None})
        return len(cs)

    @control
    async def gateway_close(self, code: int = 4000, kill_session: bool = False) -> int:
        cs = self.live()
        for c in cs:
            c.session.dead = c.session.dead or kill_session
            await c.close(code, "emulator")
        return len(cs)

    @control
    def gateway_drop(self) -> int:
        """Cut the TCP connection without a close frame."""
        cs = self.live()
        for c in cs: c.abort()
        return len(cs)

    @control
    def gateway_zombie(self, on: bool = True) -> int:
        """Stop answering anything (heartbeats included) while the TCP connection stays up."""
        cs = self.live()
        for c in cs: c.frozen = on
        return len(cs)

    @control
    async def gateway_request_heartbeat(self) -> None:
        for c in self.live(): await c.send({"op": 1, "d": None, "s": None, "t": None})

    @control
    async def dispatch(self, event: str, data: dict) -> int:
        """Dispatch to all sessions (buffered for RESUME when the socket is down). Returns live deliveries."""
        n = 0
        for s in list(self.sessions.values()):
            if s.dead or (s.resumable_until and time.monotonic() > s.resumable_until): continue
            s.seq += 1
            p = {"op": 0, "s": s.seq, "t": event, "d": data}
            s.buffer.append((s.seq, p))
            if s.conn and not s.conn.ws.closed:
                await s.conn.send(p)
                n += 1
        return n

    # ---- scenario API: interactions ---------------------------------------------------------------------
    def find_command(self, name: str, guild_id: str) -> dict:
        for scope in (guild_id, None):
            for c in self.commands.get(scope, []):
                if c["name"] == name and c.get("type", 1) == 1:
                    return c
        raise ScenarioError(f"/{name} is not registered; a Discord client would not offer it. Registered: {[c['name'] for cs in self.commands.values() for c in cs]}")

    def _options(self, spec: list[dict], path: list[str], values: dict, focused: str | None) -> tuple[list, dict]:
        """Checks the user's values as the Discord client would."""
        if path:
            sub = next((o for o in spec if o["name"] == path[0] and o["type"] in (1, 2)), None)
            if not sub: raise ScenarioError(f"no subcommand {path[0]!r} in {[o['name'] for o in spec]}")
            inner, res = self._options(sub.get("options") or [], path[1:], values, focused)
            return [{"name": sub["name"], "type": sub["type"], "options": inner}], res
        if any(o["type"] in (1, 2) for o in spec): raise ScenarioError("a subcommand is needed")
        out, resolved, known = [], {}, {o["name"]: o for o in spec}
        for k in values:
            if k not in known: raise ScenarioError(f"unknown option {k!r}; has {list(known)}")
        for o in spec:
            if o["name"] not in values:
                if o.get("required") and not focused: raise ScenarioError(f"required option {o['name']!r} is missing")
                continue
            v, t = values[o["name"]], o["type"]
            if o["name"] == focused:
                if not o.get("autocomplete"): raise ScenarioError(f"{focused} has no autocomplete")
                out.append({"name": o["name"], "type": t, "value": v, "focused": True})
                continue
            if not focused:
                if t == 4 and (not isinstance(v, int) or isinstance(v, bool)) or t == 3 and not isinstance(v, str) or t == 5 and not isinstance(v, bool):
                    raise ScenarioError(f"option {o['name']}: wrong type {v!r}")
                if o.get("choices") and v not in [c["value"] for c in o["choices"]]: raise ScenarioError(f"{v!r} is not one of the choices of {o['name']}")
                if t in (4, 10) and not (o.get("min_value", -2**53) <= v <= o.get("max_value", 2**53)): raise ScenarioError(f"{o['name']}={v} is out of range")
                if t == 3 and not (o.get("min_length", 0) <= len(v) <= o.get("max_length", 6000)): raise ScenarioError(f"{o['name']} has a bad length")
            if t == 7:
                if v not in self.channels: raise ScenarioError(f"unknown channel {v}")
                c = self.channels[v]
                if o.get("channel_types") and c["type"] not in o["channel_types"]: raise ScenarioError("channel type not offered")
                resolved.setdefault("channels", {})[v] = {k: c[k] for k in ("id", "name", "type", "parent_id")} | {"permissions": str((1 << 53) - 1)}
            if t == 6:
                resolved.setdefault("users", {})[v] = self.users[v]
                resolved.setdefault("members", {})[v] = {k: x for k, x in self._member(v).items() if k not in ("user", "deaf", "mute")} | {"permissions": "0"}
            out.append({"name": o["name"], "type": t, "value": v})
        return out, resolved

    async def _interact(self, type_: int, data: dict, user_id: str | None, channel_id: str | None, message: dict | None = None, user_permissions: str | None = None, changed: dict | None = None) -> Interaction:
        """changed: what is different outside of a server, None takes a field away."""
        uid = user_id or self.alice["id"]
        cid = channel_id or self.general["id"]
        if cid not in self.channels: raise ScenarioError(f"unknown channel {cid}")
        if uid not in self.users: raise ScenarioError(f"unknown user {uid}")
        ch = self.channels[cid]
        g = self.guilds[ch["guild_id"]]
        iid = self.snowflake()
        it = Interaction(iid, "aW50ZXJhY3Rpb24" + secrets.token_urlsafe(48), type_, {}, time.monotonic(), uid, cid)
        it.payload = {"id": iid, "application_id": self.app_id, "type": type_, "data": data, "guild_id": g["id"],
                      "guild": {"id": g["id"], "locale": "en-US", "features": []}, "guild_locale": "en-US", "channel_id": cid, "channel": ch,
                      "member": {**self._member(uid), "permissions": user_permissions or str((1 << 53) - 1)}, "token": it.token, "version": 1, "app_permissions": str((1 << 53) - 1),
                      "locale": "en-US", "entitlements": [], "authorizing_integration_owners": {"0": g["id"]}, "context": 0, "attachment_size_limit": 10485760,
                      **({"message": message} if message else {})}
        it.payload = {k: v for k, v in {**it.payload, **(changed or {})}.items() if not (k in (changed or {}) and v is None)}
        self.interactions[iid] = it
        it.delivered_to = await self.dispatch("INTERACTION_CREATE", it.payload)
        return it

    @control
    async def slash(self, name: str, options: dict | None = None, user_id: str | None = None, channel_id: str | None = None, wait: bool = True, user_permissions: str | None = None) -> Interaction:
        """A user runs '/name' ("group sub" for subcommands). wait: until acknowledged or the 3 s deadline has passed."""
        n, *path = name.split()
        cid = channel_id or self.general["id"]
        cmd = self.find_command(n, self.channels[cid]["guild_id"])
        opts, resolved = self._options(cmd.get("options") or [], path, options or {}, None)
        data = {"id": cmd["id"], "name": n, "type": 1, "options": opts, **({"resolved": resolved} if resolved else {}), **({"guild_id": cmd["guild_id"]} if cmd.get("guild_id") else {})}
        it = await self._interact(2, data, user_id, cid, user_permissions=user_permissions)
        if wait: await self._wait_ack(it)
        return it

    @control
    async def autocomplete(self, name: str, option: str, value: Any, options: dict | None = None, user_id: str | None = None, channel_id: str | None = None) -> Interaction:
        n, *path = name.split()
        cid = channel_id or self.general["id"]
        cmd = self.find_command(n, self.channels[cid]["guild_id"])
        opts, _ = self._options(cmd.get("options") or [], path, {**(options or {}), option: value}, option)
        it = await self._interact(4, {"id": cmd["id"], "name": n, "type": 1, "options": opts}, user_id, cid)
        await self._wait_ack(it)
        return it

    @control
    async def click(self, message_id: str, custom_id: str, values: list | None = None, user_id: str | None = None) -> Interaction:
        m = next((m for ms in self.messages.values() for m in ms if m["id"] == message_id), None)
        if not m: raise ScenarioError("no such message")

        def comps(cs):
            for c in cs or []:
                yield c
                yield from comps(c.get("components"))
                if c.get("accessory"): yield c["accessory"]
        c = next((c for c in comps(m["components"]) if c.get("custom_id") == custom_id), None)
        if not c: raise ScenarioError(f"no component {custom_id!r} in the message")
        if c.get("disabled"): raise ScenarioError("component is disabled")
        it = await self._interact(3, {"custom_id": custom_id, "component_type": c["type"], **({"values": values} if values is not None else {})}, user_id, m["channel_id"], message=m)
        await self._wait_ack(it)
        return it

    @control
    async def submit_modal(self, interaction_id: str, values: dict[str, str]) -> Interaction:
        """Answer a modal (callback type 9) which an earlier interaction opened."""
        src = self.interactions[interaction_id]
        if (src.ack or {}).get("type") != 9: raise ScenarioError("that interaction did not open a modal")
        md = src.ack["data"]
        resolved: dict[str, dict] = {}

        def chosen(c):
            """What a select holds: its values, and for channels and users what they are, as in an option."""
            given = values.get(c["custom_id"])
            known = [o["value"] for o in c.get("options") or [] if o.get("default")] + [d["id"] for d in c.get("default_values") or []]
            vals = known if given is None else [given] if given else []
            for v in vals:
                if c["type"] == 8:
                    if v not in self.channels or self.channels[v]["guild_id"] != self.channels[src.channel_id]["guild_id"]: raise ScenarioError(f"no channel {v} to choose here")
                    if c.get("channel_types") and self.channels[v]["type"] not in c["channel_types"]: raise ScenarioError("channel type not offered")
                    resolved.setdefault("channels", {})[v] = {k: self.channels[v][k] for k in ("id", "name", "type", "parent_id")} | {"permissions": str((1 << 53) - 1)}
                if c["type"] == 5: resolved.setdefault("users", {})[v] = self.users[v]
            return {"type": c["type"], "id": c.get("id", 0), "custom_id": c["custom_id"], "values": vals}

        def fill(cs):
            out = []
            for c in cs:
                if c.get("components") is not None: out.append({"type": c["type"], "components": fill(c["components"])})
                elif c.get("component"): out.append({"type": c["type"], "id": c.get("id", 0), "component": fill([c["component"]])[0]})
                elif c["type"] in (3, 5, 6, 7, 8): out.append(chosen(c))
                else: out.append({"type": c["type"], "custom_id": c.get("custom_id"), "value": values.get(c.get("custom_id"), c.get("value") or "")})
            return out
        it = await self._interact(5, {"custom_id": md["custom_id"], "components": fill(md["components"]), **({"resolved": resolved} if resolved else {})}, src.user_id, src.channel_id)
        await self._wait_ack(it)
        return it

    async def _wait_ack(self, it: Interaction) -> None:
        try:
            await asyncio.wait_for(it.event.wait(), self.ack_deadline + 0.05)
        except asyncio.TimeoutError:
            it.errors.append("The application did not respond")

    @control
    async def wait_original(self, interaction_id: str, timeout: float = 5) -> dict:
        """Wait until a deferred interaction has its real response."""
        it, end = self.interactions[interaction_id], time.monotonic() + timeout
        while time.monotonic() < end:
            m = self._find_msg(it.original_id)
            if m and not m["flags"] & 128: return m
            await asyncio.sleep(0.01)
        raise asyncio.TimeoutError("deferred response was never completed")

    # ---- HTTP plumbing ----------------------------------------------------------------------------------
    def build_app(self) -> web.Application:
        app = web.Application(client_max_size=30 * 2**20)
        app.add_routes(self.control_routes())
        app.add_routes([web.get("/gateway", self._ws), web.get("/gateway/", self._ws)])
        app.router.add_route("*", "/{tail:.*}", self._rest)
        return app

    async def _rest(self, request: web.Request) -> web.StreamResponse:
        # the parts of a form are read as they come: what was read before is not there any more
        raw = b"form" if request.content_type == "multipart/form-data" else await request.read()
        path = re.sub(r"^/api(/v\d+)?", "", request.path)
        version = re.match(r"^/api/v(\d+)", request.path)
        template, ops = self.spec.template(path)
        method = request.method
        body, nfiles, parse_err = None, 0, None
        ctype = request.content_type
        try:
            if raw and ctype == "application/json": body = json.loads(raw)
            elif raw and ctype == "multipart/form-data":
                f = await request.post()
                nfiles = sum(1 for v in f.values() if hasattr(v, "filename"))
                body = json.loads(f["payload_json"]) if "payload_json" in f else {k: v for k, v in f.items() if isinstance(v, str)}
        except (ValueError, KeyError) as e:
            parse_err = str(e)
        route = template or path
        rec = self.recorder.new(method=method, path=request.path, route=route, headers=dict(request.headers), query=dict(request.query), body=body)
        rec.headers["Authorization"] = re.sub(r"(Bot )?(.{4}).*", r"\1\2…", rec.headers.get("Authorization", ""))
        headers: dict[str, str] = {"Via": "1.1 emulator"}      # discord.py treats a 429 without Via as a Cloudflare ban
        if self.faults.latency: await asyncio.sleep(self.faults.latency)
        fault = self.faults.pick(f"{method} {route}", method)
        rec.fault = fault.name if fault else None

        async def answer(status: int, data: Any = None, extra: dict | None = None) -> web.StreamResponse:
            await self.recorder.done(rec, status, data)
            if status in (401, 403, 429) and not (extra or {}).get("X-RateLimit-Scope") == "shared":
                self.invalid_requests.append(time.monotonic())
            if status == 204: return web.Response(status=204, headers={**headers, **(extra or {})})
            # exactly "application/json": discord.py compares the whole header and ignores JSON with a charset parameter
            return web.Response(body=json.dumps(data).encode(), status=status, headers={**headers, **(extra or {}), "Content-Type": "application/json"})
        try:
            if fault:
                if fault.kind == "delay": await asyncio.sleep(fault.delay)
                elif fault.kind == "drop": raise Drop
                elif fault.kind == "status":
                    b = fault.body if fault.body is not None else {"message": f"{fault.status}: emulated", "code": 0}
                    if fault.headers.get("Via") == "": headers.pop("Via"); fault.headers.pop("Via")     # looks like a Cloudflare ban to discord.py
                    return await answer(fault.status, b, fault.headers)
                elif fault.kind == "garbage":
                    await self.recorder.done(rec, 200, "<html>")
                    return web.Response(text="<html>bad gateway</html>", content_type="text/html", headers=headers)
                elif fault.kind == "ratelimit":
                    return await self._answer_429(answer, fault.retry_after, fault.scope, "emulated", fault.headers)
            # authentication
            token_route = path.startswith("/interactions/") or re.match(r"^/webhooks/\d+/[^/]+", path)
            if not token_route and path not in ("/gateway",):
                if not self.token_valid or request.headers.get("Authorization") != "Bot " + self.token:
                    return await answer(401, {"message": "401: Unauthorized", "code": 0})
            # discord.py's webhook adapter (callback and follow-ups) sends aiohttp's User-Agent, so only bot-token routes are judged
            if not token_route and not re.match(r"^DiscordBot \(.+\)", request.headers.get("User-Agent", "")):
                rec.notes.append("User-Agent is not of the form 'DiscordBot ($url, $version)'")
            if version and version[1] not in ("9", "10"): rec.notes.append(f"API version v{version[1]}")
            if not template or method.lower() not in ops:
                rec.notes.append("route is not in Discord's OpenAPI document")
                return await answer(404 if not template else 405, {"message": "404: Not Found" if not template else "405: Method Not Allowed", "code": 0})
            # rate limits
            ok, lim, scope, retry = self._ratelimit(method, template, path)
            headers.update(lim)
            if not ok: return await self._answer_429(answer, retry, scope, lim.get("X-RateLimit-Bucket", ""), {})
            if parse_err: return await answer(400, {"message": "The request body contains invalid JSON.", "code": 50109})
            if self.validate and body is not None: rec.errors = self.spec.body_errors(method, template, body)
            status, data = await self._route(rec, method, template, path, body, nfiles, request.query)
            if self.validate and status < 300:
                for e in self.spec.response_errors(method, template, status, data): rec.notes.append(f"EMULATOR response differs from spec: {e['path']} {e['message'][:90]}")
            if fault and fault.kind == "after": return await answer(fault.status, {"message": f"{fault.status}: emulated after processing", "code": 0})
            if fault and fault.kind == "drop_after": raise Drop
            return await answer(status, data)
        except ApiError as e:
            return await answer(e.status, e.body)
        except Drop:
            await self.recorder.done(rec, None, None)
            cut_connection(request)
            return web.Response(status=500)

    async def _answer_429(self, answer, retry_after: float, scope: str, bucket: str, extra: dict):
        h = {"Retry-After": str(max(1, int(-(-retry_after // 1)))), "X-RateLimit-Scope": scope, **extra}
        if scope == "global": h["X-RateLimit-Global"] = "true"
        else: h.update({"X-RateLimit-Limit": "5", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": f"{time.time() + retry_after:.3f}",
                        "X-RateLimit-Reset-After": f"{retry_after:.3f}", "X-RateLimit-Bucket": bucket or "emulated"})
        return await answer(429, {"message": "You are being rate limited.", "retry_after": round(retry_after, 3), "global": scope == "global"}, h)

    def _ratelimit(self, method: str, template: str, path: str):
        now = time.monotonic()
        exempt = template.startswith(("/interactions/", "/webhooks/"))
        if self.global_limit and not exempt:
            ok, _ = self.global_limit.hit(now)
            if not ok: return False, {}, "global", self.global_limit.reset_at - now
        rule = self.bucket_rules.get(f"{method} {template}", self.bucket_rules["*"])
        # each interaction has a bucket of its own, as each token of a webhook has
        m = re.match(r"^/(channels|guilds)/(\d+)", path) or re.match(r"^/(webhooks|interactions)/(\d+/[^/]+)", path)
        key = (method, template, m[2] if m else None)
        b = self._buckets.setdefault(key, Bucket(*rule))
        ok, h = b.hit(now)
        h["X-RateLimit-Bucket"] = hashlib.md5(f"{method}{template}".encode()).hexdigest()
        return ok, h, "user", b.reset_at - now

    # ---- REST semantics ---------------------------------------------------------------------------------
    def _reject(self, rec: Record) -> None:
        if rec.errors:
            if any(e["rule"] == "EMPTY" for e in rec.errors): raise ApiError(400, 50006, "Cannot send an empty message")
            if any(e["rule"] == "MAX_COMMANDS" for e in rec.errors): raise ApiError(400, 30032, "Maximum number of application commands reached (100).")
            raise ApiError(400, 50035, "Invalid Form Body", discord_error_tree(rec.errors))

    def _channel(self, cid: str, *caps: str) -> dict:
        c = self.channels.get(cid)
        if not c: raise ApiError(404, 10003, "Unknown Channel")
        den = self._den(cid)
        if "VIEW_CHANNEL" in den: raise ApiError(403, 50001, "Missing Access")
        if den & set(caps): raise ApiError(403, 50013, "Missing Permissions")
        return c

    def _den(self, cid: str) -> set[str]:
        return self.denied.get(cid, set()) | self.denied.get((self.channels.get(cid) or {}).get("parent_id") or "", set())

    def _find_msg(self, mid: str | None) -> dict | None:
        return next((m for ms in self.messages.values() for m in ms if m["id"] == mid), None)

    def _make_message(self, cid: str, body: dict, *, webhook_id: str | None = None, type_: int = 0, extra: dict | None = None) -> dict:
        mid, now = self.snowflake(), time.strftime("%Y-%m-%dT%H:%M:%S.000000+00:00", time.gmtime())
        m = {"id": mid, "channel_id": cid, "author": self.bot_user, "content": body.get("content") or "", "timestamp": now, "edited_timestamp": None, "tts": bool(body.get("tts")),
             "mention_everyone": False, "mentions": [], "mention_roles": [], "attachments": [], "embeds": self._norm_embeds(body.get("embeds")),
             "pinned": False, "type": type_, "flags": int(body.get("flags") or 0), "components": self._number(body.get("components") or []), **(extra or {})}
        if body.get("nonce") is not None: m["nonce"] = body["nonce"]
        if webhook_id: m |= {"webhook_id": webhook_id, "application_id": self.app_id}
        self.messages.setdefault(cid, []).append(m)
        return m

    @staticmethod
    def _norm_embeds(embeds: list | None) -> list:
        return [{"type": "rich", **e, **({"fields": [{"inline": False, **f} for f in e["fields"]]} if e.get("fields") else {})} for e in embeds or []]

    def _number(self, comps: list, counter=None) -> list:
        counter = counter or itertools.count(1)
        out = []
        for c in comps:
            c = {**c}
            c.setdefault("id", next(counter))
            if c.get("components"): c["components"] = self._number(c["components"], counter)
            out.append(c)
        return out

    def _edit(self, m: dict, body: dict) -> dict:
        for k in ("content", "embeds", "components"):
            if k in body: m[k] = self._norm_embeds(body[k]) if k == "embeds" else self._number(body[k] or []) if k == "components" else body[k] or ""
        if "flags" in body and body["flags"] is not None: m["flags"] = (m["flags"] & (EPHEMERAL | 128)) | (int(body["flags"]) & 4)
        m["edited_timestamp"] = time.strftime("%Y-%m-%dT%H:%M:%S.000000+00:00", time.gmtime())
        return m

    async def _route(self, rec: Record, method: str, t: str, path: str, body: Any, nfiles: int, q) -> tuple[int, Any]:
        seg = path.strip("/").split("/")
        key = f"{method} {t}"
        if key == "GET /users/@me": return 200, {**self.bot_user, "verified": True, "email": None, "mfa_enabled": True, "locale": "en-US"}
        if t in ("/oauth2/applications/@me", "/applications/@me") and method == "GET":
            return 200, {"id": self.app_id, "name": "Downlink", "icon": None, "description": "", "type": None, "bot": self.bot_user, "summary": "", "bot_public": True, "bot_require_code_grant": False,
                         "verify_key": "0" * 64, "flags": 0, "flags_new": "0", "approximate_user_install_count": 0, "approximate_user_authorization_count": 0, "eligible_oauth2_scopes": [], "hook": True, "redirect_uris": [], "interactions_endpoint_url": None, "role_connections_verification_url": None, "event_webhooks_status": 1,
                         "explicit_content_filter": 0, "max_participants": None, "tags": [], "team": None, "owner": self.users.get(self.guild["owner_id"], self.bot_user) if self.guilds else self.bot_user, "approximate_guild_count": len(self.guilds)}
        if key == "GET /gateway": return 200, {"url": self.gateway_url}
        if key == "GET /gateway/bot":
            return 200, {"url": self.gateway_url, "shards": 1, "session_start_limit": {"total": 1000, "remaining": self.session_starts_left, "reset_after": 14400000, "max_concurrency": 1}}
        # --- application commands
        if t.startswith("/applications/{application_id}") and "commands" in seg and "permissions" not in seg:
            if seg[1] != self.app_id: raise ApiError(403, 20012, "You are not authorized to perform this action on this application")
            gid = seg[3] if seg[2] == "guilds" else None
            if gid and gid not in self.guilds: raise ApiError(403, 50001, "Missing Access")
            store = self.commands.setdefault(gid, [])
            mk = lambda c, old=None: {"id": (old or {}).get("id") or self.snowflake(), "application_id": self.app_id, "version": self.snowflake(), "type": c.get("type") or 1, "name": c["name"],
                                      "description": c.get("description") or "", "default_member_permissions": c.get("default_member_permissions"), "nsfw": bool(c.get("nsfw")),
                                      "options": c.get("options") or [], "integration_types": c.get("integration_types") or [0], **({"guild_id": gid} if gid else {"contexts": c.get("contexts") or None, "dm_permission": True})}
            old = {(c["name"], c["type"]): c for c in store}
            if seg[-1] == "commands":
                if method == "GET": return 200, store
                if method == "PUT":
                    rec.errors += command_rules(body or [])
                    self._reject(rec)
                    self.commands[gid] = [mk(c, old.get((c["name"], c.get("type") or 1))) for c in body or []]
                    return 200, self.commands[gid]
                if method == "POST":
                    rec.errors += command_rules([body])
                    self._reject(rec)
                    prev = old.get((body["name"], body.get("type") or 1))
                    c = mk(body, prev)
                    self.commands[gid] = [x for x in store if x is not prev] + [c]
                    return 200 if prev else 201, c
            else:
                c = next((c for c in store if c["id"] == seg[-1]), None)
                if not c: raise ApiError(404, 10063, "Unknown application command")
                if method == "GET": return 200, c
                if method == "DELETE":
                    store.remove(c)
                    return 204, None
                if method == "PATCH":
                    c.update({k: v for k, v in body.items() if v is not None})
                    return 200, c
        # --- interactions
        if t == "/interactions/{interaction_id}/{interaction_token}/callback" and method == "POST": return await self._callback(rec, seg[1], seg[2], body or {}, nfiles, q)
        if t.startswith("/webhooks/{webhook_id}/{webhook_token}"): return await self._webhook(rec, method, t, seg, body or {}, nfiles, q)
        # --- channels and messages
        if t == "/channels/{channel_id}":
            if method == "GET": return 200, self._channel(seg[1])
        if t == "/channels/{channel_id}/typing" and method == "POST":
            self._channel(seg[1], "SEND_MESSAGES")
            return 204, None
        if t == "/channels/{channel_id}/messages":
            if method == "GET":
                if self._channel(seg[1])["type"] in (15, 16): raise ApiError(400, 50008, "Cannot send messages in a non-text channel")
                if "READ_MESSAGE_HISTORY" in self._den(seg[1]): return 200, []     # documented: no messages are returned then
                ms, n = list(reversed([m for m in self.messages[seg[1]] if not m["flags"] & EPHEMERAL])), int(q.get("limit", 50))
                if "before" in q: ms = [m for m in ms if int(m["id"]) < int(q["before"])]
                if "after" in q: return 200, [m for m in ms if int(m["id"]) > int(q["after"])][-n:]     # those next after it, newest first
                return 200, ms[:n]
            if method == "POST":
                c = self._channel(seg[1], "SEND_MESSAGES_IN_THREADS" if (self.channels.get(seg[1]) or {}).get("type") in (10, 11, 12) else "SEND_MESSAGES")
                if c["type"] == 1 and c["recipients"][0]["id"] in self.closed: raise ApiError(403, 50007, "Cannot send messages to this user")
                if c["type"] in (10, 11, 12) and c["thread_metadata"]["locked"]: raise ApiError(403, 160005, "Thread is locked")
                if c["type"] in (10, 11, 12): c["thread_metadata"]["archived"] = False      # writing opens it again
                rec.errors += message_rules(body or {}, has_files=bool(nfiles))
                self._reject(rec)
                if c["type"] not in (0, 1, 2, 3, 5, 10, 11, 12, 13): raise ApiError(400, 50008, "Cannot send messages in a non-text channel")
                if (body or {}).get("embeds") and "EMBED_LINKS" in self._den(seg[1]): rec.notes.append("embeds are dropped silently: EMBED_LINKS is denied"); body = {**body, "embeds": []}
                if body.get("nonce") is not None and body.get("enforce_nonce"):
                    prev = self.nonces.get((seg[1], str(body["nonce"])))
                    if prev and time.monotonic() - prev[0] < 180 and (m := self._find_msg(prev[1])):
                        rec.notes.append("deduplicated by enforce_nonce")
                        return 200, m
                m = self._make_message(seg[1], body)
                if body.get("nonce") is not None: self.nonces[(seg[1], str(body["nonce"]))] = (time.monotonic(), m["id"])
                c["last_message_id"] = m["id"]
                await self.dispatch("MESSAGE_CREATE", {**m, **({"guild_id": c["guild_id"], "member": {k: v for k, v in self._member(self.app_id).items() if k != "user"}} if c.get("guild_id") else {})})
                return 200, m
        if t == "/channels/{channel_id}/threads" and method == "POST":
            c = self._channel(seg[1], "SEND_MESSAGES" if (self.channels.get(seg[1]) or {}).get("type") in (15, 16) else "CREATE_PUBLIC_THREADS")
            if c["type"] not in (15, 16):
                self._reject(rec)
                return 201, self._add_thread(c, body["name"])
            inner, tags = {**(body.get("message") or {})}, [str(x) for x in body.get("applied_tags") or []]
            rec.errors += message_rules(inner, has_files=bool(nfiles))
            known = {x["id"]: x for x in c["available_tags"]}
            if not set(tags) <= set(known): rec.errors.append({"path": ["applied_tags"], "rule": "INVALID_TAG", "limit": None, "message": "Unknown tag"})
            self._reject(rec)
            if c["flags"] & 16 and not tags: raise ApiError(400, 40067, "A tag is required to create a forum post in this channel")
            if any(known[x]["moderated"] for x in tags): raise ApiError(403, 50013, "Missing Permissions")
            if inner.get("embeds") and "EMBED_LINKS" in self._den(seg[1]): rec.notes.append("embeds are dropped silently: EMBED_LINKS is denied"); inner["embeds"] = []
            th = self._add_thread(c, body["name"], tags=tags)
            m = self._make_message(th["id"], inner)
            m["id"] = th["id"]                               # the first message of a post has the thread's id
            th["last_message_id"] = c["last_message_id"] = th["id"]
            return 201, {**th, "message": m}
        if t == "/channels/{channel_id}/messages/{message_id}/threads" and method == "POST":
            c = self._channel(seg[1], "CREATE_PUBLIC_THREADS")
            if c["type"] not in (0, 5): raise ApiError(400, 50024, "Cannot execute action on this channel type")
            if not any(m["id"] == seg[3] for m in self.messages[seg[1]]): raise ApiError(404, 10008, "Unknown Message")
            self._reject(rec)
            if seg[3] in self.channels: raise ApiError(400, 160004, "A thread has already been created for this message")
            return 201, self._add_thread(c, body["name"], tid=seg[3])
        if t == "/channels/{channel_id}/messages/{message_id}/crosspost" and method == "POST":
            c = self._channel(seg[1], "SEND_MESSAGES")
            if c["type"] != 5: raise ApiError(403, 50024, "Cannot execute action on this channel type")
            m = next((m for m in self.messages[seg[1]] if m["id"] == seg[3]), None)
            if not m: raise ApiError(404, 10008, "Unknown Message")
            if m["flags"] & 1: raise ApiError(400, 40033, "This message has already been crossposted")
            m["flags"] |= 1
            return 200, m
        if t == "/channels/{channel_id}/threads/archived/public" and method == "GET":
            self._channel(seg[1], "READ_MESSAGE_HISTORY")
            ths = sorted((c for c in self.channels.values() if c.get("parent_id") == seg[1] and c.get("thread_metadata", {}).get("archived")),
                         key=lambda c: c["thread_metadata"]["archive_timestamp"], reverse=True)
            if "before" in q: ths = [c for c in ths if c["thread_metadata"]["archive_timestamp"] < q["before"]]
            n = int(q.get("limit", 50))
            return 200, {"threads": ths[:n], "members": [], "has_more": len(ths) > n}
        if t == "/guilds/{guild_id}/threads/active" and method == "GET":
            if seg[1] not in self.guilds: raise ApiError(404, 10004, "Unknown Guild")
            ths = [c for c in self.channels.values() if c.get("guild_id") == seg[1] and "thread_metadata" in c and not c["thread_metadata"]["archived"]]
            return 200, {"threads": ths, "members": [], "has_more": False}
        if t == "/users/@me/channels" and method == "POST":
            self._reject(rec)
            uid = str(body.get("recipient_id"))
            if uid not in self.users or uid == self.app_id: raise ApiError(400, 50033, "Invalid Recipient(s)")
            if uid not in self.direct:
                cid = self.direct[uid] = self.snowflake()
                self.channels[cid] = {"id": cid, "type": 1, "last_message_id": None, "flags": 0, "recipients": [self.users[uid]]}
                self.messages[cid] = []
            return 200, self.channels[self.direct[uid]]
        if t == "/channels/{channel_id}/messages/{message_id}":
            self._channel(seg[1], *(["READ_MESSAGE_HISTORY"] if method == "GET" else []))
            m = next((m for m in self.messages[seg[1]] if m["id"] == seg[3]), None)
            if not m: raise ApiError(404, 10008, "Unknown Message")
            if method == "GET": return 200, m
            if method == "DELETE":
                self.messages[seg[1]].remove(m)
                await self.dispatch("MESSAGE_DELETE", {"id": m["id"], "channel_id": seg[1], "guild_id": self.channels[seg[1]].get("guild_id")})
                return 204, None
            if method == "PATCH":
                rec.errors += message_rules(body or {}, partial=True)
                self._reject(rec)
                return 200, self._edit(m, body)
        if t == "/guilds/{guild_id}" and method == "GET":
            if seg[1] not in self.guilds: raise ApiError(404, 10004, "Unknown Guild")
            return 200, self.guilds[seg[1]]
        if t == "/guilds/{guild_id}/channels" and method == "GET":
            if seg[1] not in self.guilds: raise ApiError(404, 10004, "Unknown Guild")
            return 200, [c for c in self.channels.values() if c.get("guild_id") == seg[1] and c["type"] not in (10, 11, 12)]
        if t == "/guilds/{guild_id}/members/{user_id}" and method == "GET":
            if seg[3] not in self.users: raise ApiError(404, 10013, "Unknown User")
            return 200, self._member(seg[3])
        if t == "/users/@me/guilds" and method == "GET":
            return 200, [{"id": g["id"], "name": g["name"], "icon": None, "banner": None, "owner": False, "permissions": str((1 << 53) - 1), "features": []} for g in self.guilds.values()]
        if t == "/users/{user_id}" and method == "GET":
            if seg[1] not in self.users: raise ApiError(404, 10013, "Unknown User")
            return 200, self.users[seg[1]]
        rec.notes.append("NOT IMPLEMENTED by the emulator")
        raise ApiError(501, 0, "501: not implemented by the emulator")

    # ---- interaction callback and follow-ups ------------------------------------------------------------
    async def _callback(self, rec, iid, tok, body, nfiles, q):
        it = self.interactions.get(iid)
        age = time.monotonic() - it.created if it else 0
        if not it or it.token != tok or (it.ack is None and age > self.ack_deadline):
            if it: it.errors.append(f"callback {age:.2f}s after delivery, deadline {self.ack_deadline}s")
            raise ApiError(404, 10062, "Unknown interaction")
        if it.ack is not None: raise ApiError(400, 40060, "Interaction has already been acknowledged.")
        ty, data = body.get("type"), body.get("data") or {}
        allowed = {2: (4, 5, 9, 12), 3: (4, 5, 6, 7, 9, 12), 4: (8,), 5: (4, 5, 6, 7, 12)}[it.type]
        if ty not in allowed: rec.errors.append({"path": ["type"], "rule": "INTERACTION_CALLBACK_TYPE", "limit": None, "message": f"type {ty} is not valid for interaction type {it.type}"})
        if ty in (4, 7): rec.errors += message_rules(data, partial=ty == 7, has_files=bool(nfiles))
        if ty == 8:
            for i, c in enumerate(data.get("choices") or []):
                if not 1 <= _len(c.get("name")) <= 100: rec.errors.append({"path": ["data", "choices", str(i), "name"], "rule": "BASE_TYPE_BAD_LENGTH", "limit": 100, "message": "Must be between 1 and 100 in length."})
                if isinstance(c.get("value"), str) and len(c["value"]) > 100: rec.errors.append({"path": ["data", "choices", str(i), "value"], "rule": "BASE_TYPE_MAX_LENGTH", "limit": 100, "message": "Must be 100 or fewer in length."})
        if ty == 9 and _len(data.get("title")) > 45: rec.errors.append({"path": ["data", "title"], "rule": "BASE_TYPE_MAX_LENGTH", "limit": 45, "message": "Must be 45 or fewer in length."})
        self._reject(rec)
        it.ack, it.ack_delay = body, age
        msg = None
        if ty in (4, 5):
            d = {k: v for k, v in data.items()} | {"flags": int(data.get("flags") or 0) | (128 if ty == 5 else 0)}
            it.deferred = ty == 5
            msg = self._make_message(it.channel_id, d, webhook_id=self.app_id, type_=20)
            it.original_id = msg["id"]
            if not msg["flags"] & EPHEMERAL: await self.dispatch("MESSAGE_CREATE", {**msg, "guild_id": self.channels[it.channel_id]["guild_id"]})
        if ty == 7 and it.payload.get("message"): msg = self._edit(it.payload["message"], data)
        it.event.set()
        if q.get("with_response") in ("true", "1", "True"):
            r = {"interaction": {"id": it.id, "type": it.type, **({"response_message_id": msg["id"], "response_message_loading": ty == 5, "response_message_ephemeral": bool(msg["flags"] & EPHEMERAL)} if msg else {})}}
            if msg and ty in (4, 7): r["resource"] = {"type": ty, "message": msg}      # documented for 4 and 7 only
            return 200, r
        return 204, None

    async def _webhook(self, rec, method, t, seg, body, nfiles, q):
        it = next((i for i in self.interactions.values() if i.token == seg[2]), None)
        if seg[1] != self.app_id or not it:
            raise ApiError(404, 10015, "Unknown Webhook")
        if time.monotonic() - it.created > self.token_ttl: raise ApiError(401, 50027, "Invalid Webhook Token")
        if it.ack is None: raise ApiError(404, 10015, "Unknown Webhook")
        if t == "/webhooks/{webhook_id}/{webhook_token}" and method == "POST":
            rec.errors += message_rules(body, webhook=True, has_files=bool(nfiles))
            self._reject(rec)
            original = self._find_msg(it.original_id)
            if it.deferred and original and original["flags"] & 128:       # first follow-up completes a deferred response
                original["flags"] &= ~128
                it.followups.append(original["id"])
                return 200, self._edit(original, body)
            m = self._make_message(it.channel_id, body, webhook_id=self.app_id)
            it.followups.append(m["id"])
            return 200, m
        mid = it.original_id if seg[-1] == "@original" else seg[-1]
        m = self._find_msg(mid)
        if not m or (mid != it.original_id and mid not in it.followups): raise ApiError(404, 10008, "Unknown Message")
        if method == "GET": return 200, m
        if method == "PATCH":
            rec.errors += message_rules(body, webhook=True, partial=True, has_files=bool(nfiles))
            self._reject(rec)
            m["flags"] &= ~128
            return 200, self._edit(m, body)
        if method == "DELETE":
            self.messages[m["channel_id"]].remove(m)
            return 204, None
        raise ApiError(405, 0, "405: Method Not Allowed")

    # ---- gateway ----------------------------------------------------------------------------------------
    def _gw_log(self, direction: str, c: Conn, p: dict) -> None:
        d = p.get("d")
        if p.get("op") in (2, 6) and isinstance(d, dict): d = {**d, "token": "…"}
        self.gateway_events.append({"t": time.time(), "dir": direction, "conn": c.id, "op": p.get("op"), "event": p.get("t"), "s": p.get("s"), "d": d})

    @control
    def gateway_log(self, op: int | None = None, direction: str | None = None) -> list[dict]:
        return [e for e in self.gateway_events if (op is None or e["op"] == op) and (direction is None or e["dir"] == direction)]

    async def _ws(self, request: web.Request):
        fault = self.faults.pick("GATEWAY", "GET")
        if fault:
            if fault.kind in ("drop", "drop_after"):
                cut_connection(request)
                return web.Response(status=500)
            if fault.kind == "delay": await asyncio.sleep(fault.delay)
            else: return web.Response(status=fault.status)
        ws = web.WebSocketResponse(autoping=True)
        await ws.prepare(request)
        c = Conn(self, ws, request)
        self.conns.append(c)
        if request.query.get("v") not in ("9", "10"): await c.close(4012); return ws
        if request.query.get("encoding", "json") != "json" or c.compress not in (None, "zlib-stream"):
            await c.close(4002, f"the emulator speaks json and zlib-stream, not {c.compress}"); return ws
        await c.send({"op": 10, "d": {"heartbeat_interval": int(self.heartbeat_interval * 1000), "_trace": ["emulator"]}, "s": None, "t": None})
        watchdog = asyncio.create_task(self._watch_heartbeat(c))
        try:
            async for msg in ws:
                if msg.type is not WSMsgType.TEXT: await c.close(4002); break
                if len(msg.data.encode()) > 4096: await c.close(4002, "payload over 4096 bytes"); break
                try: p = json.loads(msg.data)
                except ValueError: await c.close(4002); break
                self._gw_log("in", c, p)
                now = time.monotonic()
                c.sent_times.append(now)
                while c.sent_times and now - c.sent_times[0] > 60: c.sent_times.popleft()
                if len(c.sent_times) > 120: await c.close(4008); break
                if c.frozen: continue
                if not await self._gw_op(c, p): break
        finally:
            watchdog.cancel()
            s = c.session
            if s and s.conn is c:
                s.conn = None
                s.resumable_until = time.monotonic() + self.resume_window
                if ws.close_code in (1000, 1001) and c.close_code is None: s.dead = True       # client closed on purpose: session ends
        return ws

    async def _watch_heartbeat(self, c: Conn):
        while not c.ws.closed:
            await asyncio.sleep(self.heartbeat_interval / 4)
            if not c.frozen and time.monotonic() - c.last_beat > self.heartbeat_interval * 1.5: await c.close(4009, "no heartbeat")

    async def _gw_op(self, c: Conn, p: dict) -> bool:
        op, d = p.get("op"), p.get("d")
        if op == 1:
            c.last_beat = time.monotonic()
            await c.send({"op": 11, "d": None, "s": None, "t": None})
        elif op == 2:
            if c.session: await c.close(4005); return False
            if not self.token_valid or d.get("token") != self.token: await c.close(4004, "Authentication failed."); return False
            it = int(d.get("intents", 0))
            if it & ~KNOWN_INTENTS or it < 0: await c.close(4013); return False
            if it & PRIVILEGED_INTENTS & ~self.privileged: await c.close(4014, "Disallowed intent(s)."); return False
            sh = d.get("shard")
            if sh is not None and not (len(sh) == 2 and 0 <= sh[0] < sh[1]): await c.close(4010); return False
            now = time.monotonic()
            if self.identifies and now - self.identifies[-1]["mono"] < self.identify_interval and self.identify_interval:
                self.identifies.append({"mono": now, "t": time.time(), "rejected": True})
                await c.send({"op": 9, "d": False, "s": None, "t": None})
                return True
            self.identifies.append({"mono": now, "t": time.time(), "rejected": False})
            self.session_starts_left -= 1
            s = Session(secrets.token_hex(16), d["token"], it, identify={**d, "token": "…"})
            s.conn = c; c.session = s
            self.sessions[s.id] = s
            s.seq = 1
            ready = {"v": 10, "user": {**self.bot_user, "verified": True, "email": None, "mfa_enabled": True}, "guilds": [{"id": g, "unavailable": True} for g in self.guilds],
                     "session_id": s.id, "resume_gateway_url": self.gateway_url, "application": {"id": self.app_id, "flags": 0}, "session_type": "normal", "private_channels": [],
                     "presences": [], "relationships": [], "user_settings": {}, "_trace": ["emulator"], **({"shard": sh} if sh else {})}
            r = {"op": 0, "t": "READY", "s": 1, "d": ready}
            s.buffer.append((1, r))
            await c.send(r)
            for g in list(self.guilds.values()):
                s.seq += 1
                gp = {"op": 0, "t": "GUILD_CREATE", "s": s.seq, "d": self._guild_payload(g)}
                s.buffer.append((s.seq, gp))
                await c.send(gp)
        elif op == 6:
            s = self.sessions.get(d.get("session_id"))
            if not self.token_valid or d.get("token") != self.token: await c.close(4004); return False
            if not s or s.dead or (s.resumable_until and time.monotonic() > s.resumable_until):
                await c.send({"op": 9, "d": False, "s": None, "t": None})
                return True
            seq = d.get("seq") or 0
            if seq > s.seq: await c.close(4007); return False
            s.conn = c; c.session = s; s.resumable_until = None
            for n, pl in list(s.buffer):
                if n > seq: await c.send(pl)
            s.seq += 1
            await c.send({"op": 0, "t": "RESUMED", "s": s.seq, "d": {"_trace": ["emulator"]}})
        elif op in (3, 4, 8, 31, 43):
            if not c.session: await c.close(4003); return False
            if op == 8:
                await c.send({"op": 0, "t": "GUILD_MEMBERS_CHUNK", "s": c.session.seq, "d": {"guild_id": d.get("guild_id"), "members": [self._member(u) for u in self.users], "chunk_index": 0, "chunk_count": 1, "nonce": d.get("nonce")}})
        else:
            await c.close(4001); return False
        return True


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--port", type=int, default=0)
    ap.add_argument("--ready-file")
    ap.add_argument("--token", default="MTAwMDAwMDAwMDAwMDAwMDAx.emu.token")
    ap.add_argument("--heartbeat", type=float, default=41.25)
    ap.add_argument("--ack-deadline", type=float, default=3.0)
    ap.add_argument("--identify-interval", type=float, default=5.0)
    a = ap.parse_args()
    emu = DiscordEmulator(token=a.token, heartbeat_interval=a.heartbeat, ack_deadline=a.ack_deadline, identify_interval=a.identify_interval)
    serve_cli(emu, emu.describe, a.port, a.ready_file)


if __name__ == "__main__":
    main()
