"""What ``downlink doctor`` looks at, each with its fix. Enters: settings. Leaves: findings.

Calls: the database's own check, the machine, and each configured platform's ``check``. Changes nothing.
"""
