"""What each setting means, in a line: for the settings file that ``downlink init`` writes."""

from __future__ import annotations

MEANINGS = {
    "database_url": "sqlite:///path/to/file.db or postgresql://user@host/name; else a file in your data directory",
    "secret_key": "encrypts stored tokens; “downlink keys new” makes one; several with commas, the newest first",
    "discord_token": "Discord: the bot's token, from the application's page",
    "discord_api_url": "Discord's API elsewhere: a rate-limiting proxy",
    "discord_gateway_url": "Discord's gateway elsewhere",
    "discord_public_key": "Discord over HTTP, at /discord/interactions: the application's public key",
    "slack_bot_token": "Slack, one workspace: the bot token, xoxb-…",
    "slack_app_token": "Slack over Socket Mode: the app-level token, xapp-…",
    "slack_api_url": "Slack's API elsewhere: a proxy",
    "slack_signing_secret": "Slack over HTTP, at /slack/events: the signing secret",
    "slack_client_id": "Slack, many workspaces: the client id, for /slack/install",
    "slack_client_secret": "Slack, many workspaces: the client secret",
    "web_host": "where the web part listens; put a proxy with TLS in front of it",
    "web_port": "0 turns the web part off",
    "llm_url": "a language model's address, OpenAI-compatible: it words summaries, which are checked",
    "llm_model": "its name",
    "llm_key": "its key",
    "spacy_model": "an installed spaCy model, a package or a folder: its people and organisations join Downlink's own",
    "feeds": "addresses of feeds that are read for everybody, with commas",
    "feeds_every": "minutes between two readings of a feed",
    "quota_subscriptions": "how many subscriptions a workspace or server may have",
    "quota_feeds": "how many feeds",
    "quota_runs": "how many digests by hand a day",
    "quota_follows": "how many names and topics a user may follow",
    "retention_articles": "days that articles are kept, from 60; 0: for ever",
    "retention_editions": "days that posted digests are kept, from 30; 0: for ever",
    "retention_attempts": "days that the ledger's other rows are kept, from 30; 0: for ever",
    "log": "console or json",
}
