"""Tests of the bot's memory that are of one implementation."""
