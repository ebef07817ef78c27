"""Links that show only to those who may follow them."""

from __future__ import annotations

from django import template
from django.template import Context

from outreach.doors import address_for

register = template.Library()


@register.simple_tag(takes_context=True)
def door(context: Context, route: str, *args: object, **query: str | int) -> str:
    """Return the address of a door for whoever is signed in: `{% door 'visit' 3 as visit %}`."""
    return address_for(context["request"].user, route, *args, query=query)
