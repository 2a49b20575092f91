"""The first walk up to the store: raw records in; stored articles with their reading, entities and story out.

A pipeline: it calls ingest, reading, stories, people and the store, and decides nothing itself. A batch is
one transaction, so that a run can be interrupted, killed and repeated at any point.
"""
