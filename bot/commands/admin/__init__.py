"""The verbs of editors and admins, ``/downlink VERB``: one file a family.

Dispatch has checked the role that a command needs somewhere; handlers check it for the channel in hand. Every
change is one transaction with its line in the audit log.
"""
