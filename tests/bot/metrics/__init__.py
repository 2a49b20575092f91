"""Tests of bot.metrics."""
