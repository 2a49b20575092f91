"""The ledger on SQLite or PostgreSQL: ``bot.delivery.base.Ledger``, a file for each thing that it does.

A row of ``delivery`` is one message. What its columns promise:

- ``queue`` says who is to act on the row, and ``ready_at`` from when on: ``compose``; ``send PLATFORM``; ``look
  PLATFORM`` (it is SENDING, and ``ready_at`` is its lease's end); ``publish`` (it is SENT). NULL: nobody, for it is
  final, HELD, or a later part whose turn has not come. One narrow index over both is all that a tick reads.
- ``first`` names the row of part 0 in later parts. A part's ``ready_at`` is set when the part before it is SENT.
- ``fence`` grows with every claim; only who knows the present one may record.
- ``untold_since`` is set while the newsroom has not heard what was posted.
"""
