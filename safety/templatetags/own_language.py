from __future__ import annotations

from django import template
from django.template import Context

from safety.worker_words import in_language

register = template.Library()


@register.simple_tag(takes_context=True)
def said(context: Context, words: str) -> str:
    """Put a sentence in the reader's own language; the page's context holds which (`reader`)."""
    return in_language(str(words), str(context.get("reader") or ""))
