"""Figures for Prometheus: what this process counted, and what the ledger says for all processes.

Enters: calls of ``bot.counting``, the ledger. Leaves: the text of ``/metrics``. Calls: the ledger's port alone.
"""
