"""By what a text is known again in the provider's list, without its words being kept."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b32encode

from django.conf import settings

from outreach.actions.links import token_of
from outreach.models import Message

REFERENCE_LENGTH = 4


def reference_of(message: Message) -> str:
    """Return the short mark of a text that holds no link, such as K7QM."""
    code = hmac.new(settings.LINK_KEY, f"text:{message.pk}".encode(), hashlib.sha256).digest()
    return b32encode(code)[:REFERENCE_LENGTH].decode("ascii")


def body_digest(body: str) -> str:
    """Return the keyed hash of a body, however its blanks were set on the way."""
    words = " ".join(body.split())
    return hmac.new(settings.LINK_KEY, words.encode(), hashlib.sha256).hexdigest()


def tag_of(message: Message) -> str:
    """Return what stands in this text and in no other, or nothing when its link is shared."""
    if message.link is None:
        return f"({reference_of(message)})"
    shared = message.link.messages.exclude(pk=message.pk).filter(phone=message.phone).exists()
    return "" if shared else token_of(message.link)
