"""Loopback Slack emulator: Web API, Socket Mode, signed HTTP delivery, response_url, views, OAuth v2.

Independent of slack_sdk / slack_bolt and of the bot. Block Kit structure is validated with JSON Schema generated from
Slack's own `@slack/types` package (specs/slack/slack-types-3.2.0.schema.json); length and count limits, which the types
carry only as prose, are a table below.

In-process:   async with SlackEmulator() as s: ...          Stand-alone:   python slack_emulator.py --port 4820
Control over HTTP: POST /_emu/call {"method": "slash", "args": {...}};  GET /_emu/methods;  GET /_emu/requests
"""
from __future__ import annotations

import argparse, asyncio, hashlib, hmac, itertools, json, os, re, secrets, time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import WSMsgType, web
from jsonschema import Draft7Validator

from tests.emulators.emu_common import (ControlMixin, Drop, Faults, LoopbackServer, Record, Recorder, ScenarioError, control, cut_connection, serve_cli)

HERE = os.path.dirname(os.path.abspath(__file__))
SCHEMA = os.path.join(HERE, "specs", "slack", "slack-types-3.2.0.schema.json")


# ----------------------------------------------------------------------------------------- Block Kit validation
class BlockKit:
    """Structure from @slack/types; limits from the prose of the same package (block-kit/*.d.ts, views.d.ts)."""
    TEXT = {("section", "text"): 3000, ("header", "text"): 150, ("image", "title"): 2000, ("input", "label"): 2000, ("input", "hint"): 2000}
    ELEMENTS = {"actions": 25, "context": 10, "context_actions": 5}
    MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100

    def __init__(self, path: str = SCHEMA):
        s = json.load(open(path))
        self.defs = s["definitions"]
        self._cache: dict[str, Draft7Validator] = {}
        self.block_types: dict[str, str] = {}
        for name, d in self.defs.items():
            t = d.get("properties", {}).get("type", {}).get("const") if name.endswith("Block") else None
            if t: self.block_types[t] = name

    def schema(self, name: str) -> Draft7Validator:
        if name not in self._cache:
            self._cache[name] = Draft7Validator({"$schema": "http://json-schema.org/draft-07/schema#", "definitions": self.defs, "$ref": "#/definitions/" + name})
        return self._cache[name]

    def _structure(self, name: str, obj: Any, ptr: str) -> list[str]:
        out = []
        for e in self.schema(name).iter_errors(obj):
            leaf = e
            while leaf.context:
                leaf = max(leaf.context, key=lambda c: (len(c.absolute_path), c.validator not in ("const", "enum")))
            out.append(f"{leaf.message[:120]} [json-pointer:{ptr}{''.join('/' + str(p) for p in leaf.absolute_path)}]")
        return out

    def blocks(self, blocks: Any, limit: int, ptr: str = "/blocks") -> list[str]:
        if not isinstance(blocks, list): return [f"must be an array [json-pointer:{ptr}]"]
        out: list[str] = []
        if len(blocks) > limit: out.append(f"no more than {limit} items allowed [json-pointer:{ptr}]")
        ids: set[str] = set()
        for i, b in enumerate(blocks):
            p = f"{ptr}/{i}"
            t = b.get("type") if isinstance(b, dict) else None
            if t not in self.block_types:
                out.append(f"unsupported type: {t} [json-pointer:{p}/type]")
                continue
            out += self._structure(self.block_types[t], b, p)
            out += self._limits(b, t, p)
            if b.get("block_id"):
                if b["block_id"] in ids: out.append(f"`block_id` {b['block_id']} already exists in blocks [json-pointer:{p}/block_id]")
                ids.add(b["block_id"])
        return out

    def _limits(self, b: dict, t: str, p: str) -> list[str]:
        out = []

        def text(o, limit, ptr, minimum=1):
            s = o.get("text") if isinstance(o, dict) else o
            if not isinstance(s, str): return
            if len(s) > limit: out.append(f"must be less than {limit + 1} characters [json-pointer:{ptr}/text]")
            if len(s) < minimum: out.append(f"must be more than 0 characters [json-pointer:{ptr}/text]")
        if len(b.get("block_id") or "") > 255: out.append(f"must be less than 256 characters [json-pointer:{p}/block_id]")
        for (bt, key), n in self.TEXT.items():
            if bt == t and key in b: text(b[key], n, f"{p}/{key}")
        if t == "section":
            if not b.get("text") and not b.get("fields"): out.append(f"missing required field: text or fields [json-pointer:{p}]")
            if len(b.get("fields") or []) > 10: out.append(f"no more than 10 items allowed [json-pointer:{p}/fields]")
            for j, f in enumerate(b.get("fields") or []): text(f, 2000, f"{p}/fields/{j}")
        if t in self.ELEMENTS:
            els = b.get("elements") or []
            if len(els) > self.ELEMENTS[t]: out.append(f"no more than {self.ELEMENTS[t]} items allowed [json-pointer:{p}/elements]")
            if not els: out.append(f"must provide at least 1 item [json-pointer:{p}/elements]")
        if t == "context":
            for j, e in enumerate(b.get("elements") or []):
                if isinstance(e, dict) and e.get("type") != "image": text(e, 3000, f"{p}/elements/{j}")
        if t == "markdown" and len(b.get("text") or "") > 12000: out.append(f"must be less than 12001 characters [json-pointer:{p}/text]")
        if t == "image":
            for k, n in (("image_url", 3000), ("alt_text", 2000)):
                if len(b.get(k) or "") > n: out.append(f"must be less than {n + 1} characters [json-pointer:{p}/{k}]")
        actions: set[str] = set()

        def elements(o, ptr):
            if isinstance(o, list):
                for j, x in enumerate(o): elements(x, f"{ptr}/{j}")
            elif isinstance(o, dict):
                if o.get("type") in ("button", "workflow_button"):
                    text(o.get("text"), 75, ptr + "/text")
                    for k, n in (("value", 2000), ("url", 3000)):
                        if len(o.get(k) or "") > n: out.append(f"must be less than {n + 1} characters [json-pointer:{ptr}/{k}]")
                if len(o.get("action_id") or "") > 255: out.append(f"must be less than 256 characters [json-pointer:{ptr}/action_id]")
                if o.get("action_id"):
                    if o["action_id"] in actions: out.append(f"`action_id` {o['action_id']} already exists in this block [json-pointer:{ptr}/action_id]")
                    actions.add(o["action_id"])
                if isinstance(o.get("options"), list):
                    n = 10 if o.get("type") in ("checkboxes", "radio_buttons") else 5 if o.get("type") == "overflow" else 100
                    if len(o["options"]) > n: out.append(f"no more than {n} items allowed [json-pointer:{ptr}/options]")
                    for j, x in enumerate(o["options"]):
                        if isinstance(x, dict): text(x.get("text"), 75, f"{ptr}/options/{j}/text")
                if "placeholder" in o: text(o["placeholder"], 150, ptr + "/placeholder")
                for k, v in o.items():
                    if k != "text" and isinstance(v, (dict, list)): elements(v, f"{ptr}/{k}")
        for k in ("accessory", "elements", "element"):
            if k in b: elements(b[k], f"{p}/{k}")
        return out

    def view(self, v: Any) -> list[str]:
        if not isinstance(v, dict): return ["must be an object [json-pointer:/view]"]
        t = v.get("type")
        if t not in ("modal", "home"): return [f"unsupported type: {t} [json-pointer:/view/type]"]
        out = [m.replace("json-pointer:", "json-pointer:/view", 1) if "json-pointer:/view" not in m else m
               for m in self._structure("ModalView" if t == "modal" else "HomeView", {**v, "blocks": []}, "")]
        out += self.blocks(v.get("blocks"), self.VIEW_BLOCKS, "/view/blocks")
        for k in ("title", "submit", "close"):
            if isinstance(v.get(k), dict) and len(v[k].get("text") or "") > 24: out.append(f"must be less than 25 characters [json-pointer:/view/{k}]")
        if len(v.get("private_metadata") or "") > 3000: out.append("must be less than 3001 characters [json-pointer:/view/private_metadata]")
        if len(v.get("callback_id") or "") > 255: out.append("must be less than 256 characters [json-pointer:/view/callback_id]")
        if t == "modal" and not v.get("submit") and any(isinstance(b, dict) and b.get("type") == "input" for b in v.get("blocks") or []):
            out.append("`submit` is required when an input block is within the blocks array [json-pointer:/view]")
        return out


