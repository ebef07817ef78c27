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
    """Return the short mark of a text that holds no link of its own, such as K7QM."""
    name = f"again:{message.again_of_id}" if message.again_of_id else f"text:{message.pk}"
    code = hmac.new(settings.LINK_KEY, name.encode(), hashlib.sha256).digest()
    return b32encode(code)[:REFERENCE_LENGTH].decode("ascii")


def body_digest(body: str) -> str:
    """Return the keyed hash of a body, however its blanks were set on the way."""
    words = " ".join(body.split())
    return hmac.new(settings.LINK_KEY, words.encode(), hashlib.sha256).hexdigest()


def bears_reference(message: Message) -> bool:
    """Tell whether the short mark stands in the text: its link is no mark, or the first one's."""
    return message.link_id is None or message.again_of_id is not None


def tag_of(message: Message) -> str:
    """Return what stands in this text and in no other, or nothing when its link is shared."""
    if bears_reference(message):
        return f"({reference_of(message)})"
    assert message.link is not None
    shared = message.link.messages.exclude(pk=message.pk).filter(phone=message.phone).exists()
    return "" if shared else token_of(message.link)
