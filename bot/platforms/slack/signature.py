"""Whether a request is Slack's. Pure. https://docs.slack.dev/authentication/verifying-requests-from-slack"""

from __future__ import annotations

import hashlib
import hmac

OLDEST = 300  # seconds


def signed(secret: str, stamp: str, signature: str, body: bytes, now: float) -> bool:
    """Check a signature of at most five minutes' age, in constant time; what is malformed is not signed."""
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12) or abs(now - int(stamp)) > OLDEST:
        return False
    expected = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(f"v0={expected}".encode(), signature.encode("utf-8", "replace"))
