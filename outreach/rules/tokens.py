from __future__ import annotations

import hashlib
import hmac
import re
from base64 import urlsafe_b64encode

TOKEN_BYTES = 16  # 128 bits: beyond guessing, and short enough for one text
TOKEN_LENGTH = 22
TOKEN_SHAPE = re.compile(rf"[A-Za-z0-9_-]{{{TOKEN_LENGTH}}}")


def make_token(*, key: bytes, purpose: str, identifier: str) -> str:
    """
    Return the token of one thing for one purpose, the same each time it is asked for.

    It is an HMAC-SHA256 cut to 128 bits, so the database need not keep it to send it again.
    To revoke a token, put a changed part (a version, a random word) into the identifier.
    """
    if not key:
        raise ValueError("a token needs a key")
    # The length keeps ("ab", "c") and ("a", "bc") apart.
    message = f"{len(purpose)}:{purpose}:{identifier}".encode()
    code = hmac.new(key, message, hashlib.sha256).digest()[:TOKEN_BYTES]
    return urlsafe_b64encode(code).rstrip(b"=").decode("ascii")


def digest(token: str) -> str:
    """Return what is stored to look a token up; the token cannot be read back from it."""
    return hashlib.sha256(token.encode()).hexdigest()


def looks_like_token(text: str) -> bool:
    """Say whether the text could be a token at all, before anything is looked up."""
    return TOKEN_SHAPE.fullmatch(text) is not None


def same(left: str, right: str) -> bool:
    """Compare two tokens or digests without telling by time how far they agree."""
    return hmac.compare_digest(left.encode(), right.encode())
