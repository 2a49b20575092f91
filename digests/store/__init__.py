"""Every SQL statement of the newsroom. Values of :mod:`digests.model` in and out; calls no other room.

:mod:`digests.store.base` is the port and its obligations, ``schema`` the tables, one file a noun
for the statements, ``search`` the full-text part, ``migrations`` append-only.
"""
