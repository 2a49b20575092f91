"""The bot's verbs, declared once: ``registry`` (table, dispatch, error boundary), ``arguments`` and one file a family.

A handler translates: it asks the newsroom and hands the answer to a presenter. It never sends.
"""
