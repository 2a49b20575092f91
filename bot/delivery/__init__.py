"""Delivery: a digest that is due becomes a message, once, or an outcome that says why not.

Enters: subscriptions that are due, composed editions. Leaves: posts on the platforms, rows of the ledger.
Calls: the ledger's port (``base``), the platforms' port, the newsroom for composing. ``values`` and ``policy``
are pure; the ledger on a database is a store's room.

The walk: **plan** (due subscription → rows, with the next run, in one transaction) → **compose** (a row gets an
edition and its parts) → **claim** → check → **send** → **record**; what is uncertain is looked up before it is sent
again. ``planning`` (with ``timetable`` and ``quiet``) decides what becomes of a due subscription, ``composing`` gives
rows their editions, ``following`` writes direct messages, ``courier`` carries; ``telling`` lets the newsroom remember
what a channel has had. The ledger is the truth: whatever dies in between, the next tick reads on from there.

A courier: ``claiming`` → ``fleet`` (each claim a ``flights.Flight``) → ``sending``, or ``looking`` where it is
uncertain → ``consequences`` for others (halts, blocks, notices) → ``recording``; ``pacing`` and ``sharing`` say when
one may go. Nobody trusts the wall clock for what may be sent twice: a row is ours by ``holds``' monotonic one, and who
takes a row over reads the channel's history only when its former owner can't begin anything any more.
"""
