"""The archive: what was posted to channels whose installation made it public, as web pages, feeds and Markdown.

Enters: requests of anybody in the world. Leaves: HTML without scripts, RSS, JSON Feed, Markdown. Calls: the ledger, the
bot's memory (who is public), the newsroom (who is meant by a name). Every word comes out of posted editions.
"""
