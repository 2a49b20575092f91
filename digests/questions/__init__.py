"""The second walk: a question and a snapshot of the store in; an answer (:mod:`digests.answers`) out.

One file a question. Each is a pipeline: it fetches, calls the deciders of people, stories, summaries and
editions, and decides nothing itself.
"""
