"""What the bot itself must remember: installations, settings, subscriptions, rights, follows, the audit log.

Beside the newsroom's tables in the same database, with migrations of its own. All SQL of the bot is here; values of
:mod:`bot.store.values` in and out. :mod:`bot.store.base` is the port and its obligations.
"""
