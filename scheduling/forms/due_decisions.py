"""What is asked when a due item is put off, waived, or was done by somebody else."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.forms.plain_texts import PlainForm
from safety.actions.due_events import BY_HOURS
from safety.models import DueItem


class WaiveForm(PlainForm):
    """Why the item is left out for good."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("Others read it. Nothing about anybody's health."),
        error_messages={"required": _("Please write down the reason.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class PutOffForm(WaiveForm):
    """Until when the item is left out, and why."""

    until = forms.DateField(label=_("Put off until"))
    field_order = ["until", "reason"]


class DoneForm(forms.Form):
    """When the employer did it, and of training for how long."""

    event_date = forms.DateField(label=_("Done on"))
    minutes = forms.IntegerField(
        label=_("minutes taught"), min_value=1, max_value=6_000, required=False
    )

    def __init__(self, *args: Any, item: DueItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if item.kind not in BY_HOURS:
            del self.fields["minutes"]
