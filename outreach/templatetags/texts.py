"""How a text is named on a page: {% with state=text|message_state %}{{ state.label }}."""

from __future__ import annotations

from django import template

from outreach import message_words

register = template.Library()
register.filter(message_words.message_kind)
register.filter(message_words.message_state)
register.filter(message_words.message_failure)
register.filter(message_words.withdrawn_because)
register.filter(message_words.attempt_words)
register.filter(message_words.event_words)