class SlackError(Exception):
    def __init__(self, error: str, status: int = 200, **extra):
        self.error, self.status, self.extra = error, status, extra


# ----------------------------------------------------------------------------------------- rate limit tiers
TIERS = {"auth.test": None, "api.test": 4, "apps.connections.open": None, "chat.postEphemeral": 4, "chat.update": 3, "chat.delete": 3, "chat.scheduleMessage": 3, "conversations.list": 2,
         "conversations.info": 3, "conversations.history": 3, "conversations.replies": 3, "conversations.members": 4, "conversations.open": 3, "conversations.join": 3, "users.info": 4,
         "users.list": 2, "users.conversations": 3, "views.open": 4, "views.update": 4, "views.push": 4, "views.publish": 4, "oauth.v2.access": 4}
PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100}


class TokenBucket:
    def __init__(self, rate: float, burst: float):
        self.rate, self.burst, self.level, self.t = rate, burst, burst, time.monotonic()

    def take(self) -> float:
        """0 when allowed, otherwise seconds to wait."""
        now = time.monotonic()
        self.level = min(self.burst, self.level + (now - self.t) * self.rate)
        self.t = now
        if self.level >= 1:
            self.level -= 1
            return 0
        return (1 - self.level) / self.rate


# ----------------------------------------------------------------------------------------- world
@dataclass
class Delivery:
    """One thing Slack sent to the app (envelope or HTTP request) and what came back."""
    id: str
    kind: str                      # slash_commands | interactive | events_api
    payload: dict
    transport: str                 # socket | http
    t: float = field(default_factory=time.time)
    acked: bool = False
    ack_payload: Any = None
    ack_delay: float | None = None
    http_status: int | None = None
    attempts: int = 0
    conn_ids: list = field(default_factory=list)
    errors: list = field(default_factory=list)
    response_url: str | None = None
    trigger_id: str | None = None
    event: asyncio.Event = field(default_factory=asyncio.Event)

    def to_json(self):
        return {k: v for k, v in self.__dict__.items() if k != "event"}


class SocketConn:
    _ids = itertools.count(1)

    def __init__(self, ws, request):
        self.id, self.ws, self.request = next(self._ids), ws, request
        self.opened, self.frozen, self.received = time.time(), False, []

    async def send(self, obj: dict):
        if not self.frozen and not self.ws.closed:
            try: await self.ws.send_str(json.dumps(obj))
            except (ConnectionError, RuntimeError): pass


