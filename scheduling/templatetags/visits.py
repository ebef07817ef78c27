"""How a visit is shown: a week has a hundred of them, so without a template."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from outreach.templatetags.written import badge_of
from scheduling.models import Visit

register = template.Library()
State = Visit.State
LABELS = dict(State.choices)
TONES = {
    State.BOOKED.value: "information",
    State.CONFIRMED.value: "success",
    State.DONE.value: "primary",
    State.MISSED.value: "danger",
}


@register.filter
def state_badge(visit: Visit) -> SafeString:
    """Show the state of a visit as a badge."""
    return badge_of(TONES.get(visit.state, "gray"), LABELS[visit.state])
