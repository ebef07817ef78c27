from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from outreach.message_words import KINDS

# Texts that still need something are all shown, however old.
WITHOUT_PERIOD = ("waiting", "attention")


class MessageFilterForm(forms.Form):
    """Narrows the list of texts by its address."""

    tab = forms.CharField(widget=forms.HiddenInput)
    q = forms.CharField(label=_("Number or workplace"), required=False, max_length=60)
    kind = forms.ChoiceField(
        label=_("What about"), required=False, choices=[("", _("everything")), *KINDS.items()]
    )
    days = forms.TypedChoiceField(
        label=_("Period"),
        required=False,
        coerce=int,
        choices=[(30, _("the last 30 days")), (7, _("the last 7 days")), (366, _("a year"))],
    )

    def __init__(self, data: QueryDict, *, tab: str) -> None:
        super().__init__({**data.dict(), "tab": tab})
        if tab in WITHOUT_PERIOD:
            del self.fields["days"]