class SlackEmulator(ControlMixin, LoopbackServer):
    def __init__(self, *, bot_token: str = "xoxb-1000000000-emulator", app_token: str = "xapp-1-A0DOWNLINK-emulator", signing_secret: str = "emulator-signing-secret",
                 client_id: str = "1000.2000", client_secret: str = "emulator-client-secret", ack_deadline: float = 3.0, retry_schedule: tuple = (0.0, 60.0, 300.0), trigger_ttl: float = 3.0,
                 response_url_ttl: float = 1800.0, enforce_tiers: bool = False, post_rate: tuple[float, float] | None = (1.0, 5.0), blocks_total_limit: int | None = None,
                 max_sockets: int = 10, seed: bool = True, validate: bool = True):
        super().__init__()
        self.bot_token, self.app_token, self.signing_secret = bot_token, app_token, signing_secret
        self.client_id, self.client_secret = client_id, client_secret
        self.ack_deadline, self.retry_schedule, self.trigger_ttl, self.response_url_ttl = ack_deadline, retry_schedule, trigger_ttl, response_url_ttl
        self.enforce_tiers, self.post_rate, self.blocks_total_limit, self.max_sockets, self.validate = enforce_tiers, post_rate, blocks_total_limit, max_sockets, validate
        self.bk = BlockKit()
        self.recorder, self.faults = Recorder(), Faults()
        self.sockets: list[SocketConn] = []
        self.tickets: set[str] = set()
        self.request_url: str | None = None
        self._ids = itertools.count(1)
        self._bg: set[asyncio.Task] = set()
        self.reset(seed)

    # ---- state ------------------------------------------------------------------------------------------
    @control
    def reset(self, seed: bool = True) -> None:
        self.team = {"id": "T0LAB00001", "name": "Lab", "domain": "lab"}
        self.app_id, self.bot_id, self.bot_user_id = "A0DOWNLINK", "B0DOWNLINK", "U0DOWNLINK"
        self.users: dict[str, dict] = {}
        self.channels: dict[str, dict] = {}
        self.messages: dict[str, list[dict]] = {}
        self.ephemerals: list[dict] = []
        self.scheduled: dict[str, dict] = {}
        self.views: dict[str, dict] = {}
        self.homes: dict[str, dict] = {}
        self.triggers: dict[str, dict] = {}
        self.response_urls: dict[str, dict] = {}
        self.webhooks: dict[str, str] = {}
        self.deliveries: list[Delivery] = []
        self.oauth_codes: dict[str, dict] = {}
        self.installs: dict[str, dict] = {self.bot_token: {"team": self.team, "bot_user_id": self.bot_user_id, "bot_id": self.bot_id, "scopes": "chat:write,commands,channels:read,groups:read,im:write,users:read"}}
        self.revoked: set[str] = set()
        self._tier: dict[tuple, TokenBucket] = {}
        self.faults.clear()
        self._lose_acks = 0
        self.add_user("downlink", uid=self.bot_user_id, is_bot=True)
        if seed:
            self.alice = self.add_user("alice")
            self.general = self.add_channel("general")
            self.news = self.add_channel("news")
            self.private = self.add_channel("secret", private=True, bot_member=False)

    def _id(self, prefix: str) -> str: return f"{prefix}{next(self._ids):09d}".upper()

    def ts(self) -> str:
        return f"{int(time.time())}.{next(self._ids):06d}"

    @control
    def add_user(self, name: str, uid: str | None = None, is_bot: bool = False, tz: str = "Europe/London", tz_offset: int = 0) -> dict:
        u = {"id": uid or self._id("U"), "team_id": self.team["id"], "name": name, "real_name": name.title(), "deleted": False, "is_bot": is_bot, "is_admin": False, "is_owner": False, "tz": tz, "tz_offset": tz_offset,
             "locale": "en-GB", "profile": {"email": f"{name}@example.com", "display_name": name, "real_name": name.title()}}
        self.users[u["id"]] = u
        return u

    @control
    def add_channel(self, name: str, private: bool = False, bot_member: bool = True, archived: bool = False, im_user: str | None = None) -> dict:
        cid = self._id("D" if im_user else "C")
        c = {"id": cid, "name": name, "name_normalized": name, "is_channel": not private and not im_user, "is_group": private, "is_im": bool(im_user), "is_mpim": False, "is_private": private or bool(im_user), "is_archived": archived, "is_general": name == "general",
             "is_member": bot_member, "created": int(time.time()), "creator": self.bot_user_id, "num_members": 2, "topic": {"value": "", "creator": "", "last_set": 0}, "purpose": {"value": "", "creator": "", "last_set": 0},
             "context_team_id": self.team["id"], "members": [u for u in (*self.users,) if u != self.bot_user_id or bot_member], **({"user": im_user} if im_user else {})}
        self.channels[cid] = c
        self.messages[cid] = []
        return c

    @control
    def set_channel(self, channel_id: str, **kw) -> dict:
        """e.g. is_archived=True, is_member=False"""
        self.channels[channel_id].update(kw)
        return self.channels[channel_id]

    @control
    def delete_channel(self, channel_id: str) -> None: self.channels.pop(channel_id)

    @control
    def revoke_token(self, token: str | None = None) -> None: self.revoked.add(token or self.bot_token)

    @control
    def add_webhook(self, channel_id: str) -> str:
        key = f"{self.team['id']}/{self.bot_id}/{secrets.token_hex(12)}"
        self.webhooks[key] = channel_id
        return f"{self.origin}/services/{key}"

    @control
    def fault(self, **kw) -> str: return self.faults.add(**kw).name
    @control
    def clear_faults(self) -> None: self.faults.clear()
    @control
    def latency(self, seconds: float) -> None: self.faults.latency = seconds

    @control
    def list_messages(self, channel_id: str | None = None) -> list[dict]:
        return [m for c, ms in self.messages.items() if channel_id in (None, c) for m in ms]

    @control
    def list_ephemerals(self) -> list[dict]: return self.ephemerals
    @control
    def list_deliveries(self) -> list[Delivery]: return self.deliveries

    @control
    def problems(self) -> list[dict]:
        return [{"id": r.id, "route": r.route, "status": r.status, "errors": r.errors, "notes": r.notes} for r in self.recorder.items if r.errors or r.notes] + \
               [{"delivery": d.id, "kind": d.kind, "errors": d.errors} for d in self.deliveries if d.errors]

    @control
    def describe(self) -> dict:
        return {"api_base": self.api_base, "bot_token": self.bot_token, "app_token": self.app_token, "signing_secret": self.signing_secret, "client_id": self.client_id, "client_secret": self.client_secret,
                "control": self.origin + self.CONTROL, "channels": {c["name"]: c["id"] for c in self.channels.values()}, "users": {u["name"]: u["id"] for u in self.users.values()}}

    @property
    def api_base(self) -> str: return self.origin + "/api/"

    # ---- scenario API: delivering to the app --------------------------------------------------------------
    @control
    def set_request_url(self, url: str | None) -> None:
        """Use signed HTTP delivery to this URL instead of Socket Mode."""
        self.request_url = url

    @control
    async def wait_socket(self, timeout: float = 10, n: int = 1) -> int:
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            if len(self.live()) >= n: return len(self.live())
            await asyncio.sleep(0.01)
        raise asyncio.TimeoutError("no Socket Mode connection")

    def live(self) -> list[SocketConn]: return [c for c in self.sockets if not c.ws.closed]

    @control
    async def socket_disconnect(self, reason: str = "refresh_requested", close: bool = False) -> int:
        """reason: warning | refresh_requested | link_disabled | too_many_websockets"""
        cs = self.live()
        for c in cs:
            await c.send({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-emulator"}})
            if close: await c.ws.close()
        return len(cs)

    @control
    def socket_drop(self) -> int:
        cs = self.live()
        for c in cs: cut_connection(c.request)
        return len(cs)

    @control
    async def socket_close(self, code: int = 1000) -> int:
        cs = self.live()
        for c in cs: await c.ws.close(code=code)
        return len(cs)

    @control
    def lose_acks(self, n: int = 1) -> None:
        """The app gets the envelope and acknowledges it, but Slack never sees the next n acknowledgements."""
        self._lose_acks = n

    @control
    def socket_freeze(self, on: bool = True) -> int:
        """TCP stays up, nothing (pongs included) is answered."""
        for c in self.live(): c.frozen = on
        return len(self.live())

    def _trigger(self, user_id: str) -> str:
        t = f"{next(self._ids)}.{int(time.time() * 1000)}.{secrets.token_hex(16)}"
        self.triggers[t] = {"t": time.monotonic(), "used": False, "user": user_id}
        return t

    def _response_url(self, kind: str, channel_id: str, user_id: str, message: dict | None = None) -> str:
        key = f"{self.team['id']}/{next(self._ids)}/{secrets.token_hex(12)}"
        self.response_urls[key] = {"t": time.monotonic(), "uses": 0, "channel": channel_id, "user": user_id, "message": message}
        return f"{self.origin}/{kind}/{key}"

    @control
    async def slash(self, command: str, text: str = "", user_id: str | None = None, channel_id: str | None = None, wait: bool = True, **tamper) -> Delivery:
        uid, cid = user_id or self.alice["id"], channel_id or self.general["id"]
        if uid not in self.users or cid not in self.channels: raise ScenarioError("unknown user or channel")
        tr, ru = self._trigger(uid), self._response_url("commands", cid, uid)
        p = {"token": "verification-token", "team_id": self.team["id"], "team_domain": self.team["domain"], "channel_id": cid, "channel_name": self.channels[cid]["name"], "user_id": uid,
             "user_name": self.users[uid]["name"], "command": command, "text": text, "api_app_id": self.app_id, "is_enterprise_install": "false", "response_url": ru, "trigger_id": tr}
        d = await self._deliver("slash_commands", p, wait=wait, accepts=True, **tamper)
        d.response_url, d.trigger_id = ru, tr
        if d.acked and d.ack_payload:
            ap = d.ack_payload if isinstance(d.ack_payload, dict) else {"text": d.ack_payload}
            d.errors += self._message_problems(ap)
            (self.messages[cid] if ap.get("response_type") == "in_channel" else self.ephemerals).append({"ts": self.ts(), "channel": cid, "user": uid, "from": "ack", **ap})
        return d

    @control
    async def block_action(self, action: dict, user_id: str | None = None, channel_id: str | None = None, message_ts: str | None = None, view_id: str | None = None) -> Delivery:
        uid, cid = user_id or self.alice["id"], channel_id or self.general["id"]
        m = next((m for m in self.list_messages() if m["ts"] == message_ts), None)
        if m and not any(isinstance(e, dict) and e.get("action_id") == action.get("action_id") for b in m.get("blocks") or [] for e in [*(b.get("elements") or []), b.get("accessory") or {}]):
            raise ScenarioError(f"no element with action_id {action.get('action_id')!r} in that message")
        ru = self._response_url("actions", cid, uid, m)
        p = {"type": "block_actions", "user": {"id": uid, "username": self.users[uid]["name"], "team_id": self.team["id"]}, "api_app_id": self.app_id, "token": "verification-token", "team": self.team,
             "trigger_id": self._trigger(uid), "enterprise": None, "is_enterprise_install": False, "actions": [{"action_ts": self.ts(), "block_id": "b", **action}],
             **({"view": self.views[view_id], "container": {"type": "view", "view_id": view_id}} if view_id else {"channel": {"id": cid, "name": self.channels[cid]["name"]}, "response_url": ru, "message": m, "container": {"type": "message", "message_ts": message_ts, "channel_id": cid, "is_ephemeral": False}})}
        return await self._deliver("interactive", p)

    @control
    async def submit_view(self, view_id: str, values: dict, user_id: str | None = None) -> Delivery:
        """values: {block_id: {action_id: value}} for plain inputs, or a full state object per action."""
        v = self.views.get(view_id)
        if not v: raise ScenarioError("no such open view")
        uid = user_id or self.alice["id"]
        inputs = {b.get("block_id"): b["element"] for b in v["blocks"] if b["type"] == "input"}
        state: dict = {}
        for bid, el in inputs.items():
            val = (values.get(bid) or {}).get(el.get("action_id"))
            state[bid] = {el.get("action_id"): val if isinstance(val, dict) else {"type": el["type"], "value": val}}
        p = {"type": "view_submission", "team": self.team, "user": {"id": uid, "username": self.users[uid]["name"], "name": self.users[uid]["name"], "team_id": self.team["id"]}, "api_app_id": self.app_id, "token": "verification-token",
             "trigger_id": self._trigger(uid), "view": {**v, "state": {"values": state}}, "response_urls": [], "is_enterprise_install": False, "enterprise": None}
        d = await self._deliver("interactive", p, accepts=True)
        a = d.ack_payload if isinstance(d.ack_payload, dict) else {}
        act = a.get("response_action")
        if not d.acked: d.errors.append("We had some trouble connecting. Try again?")
        elif act is None or act == "clear": self.views.pop(view_id, None)
        elif act == "errors":
            for k in a.get("errors") or {}:
                if k not in inputs: d.errors.append(f"response_action errors: unknown block_id {k}")
        elif act in ("update", "push"): d.errors += self.bk.view(a.get("view"))
        else: d.errors.append(f"unknown response_action {act}")
        return d

    @control
    async def event(self, event: dict, wait: bool = True) -> Delivery:
        p = {"token": "verification-token", "team_id": self.team["id"], "context_team_id": self.team["id"], "api_app_id": self.app_id, "event": {"event_ts": self.ts(), **event}, "type": "event_callback", "event_id": "Ev" + secrets.token_hex(5).upper(),
             "event_time": int(time.time()), "authorizations": [{"enterprise_id": None, "team_id": self.team["id"], "user_id": self.bot_user_id, "is_bot": True, "is_enterprise_install": False}], "is_ext_shared_channel": False}
        return await self._deliver("events_api", p, wait=wait)

    @control
    async def mention(self, text: str, user_id: str | None = None, channel_id: str | None = None) -> Delivery:
        uid, cid = user_id or self.alice["id"], channel_id or self.general["id"]
        return await self.event({"type": "app_mention", "user": uid, "text": f"<@{self.bot_user_id}> {text}", "ts": self.ts(), "channel": cid})

    async def _deliver(self, kind: str, payload: dict, wait: bool = True, accepts: bool = False, **tamper) -> Delivery:
        d = Delivery(secrets.token_hex(16), kind, payload, "http" if self.request_url else "socket")
        self.deliveries.append(d)
        task = asyncio.create_task(self._attempts(d, accepts, tamper))
        self._bg.add(task); task.add_done_callback(self._bg.discard)
        if wait:
            try: await asyncio.wait_for(d.event.wait(), self.ack_deadline + 0.1)
            except asyncio.TimeoutError: pass
            if not d.acked and kind == "slash_commands": d.errors.append("operation_timeout" if d.attempts else "dispatch_failed")
        return d

    async def _attempts(self, d: Delivery, accepts: bool, tamper: dict) -> None:
        """Events API deliveries are retried (x3); commands and interactions are not."""
        delays = [None, *self.retry_schedule] if d.kind == "events_api" else [None]
        reason = None
        for n, wait in enumerate(delays):
            if wait: await asyncio.sleep(wait)
            t0 = time.monotonic()
            if self.request_url: ok, reason = await self._http(d, n, reason, tamper)
            else: ok, reason = await self._socket(d, n, reason, accepts)
            if ok:
                d.ack_delay = time.monotonic() - t0
                d.acked = True
                d.event.set()
                return
        if d.kind != "slash_commands": d.errors.append(f"not acknowledged: {reason}")
        d.event.set()

    async def _socket(self, d: Delivery, n: int, reason: str | None, accepts: bool):
        cs = self.live()
        if not cs: return False, "no_connection"
        c = cs[len(self.deliveries) % len(cs)]
        d.attempts += 1
        d.conn_ids.append(c.id)
        env = {"envelope_id": d.id, "type": d.kind, "payload": d.payload, "accepts_response_payload": accepts, **({"retry_attempt": n, "retry_reason": reason or ""} if d.kind == "events_api" else {})}
        waiter = asyncio.get_running_loop().create_future()
        self._waiting[d.id] = waiter
        await c.send(env)
        try:
            ack = await asyncio.wait_for(waiter, self.ack_deadline)
        except asyncio.TimeoutError:
            return False, "timeout"
        d.ack_payload = ack.get("payload")
        if d.ack_payload and not accepts: d.errors.append("ack carries a payload, but accepts_response_payload is false")
        return True, None

    async def _http(self, d: Delivery, n: int, reason: str | None, tamper: dict):
        d.attempts += 1
        if d.kind == "events_api": body, ctype = json.dumps(d.payload), "application/json"
        elif d.kind == "slash_commands": body, ctype = urlencode(d.payload), "application/x-www-form-urlencoded"
        else: body, ctype = urlencode({"payload": json.dumps(d.payload)}), "application/x-www-form-urlencoded"
        ts = str(int(time.time() + tamper.get("clock_skew", 0)))
        sig = "v0=" + hmac.new(tamper.get("secret", self.signing_secret).encode(), f"v0:{ts}:{body}".encode(), hashlib.sha256).hexdigest()
        h = {"Content-Type": ctype, "X-Slack-Request-Timestamp": ts, "X-Slack-Signature": tamper.get("signature", sig), "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)"}
        if n: h |= {"X-Slack-Retry-Num": str(n), "X-Slack-Retry-Reason": reason or "http_timeout"}
        if tamper.get("drop_signature"): h.pop("X-Slack-Signature")
        if tamper.get("body_suffix"): body += tamper["body_suffix"]
        try:
            async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=self.ack_deadline)) as s, s.post(self.request_url, data=body.encode(), headers=h) as r:
                text = await r.text()
                d.http_status = r.status
                if r.status == 200:
                    try: d.ack_payload = json.loads(text) if text.startswith("{") else (text or None)
                    except ValueError: d.ack_payload = text
                    return True, None
                return False, "http_error"
        except asyncio.TimeoutError: return False, "http_timeout"
        except aiohttp.ClientError: return False, "connection_failed"

    @control
    async def verify_url(self) -> bool:
        """Events API url_verification handshake."""
        ch = secrets.token_hex(20)
        d = Delivery("url_verification", "events_api", {"type": "url_verification", "token": "verification-token", "challenge": ch}, "http")
        ok, _ = await self._http(d, 0, None, {})
        return ok and (d.ack_payload == ch or (isinstance(d.ack_payload, dict) and d.ack_payload.get("challenge") == ch))

    # ---- HTTP plumbing -------------------------------------------------------------------------------------
    def build_app(self) -> web.Application:
        self._waiting: dict[str, asyncio.Future] = {}
        app = web.Application(client_max_size=10 * 2**20)
        app.add_routes(self.control_routes())
        app.add_routes([web.get("/link/", self._link), web.route("*", "/api/{method:[A-Za-z0-9._]+}", self._api), web.post("/{kind:commands|actions}/{tail:.+}", self._rurl),
                        web.post("/services/{tail:.+}", self._incoming), web.get("/oauth/v2/authorize", self._authorize)])
        return app

    async def stop(self):
        for t in list(self._bg): t.cancel()
        for c in self.live(): await c.ws.close()
        await super().stop()

    async def _recorded(self, request, route: str, body: Any, process):
        rec = self.recorder.new(method=request.method, path=request.path, route=route, headers=dict(request.headers), query=dict(request.query), body=body)
        rec.headers["Authorization"] = re.sub(r"(Bearer .{5}).*", r"\1…", rec.headers.get("Authorization", ""))
        if isinstance(body, dict) and "token" in body: rec.body = {**body, "token": "…"}
        if self.faults.latency: await asyncio.sleep(self.faults.latency)
        fault = self.faults.pick(route, request.method)
        rec.fault = fault.name if fault else None
        try:
            if fault:
                if fault.kind == "delay": await asyncio.sleep(fault.delay)
                elif fault.kind == "drop": raise Drop
                elif fault.kind == "ratelimit":
                    b = {"ok": False, "error": "ratelimited"}
                    await self.recorder.done(rec, 429, b)
                    return web.json_response(b, status=429, headers={"Retry-After": str(max(1, int(fault.retry_after))), **fault.headers})
                elif fault.kind == "status":
                    await self.recorder.done(rec, fault.status, fault.body)
                    if isinstance(fault.body, (dict, list)): return web.json_response(fault.body, status=fault.status, headers=fault.headers)
                    return web.Response(text=fault.body or f"{fault.status}: emulated", status=fault.status, headers=fault.headers)
                elif fault.kind == "garbage":
                    await self.recorder.done(rec, 200, "<html>")
                    return web.Response(text="<html>maintenance</html>", content_type="text/html")
            status, data, headers = await process(rec)
            if fault and fault.kind == "after":
                await self.recorder.done(rec, fault.status, None)
                return web.Response(text=f"{fault.status}: emulated after processing", status=fault.status)
            if fault and fault.kind == "drop_after": raise Drop
            await self.recorder.done(rec, status, data)
            return web.Response(text=data, status=status, headers=headers) if isinstance(data, str) else web.json_response(data, status=status, headers=headers)
        except Drop:
            await self.recorder.done(rec, None, None)
            cut_connection(request)
            return web.Response(status=500)

    # ---- Web API ---------------------------------------------------------------------------------------------
    async def _api(self, request: web.Request):
        method = request.match_info["method"]
        raw = await request.read()
        args: dict[str, Any] = dict(request.query)
        bad_json = False
        if request.content_type == "application/json" and raw:
            try: args |= json.loads(raw)
            except (ValueError, TypeError): bad_json = True
        elif raw:
            args |= {k: v for k, v in (await request.post()).items() if isinstance(v, str)}

        async def process(rec: Record):
            try:
                if bad_json: raise SlackError("invalid_json")
                token = (request.headers.get("Authorization") or "").removeprefix("Bearer ").strip() or args.pop("token", None)
                if method == "oauth.v2.access": pass
                elif method == "apps.connections.open":
                    if not (request.headers.get("Authorization") or ""): raise SlackError("not_authed")
                    if token != self.app_token or token in self.revoked: raise SlackError("not_allowed_token_type" if (token or "").startswith("xoxb-") else "invalid_auth")
                elif method != "api.test":
                    if not token: raise SlackError("not_authed")
                    if token in self.revoked: raise SlackError("token_revoked")
                    if token not in self.installs: raise SlackError("not_allowed_token_type" if token == self.app_token else "invalid_auth")
                wait = self._limited(method, token, args)
                if wait: return 429, {"ok": False, "error": "ratelimited"}, {"Retry-After": str(max(1, int(-(-wait // 1))))}
                fn = getattr(self, "m_" + method.replace(".", "_"), None)
                if not fn:
                    rec.notes.append("method NOT IMPLEMENTED by the emulator (or unknown to Slack)")
                    raise SlackError("unknown_method", req_method=method)
                for k in ("blocks", "attachments", "view", "metadata"):
                    if isinstance(args.get(k), str) and args[k].strip():
                        try: args[k] = json.loads(args[k])
                        except ValueError: raise SlackError("invalid_arguments" if k == "view" else f"invalid_{k}_format" if k == "blocks" else "invalid_arguments")
                r = fn(args, rec, token)
                h = {"X-OAuth-Scopes": self.installs.get(token, {}).get("scopes", "")} if token else {}
                return 200, {"ok": True, **r}, h
            except SlackError as e:
                return e.status, {"ok": False, "error": e.error, **e.extra}, {}
        return await self._recorded(request, method, {k: v for k, v in args.items()}, process)

    def _limited(self, method: str, token: str | None, args: dict) -> float:
        if method == "chat.postMessage" and self.post_rate:       # special tier: about 1 per second per channel, short bursts tolerated
            return self._tier.setdefault((method, token, args.get("channel")), TokenBucket(*self.post_rate)).take()
        t = TIERS.get(method)
        if not self.enforce_tiers or not t: return 0
        n = PER_MINUTE[t]
        return self._tier.setdefault((method, token), TokenBucket(n / 60, n)).take()

    def _chan(self, cid: str | None, *, write: bool = False, names: bool = False) -> dict:
        if not cid: raise SlackError("channel_not_found")
        if cid.startswith("U") and cid in self.users: return self._im(cid)
        c = self.channels.get(cid) or (next((c for c in self.channels.values() if c["name"] == cid.lstrip("#")), None) if names else None)
        if not c or (c["is_private"] and not c["is_member"]): raise SlackError("channel_not_found")
        if write and c["is_archived"]: raise SlackError("is_archived")
        if write and not c["is_member"]: raise SlackError("not_in_channel")
        return c

    def _im(self, uid: str) -> dict:
        return next((c for c in self.channels.values() if c.get("user") == uid), None) or self.add_channel("dm", im_user=uid)

    def _message_problems(self, a: dict) -> list[str]:
        out = []
        if a.get("blocks") is not None:
            out += self.bk.blocks(a["blocks"], BlockKit.MESSAGE_BLOCKS)
        for i, at in enumerate(a.get("attachments") or []):
            if isinstance(at, dict) and at.get("blocks") is not None: out += self.bk.blocks(at["blocks"], BlockKit.MESSAGE_BLOCKS, f"/attachments/{i}/blocks")
        return out

    def _check_message(self, a: dict, rec: Record, content_required: bool = True) -> dict:
        if content_required and not any(a.get(k) for k in ("text", "blocks", "attachments", "markdown_text")): raise SlackError("no_text")
        if len(a.get("attachments") or []) > 100: raise SlackError("too_many_attachments")
        errs = self._message_problems(a) if self.validate else []
        if errs:
            rec.errors += [{"path": [], "rule": "invalid_blocks", "limit": None, "message": e} for e in errs]
            raise SlackError("invalid_blocks", errors=errs, response_metadata={"messages": ["[ERROR] " + e for e in errs]})
        total = len(json.dumps(a.get("blocks") or [], ensure_ascii=False))
        if total > 13000: rec.notes.append(f"blocks are {total} characters of JSON; slackapi/bolt-js#2509 reports msg_blocks_too_long from about 13,200 characters of text")
        if self.blocks_total_limit and total > self.blocks_total_limit: raise SlackError("msg_blocks_too_long")
        extra: dict = {}
        if len(a.get("text") or "") > 40000:
            a["text"] = a["text"][:40000]
            extra = {"warning": "message_truncated", "response_metadata": {"warnings": ["message_truncated"]}}
        if a.get("blocks") and not a.get("text"): rec.notes.append("blocks without top-level text: no notification / screen-reader fallback")
        return extra

    def _post(self, c: dict, a: dict, token: str | None) -> dict:
        m = {"type": "message", "subtype": "bot_message", "ts": self.ts(), "channel": c["id"], "user": self.bot_user_id, "bot_id": self.bot_id, "app_id": self.app_id, "team": self.team["id"], "text": a.get("text") or "",
             **{k: a[k] for k in ("blocks", "attachments", "thread_ts", "metadata", "username", "icon_emoji", "unfurl_links", "unfurl_media") if a.get(k) is not None}}
        if isinstance(m.get("blocks"), list): m["blocks"] = [{"block_id": secrets.token_hex(3), **b} for b in m["blocks"]]
        m.pop("subtype")
        self.messages[c["id"]].append(m)
        return m

    def m_api_test(self, a, rec, tok): return {"args": a}

    def m_auth_test(self, a, rec, tok):
        i = self.installs[tok]
        return {"url": f"https://{i['team']['domain']}.slack.com/", "team": i["team"]["name"], "user": "downlink", "team_id": i["team"]["id"], "user_id": i["bot_user_id"], "bot_id": i["bot_id"], "is_enterprise_install": False}

    def m_auth_revoke(self, a, rec, tok):
        self.revoked.add(tok)
        return {"revoked": True}

    def m_apps_connections_open(self, a, rec, tok):
        t = secrets.token_urlsafe(24)
        self.tickets.add(t)
        return {"url": f"ws://{self.HOST}:{self.port}/link/?ticket={t}&app_id={self.app_id}"}

    def m_chat_postMessage(self, a, rec, tok):
        c = self._chan(a.get("channel"), write=True, names=True)
        extra = self._check_message(a, rec)
        if a.get("thread_ts") and not any(m["ts"] == a["thread_ts"] for m in self.messages[c["id"]]): raise SlackError("thread_not_found")
        m = self._post(c, a, tok)
        return {"channel": c["id"], "ts": m["ts"], "message": m, **extra}

    def m_chat_postEphemeral(self, a, rec, tok):
        c = self._chan(a.get("channel"), write=True)
        if a.get("user") not in c["members"]: raise SlackError("user_not_in_channel")
        self._check_message(a, rec)
        t = self.ts()
        self.ephemerals.append({"ts": t, "channel": c["id"], "user": a["user"], "from": "chat.postEphemeral", **{k: a[k] for k in ("text", "blocks") if k in a}})
        return {"message_ts": t}

    def _msg(self, c: dict, ts: str | None) -> dict:
        m = next((m for m in self.messages[c["id"]] if m["ts"] == ts), None)
        if not m: raise SlackError("message_not_found")
        return m

    def m_chat_update(self, a, rec, tok):
        c = self._chan(a.get("channel"))
        m = self._msg(c, a.get("ts"))
        if m.get("bot_id") != self.bot_id: raise SlackError("cant_update_message")
        extra = self._check_message(a, rec)
        m.update({k: a[k] for k in ("text", "blocks", "attachments") if k in a} | {"edited": {"user": self.bot_user_id, "ts": self.ts()}})
        return {"channel": c["id"], "ts": m["ts"], "text": m["text"], "message": m, **extra}

    def m_chat_delete(self, a, rec, tok):
        c = self._chan(a.get("channel"))
        self.messages[c["id"]].remove(self._msg(c, a.get("ts")))
        return {"channel": c["id"], "ts": a["ts"]}

    def m_chat_getPermalink(self, a, rec, tok):
        c = self._chan(a.get("channel"))
        return {"channel": c["id"], "permalink": f"https://{self.team['domain']}.slack.com/archives/{c['id']}/p{self._msg(c, a.get('message_ts'))['ts'].replace('.', '')}"}

    def m_chat_scheduleMessage(self, a, rec, tok):
        c = self._chan(a.get("channel"), write=True)
        self._check_message(a, rec)
        try: at = int(a.get("post_at"))
        except (TypeError, ValueError): raise SlackError("invalid_time")
        if at <= time.time(): raise SlackError("time_in_past")
        if at > time.time() + 120 * 86400: raise SlackError("time_too_far")
        sid = self._id("Q")
        self.scheduled[sid] = {"id": sid, "channel_id": c["id"], "post_at": at, "date_created": int(time.time()), "text": a.get("text", "")}
        return {"channel": c["id"], "scheduled_message_id": sid, "post_at": str(at), "message": {"text": a.get("text", ""), "type": "delayed_message"}}

    def m_chat_deleteScheduledMessage(self, a, rec, tok):
        if not self.scheduled.pop(a.get("scheduled_message_id"), None): raise SlackError("invalid_scheduled_message_id")
        return {}

    def m_chat_scheduledMessages_list(self, a, rec, tok):
        return {"scheduled_messages": [s for s in self.scheduled.values() if a.get("channel") in (None, s["channel_id"])], "response_metadata": {"next_cursor": ""}}

    def _page(self, items: list, a: dict, key: str) -> dict:
        lim = int(a.get("limit") or 100)
        if not 1 <= lim <= 1000: raise SlackError("invalid_limit")
        try: start = int(bytes.fromhex(a["cursor"]).decode()) if a.get("cursor") else 0
        except ValueError: raise SlackError("invalid_cursor")
        more = start + lim < len(items)
        return {key: items[start:start + lim], "response_metadata": {"next_cursor": str(start + lim).encode().hex() if more else ""}, **({"has_more": more} if key == "messages" else {})}

    def m_conversations_list(self, a, rec, tok):
        types = (a.get("types") or "public_channel").split(",")
        kind = lambda c: "im" if c["is_im"] else "private_channel" if c["is_private"] else "public_channel"
        cs = [{k: v for k, v in c.items() if k != "members"} for c in self.channels.values() if kind(c) in types and (not c["is_private"] or c["is_member"]) and not (str(a.get("exclude_archived")).lower() in ("true", "1") and c["is_archived"])]
        return self._page(cs, a, "channels")

    m_users_conversations = m_conversations_list

    def m_conversations_info(self, a, rec, tok): return {"channel": {k: v for k, v in self._chan(a.get("channel")).items() if k != "members"}}
    def m_conversations_members(self, a, rec, tok): return self._page(self._chan(a.get("channel"))["members"], a, "members")

    def m_conversations_join(self, a, rec, tok):
        c = self._chan(a.get("channel"))
        if c["is_archived"]: raise SlackError("is_archived")
        c["is_member"] = True
        return {"channel": c}

    def m_conversations_open(self, a, rec, tok):
        us = (a.get("users") or "").split(",")
        if not us[0]: raise SlackError("users_list_not_supplied")
        if us[0] not in self.users: raise SlackError("user_not_found")
        return {"channel": {"id": self._im(us[0])["id"]}}

    def m_conversations_history(self, a, rec, tok):
        c = self._chan(a.get("channel"))
        if not c["is_member"]: raise SlackError("not_in_channel")
        ms = [m for m in reversed(self.messages[c["id"]]) if float(a.get("oldest") or 0) < float(m["ts"]) <= float(a.get("latest") or 1e12) and (not m.get("thread_ts") or m["thread_ts"] == m["ts"])]
        if str(a.get("include_all_metadata")).lower() not in ("true", "1"): ms = [{k: v for k, v in m.items() if k != "metadata"} for m in ms]
        return self._page(ms, a, "messages")

    def m_conversations_replies(self, a, rec, tok):
        c = self._chan(a.get("channel"))
        self._msg(c, a.get("ts"))
        return self._page([m for m in self.messages[c["id"]] if a["ts"] in (m["ts"], m.get("thread_ts"))], a, "messages")

    def m_users_info(self, a, rec, tok):
        if a.get("user") not in self.users: raise SlackError("user_not_found")
        return {"user": self.users[a["user"]]}

    def m_users_list(self, a, rec, tok): return self._page(list(self.users.values()), a, "members")
    def m_team_info(self, a, rec, tok): return {"team": self.team}
    def m_bots_info(self, a, rec, tok): return {"bot": {"id": self.bot_id, "deleted": False, "name": "downlink", "user_id": self.bot_user_id, "app_id": self.app_id}}

    def m_reactions_add(self, a, rec, tok):
        m = self._msg(self._chan(a.get("channel")), a.get("timestamp"))
        rs = m.setdefault("reactions", [])
        if any(r["name"] == a.get("name") for r in rs): raise SlackError("already_reacted")
        rs.append({"name": a.get("name"), "users": [self.bot_user_id], "count": 1})
        return {}

    # views
    def _use_trigger(self, a: dict) -> dict:
        t = self.triggers.get(a.get("trigger_id") or a.get("interactivity_pointer") or "")
        if not t: raise SlackError("invalid_trigger_id" if a.get("trigger_id") else "invalid_arguments")
        if t["used"]: raise SlackError("exchanged_trigger_id")
        if time.monotonic() - t["t"] > self.trigger_ttl: raise SlackError("expired_trigger_id")
        t["used"] = True
        return t

    def _check_view(self, v: Any, rec: Record) -> None:
        errs = self.bk.view(v) if self.validate else []
        if errs:
            rec.errors += [{"path": [], "rule": "invalid_arguments", "limit": None, "message": e} for e in errs]
            raise SlackError("invalid_arguments", response_metadata={"messages": ["[ERROR] " + e for e in errs]})
        if len(json.dumps(v)) > 250_000: raise SlackError("view_too_large")

    def _store_view(self, v: dict, **kw) -> dict:
        vid = self._id("V")
        full = {"id": vid, "team_id": self.team["id"], "app_id": self.app_id, "bot_id": self.bot_id, "hash": f"{int(time.time())}.{secrets.token_hex(4)}", "state": {"values": {}}, "private_metadata": "", "callback_id": "", "external_id": "",
                "root_view_id": vid, "previous_view_id": None, "clear_on_close": False, "notify_on_close": False, **v, **kw}
        full["blocks"] = [{"block_id": secrets.token_hex(3), **b} for b in v["blocks"]]
        self.views[vid] = full
        return full

    def m_views_open(self, a, rec, tok):
        t = self._use_trigger(a)
        self._check_view(a.get("view"), rec)
        return {"view": self._store_view(a["view"], user=t["user"])}

    def m_views_push(self, a, rec, tok):
        self._use_trigger(a)
        if len(self.views) >= 3: raise SlackError("push_limit_reached")
        self._check_view(a.get("view"), rec)
        return {"view": self._store_view(a["view"])}

    def m_views_update(self, a, rec, tok):
        v = self.views.get(a.get("view_id")) or next((v for v in self.views.values() if a.get("external_id") and v["external_id"] == a["external_id"]), None)
        if not v: raise SlackError("not_found")
        if a.get("hash") and a["hash"] != v["hash"]: raise SlackError("hash_conflict")
        self._check_view(a.get("view"), rec)
        v.update(a["view"] | {"hash": f"{int(time.time())}.{secrets.token_hex(4)}", "blocks": [{"block_id": secrets.token_hex(3), **b} for b in a["view"]["blocks"]]})
        return {"view": v}

    def m_views_publish(self, a, rec, tok):
        if a.get("user_id") not in self.users: raise SlackError("user_not_found")
        self._check_view(a.get("view"), rec)
        v = self._store_view(a["view"])
        self.homes[a["user_id"]] = v
        return {"view": v}

    # OAuth
    def m_oauth_v2_access(self, a, rec, tok):
        cid, sec = a.get("client_id"), a.get("client_secret")
        basic = next((r for r in [rec.headers.get("Authorization", "")] if r.startswith("Basic ")), None)
        if basic:
            import base64
            cid, _, sec = base64.b64decode(basic[6:]).decode().partition(":")
        if cid != self.client_id: raise SlackError("invalid_client_id")
        if sec != self.client_secret: raise SlackError("bad_client_secret")
        code = self.oauth_codes.pop(a.get("code"), None)
        if not code or time.monotonic() - code["t"] > 600: raise SlackError("invalid_code")
        if code["redirect_uri"] and a.get("redirect_uri") != code["redirect_uri"]: raise SlackError("bad_redirect_uri")
        token = "xoxb-" + secrets.token_hex(12)
        self.installs[token] = {"team": self.team, "bot_user_id": self.bot_user_id, "bot_id": self.bot_id, "scopes": code["scope"]}
        return {"access_token": token, "token_type": "bot", "scope": code["scope"], "bot_user_id": self.bot_user_id, "app_id": self.app_id, "team": {"id": self.team["id"], "name": self.team["name"]}, "enterprise": None,
                "is_enterprise_install": False, "authed_user": {"id": self.alice["id"]}}

    async def _authorize(self, request):
        """The user presses Allow at once (or Cancel with ?emu_deny=1)."""
        q = request.query
        if q.get("client_id") != self.client_id: return web.Response(text="Invalid client_id parameter", status=400)
        red, st = q.get("redirect_uri", ""), q.get("state", "")
        if q.get("emu_deny"): raise web.HTTPFound(f"{red}?{urlencode({'error': 'access_denied', 'state': st})}")
        code = secrets.token_hex(16)
        self.oauth_codes[code] = {"t": time.monotonic(), "redirect_uri": red, "scope": q.get("scope", "")}
        raise web.HTTPFound(f"{red}?{urlencode({'code': code, 'state': st})}")

    # response_url and incoming webhooks
    async def _rurl(self, request):
        key, body = request.match_info["tail"], None
        try: body = await request.json()
        except ValueError: pass

        async def process(rec: Record):
            r = self.response_urls.get(key)
            if not r or time.monotonic() - r["t"] > self.response_url_ttl: return 404, {"ok": False, "error": "expired_url"}, {}
            if r["uses"] >= 5: return 404, {"ok": False, "error": "used_url"}, {}
            if not isinstance(body, dict): return 500, "invalid_payload", {}
            errs = self._message_problems(body)
            if errs:
                rec.errors += [{"path": [], "rule": "invalid_blocks", "limit": None, "message": e} for e in errs]
                return 400, {"ok": False, "error": "invalid_blocks", "response_metadata": {"messages": ["[ERROR] " + e for e in errs]}}, {}
            if not any(body.get(k) for k in ("text", "blocks", "attachments", "delete_original")): return 500, {"ok": False, "error": "no_text"}, {}
            r["uses"] += 1
            m = {"ts": self.ts(), "channel": r["channel"], "user": r["user"], "from": "response_url", **body}
            if body.get("response_type") == "in_channel": self.messages.setdefault(r["channel"], []).append({**m, "bot_id": self.bot_id})
            else: self.ephemerals.append(m)
            return 200, {"ok": True}, {}
        return await self._recorded(request, "response_url", body, process)

    async def _incoming(self, request):
        key, body = request.match_info["tail"], None
        try: body = await request.json()
        except ValueError: pass

        async def process(rec: Record):
            cid = self.webhooks.get(key)
            if not cid: return 404, "no_service", {}
            if not isinstance(body, dict): return 400, "invalid_payload", {}
            c = self.channels.get(cid)
            if not c: return 404, "channel_not_found", {}
            if c["is_archived"]: return 410, "channel_is_archived", {}
            try: self._check_message(body, rec)
            except SlackError as e: return 400, e.error, {}
            self._post(c, body, None)
            return 200, "ok", {}
        return await self._recorded(request, "incoming_webhook", body, process)

    # ---- Socket Mode ------------------------------------------------------------------------------------------
    async def _link(self, request):
        fault = self.faults.pick("SOCKET", "GET")
        if fault and fault.kind in ("drop", "drop_after"):
            cut_connection(request)
            return web.Response(status=500)
        if fault and fault.kind == "status": return web.Response(status=fault.status)
        if fault and fault.kind == "delay": await asyncio.sleep(fault.delay)
        t = request.query.get("ticket")
        if t not in self.tickets: return web.Response(status=404, text="invalid ticket")
        self.tickets.discard(t)                              # single use
        ws = web.WebSocketResponse(autoping=False)
        await ws.prepare(request)
        c = SocketConn(ws, request)
        self.sockets.append(c)
        if len(self.live()) > self.max_sockets:
            await c.send({"type": "disconnect", "reason": "too_many_websockets", "debug_info": {"host": "applink-emulator"}})
            await ws.close()
            return ws
        await c.send({"type": "hello", "num_connections": len(self.live()), "debug_info": {"host": "applink-emulator", "build_number": 1, "approximate_connection_time": 18060}, "connection_info": {"app_id": self.app_id}})
        async for msg in ws:
            if c.frozen: continue
            if msg.type is WSMsgType.PING: await ws.pong(msg.data)
            elif msg.type is WSMsgType.TEXT:
                try: d = json.loads(msg.data)
                except ValueError: continue
                c.received.append({"t": time.time(), "data": d})
                if self._lose_acks > 0:
                    self._lose_acks -= 1
                    continue
                w = self._waiting.pop(d.get("envelope_id"), None)
                if w and not w.done(): w.set_result(d)
                else:
                    dv = next((x for x in self.deliveries if x.id == d.get("envelope_id")), None)
                    if dv: dv.errors.append("late or repeated acknowledgement")
        return ws


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--port", type=int, default=0)
    ap.add_argument("--ready-file")
    ap.add_argument("--ack-deadline", type=float, default=3.0)
    ap.add_argument("--enforce-tiers", action="store_true")
    ap.add_argument("--fast-retries", action="store_true", help="Events API retries after 0/0.2/0.4 s instead of 0/60/300 s")
    a = ap.parse_args()
    emu = SlackEmulator(ack_deadline=a.ack_deadline, enforce_tiers=a.enforce_tiers, retry_schedule=(0.0, 0.2, 0.4) if a.fast_retries else (0.0, 60.0, 300.0))
    serve_cli(emu, emu.describe, a.port, a.ready_file)


if __name__ == "__main__":
    main()
