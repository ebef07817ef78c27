"""What papers need and WeasyPrint lacks: Korean lines that break between words only."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
LONGEST_UNBROKEN = 14  # a longer word may break, or it would run out of its cell


@register.filter
def words(text: object) -> SafeString:
    """
    Keep each word on one line, as `word-break: keep-all` does in browsers (unsupported there).

    The text is escaped: it may be a name that somebody typed.
    """
    plain = " ".join(str(text).split())
    if len(plain) <= LONGEST_UNBROKEN:  # one box instead of many: they cost time
        return format_html('<span class="whole">{}</span>', plain)
    return format_html_join(
        " ",
        '<span class="{}">{}</span>',
        (("whole" if len(word) <= LONGEST_UNBROKEN else "long", word) for word in plain.split(" ")),
    )
