"""What somebody agrees to, read out or signed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.models import Consent
from outreach.rules.consent_texts import find_text, text_in_force

Purpose, Channel = Consent.Purpose, Consent.Channel
YES, NO = "yes", "no"
# What a worker is asked besides the visit; each has its text on the page.
ASKED = (Purpose.THIRD_PARTY, Purpose.HEALTH_DATA)
ASKED_OF_CONTACTS = (Purpose.PERSONAL_DATA, Purpose.TEXTS, Purpose.ADVERTISING)


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

    def __init__(self, *args: Any, today: date, **rest: Any) -> None:
        super().__init__(*args, **rest)
        # The versions that the page shows go with the form: what was read out is what is kept.
        for purpose in self.asked:
            self.fields[_version(purpose)] = forms.CharField(
                initial=text_in_force(purpose, today).version,
                required=False,  # only that of what was answered is asked for, in `clean`
                widget=forms.HiddenInput,
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        purpose = given.get("purpose")
        if purpose and find_text(purpose, given.get(_version(purpose), "")) is None:
            raise forms.ValidationError(_("Please load the page again and read the text out."))
        return given

    @property
    def asked(self) -> tuple[Consent.Purpose, ...]:
        """Return what can be asked here."""
        return ASKED

    @property
    def text_version(self) -> str:
        """Return the version of the text that was answered to."""
        return str(self.cleaned_data[_version(self.cleaned_data["purpose"])])


class ContactConsentForm(ConsentForm):
    """An answer of somebody whom we contact."""

    purpose = forms.ChoiceField(
        label=_("Consent to"),
        choices=[(purpose.value, purpose.label) for purpose in ASKED_OF_CONTACTS],
        widget=forms.RadioSelect,
    )
    channel = forms.ChoiceField(
        label=_("Given"),
        choices=[(way.value, way.label) for way in (Channel.TELEPHONE, Channel.PAPER)],
        initial=Channel.TELEPHONE.value,
        widget=forms.RadioSelect,
    )

    @property
    def asked(self) -> tuple[Consent.Purpose, ...]:
        return ASKED_OF_CONTACTS


def _version(purpose: str) -> str:
    return f"{purpose}_version"
