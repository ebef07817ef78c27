"""What a worker agrees to, read out or signed."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.models import Consent

Purpose, Channel = Consent.Purpose, Consent.Channel
YES, NO = "yes", "no"
# What a worker is asked besides the visit; each has its text on the page.
ASKED = (Purpose.THIRD_PARTY, Purpose.HEALTH_DATA)


class ConsentForm(forms.Form):
    """One answer to one text: for what, yes or no, and how it was given."""

    purpose = forms.ChoiceField(
        label=_("Consent to"),
        choices=[(purpose.value, purpose.label) for purpose in ASKED],
        initial=Purpose.THIRD_PARTY.value,
        widget=forms.RadioSelect,
    )
    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=[(YES, _("agrees")), (NO, _("does not agree"))],
        widget=forms.RadioSelect,
    )
    channel = forms.ChoiceField(
        label=_("Given"),
        choices=[(way.value, way.label) for way in (Channel.PAPER, Channel.SCREEN)],
        initial=Channel.PAPER.value,
        widget=forms.RadioSelect,
    )
