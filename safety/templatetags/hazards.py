"""How a page names an agent."""

from __future__ import annotations

from django import template

from safety.models.exposure import hazard_name as name_of

register = template.Library()


@register.filter
def hazard_name(code: str) -> str:
    """The agent's name in the reader's language: 톨루엔, Toluene."""
    return name_of(code)
