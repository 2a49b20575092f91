"""Downlink, the bot: imports ``digests``; never the reverse. Commands in, replies out, on every platform."""
