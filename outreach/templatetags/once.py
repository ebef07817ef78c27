from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from outreach.actions.form_keys import new_key

register = template.Library()


@register.simple_tag
def once() -> SafeString:
    """Put the one-time key into a form."""
    return format_html('<input type="hidden" name="once" value="{}">', new_key())
