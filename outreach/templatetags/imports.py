"""How many rows of lists wait for a decision, wherever somebody may pass by."""

from __future__ import annotations

from django import template
from django.template import Context

from outreach.access import Permission
from outreach.models import ImportRow, Staff

register = template.Library()


@register.simple_tag(takes_context=True)
def held_rows(context: Context) -> int:
    """Return the rows that the asking person could decide: `{% held_rows as held %}`."""
    staff: Staff = context["request"].user
    if not staff.may(Permission.IMPORT):
        return 0
    return ImportRow.objects.for_staff(staff).to_decide().count()
