"""
Findings on their way through an import.

Whoever uploads a roster may not read findings (산업안전보건법 제132조; the table of roles), and the
rows of a preview are shown to them. So a row keeps its results sealed and always of one length;
nothing opens them but the transaction that writes them to the examination, and then they are gone
from the row.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from safety.rosters.rows import Findings

MARK = "v1:"
NONCE_LENGTH = 12
LENGTH = 512  # of what is sealed, or the length would tell A from C1
BOUND_TO = b"outreach_importrow.findings"


def seal(findings: Mapping[str, tuple[str, str]]) -> str:
    """Return results as a text that nobody can read; of none it is blank."""
    if not findings:
        return ""
    text = json.dumps({key: list(both) for key, both in findings.items()}, ensure_ascii=False)
    plain = text.encode()
    plain += b" " * (-len(plain) % LENGTH)
    nonce = os.urandom(NONCE_LENGTH)
    sealed = AESGCM(settings.FIELD_KEY).encrypt(nonce, plain, BOUND_TO)
    return MARK + base64.b64encode(nonce + sealed).decode()


def unseal(text: str) -> Findings:
    """Return the results that `seal` closed."""
    if not text:
        return {}
    raw = base64.b64decode(text.removeprefix(MARK))
    opened = AESGCM(settings.FIELD_KEY).decrypt(raw[:NONCE_LENGTH], raw[NONCE_LENGTH:], BOUND_TO)
    return {key: (code, fitness) for key, (code, fitness) in json.loads(opened).items()}
