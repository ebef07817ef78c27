"""What is asked about a call for a number that takes texts: one form for each outcome."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outreach.actions.call_outcomes import (
    Answer,
    NoTextsReachIt,
    NumberMayNotBeKept,
    NumberRefusesTexts,
    check_mobile,
)
from outreach.forms.consents import NO, YES
from outreach.forms.plain_texts import PlainForm, label_of
from outreach.models import Consent, Contact, Language
from outreach.rules.consent_texts import find_text, text_in_force
from outreach.rules.health_words import holds_health_words

Purpose = Consent.Purpose
ROLES = [(role.value, role.label) for role in (Contact.Role.OWNER, Contact.Role.MANAGER)]
ANSWERS = [(YES, _("agrees")), (NO, _("does not agree"))]
# What is asked on the telephone, in the order in which it is read out.
ASKED = (Purpose.PERSONAL_DATA, Purpose.TEXTS)


class CallForm(PlainForm):
    """What each outcome has: a note, if there is something to remember."""

    note = forms.CharField(
        label=_("Note"),
        max_length=200,
        required=False,
        help_text=_("Nothing about anybody's health."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    field_order: list[str] = []

    def clean_note(self) -> str:
        note: str = self.cleaned_data["note"]
        if holds_health_words(note):
            raise forms.ValidationError(
                _("Nothing about anybody's health is kept here. Please leave it out.")
            )
        return note


class ReadOutForm(CallForm):
    """A form that tells the versions of the texts that were read out."""

    def __init__(self, *args: Any, today: date, **rest: Any) -> None:
        super().__init__(*args, **rest)
        for purpose in ASKED:
            self.fields[f"{purpose.value}_version"] = forms.CharField(
                initial=text_in_force(purpose, today).version, widget=forms.HiddenInput
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for purpose in ASKED:
            if find_text(purpose, given.get(f"{purpose.value}_version", "")) is None:
                raise forms.ValidationError(_("Please load the page again and read the text out."))
        return given

    def answer_to(self, purpose: Consent.Purpose, *, is_given: bool) -> Answer:
        """Return an answer with the version that was read out."""
        return Answer(is_given, self.cleaned_data[f"{purpose.value}_version"])


class MobileForm(ReadOutForm):
    """A number, whose it is, and what its holder agrees to, purpose by purpose."""

    phone = forms.CharField(
        label=_("Mobile number"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"inputmode": "tel", "autocomplete": "off", "placeholder": "010-0000-0000"}
        ),
    )
    role = forms.ChoiceField(
        label=label_of(Contact, "role"),
        choices=ROLES,
        initial=Contact.Role.OWNER,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=label_of(Contact, "name"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=label_of(Contact, "language"), choices=Language.choices)
    personal_data = forms.ChoiceField(
        label=_("May the number be kept?"), choices=ANSWERS, widget=forms.RadioSelect
    )
    texts = forms.ChoiceField(
        label=_("May we send texts?"), choices=ANSWERS, widget=forms.RadioSelect
    )
    field_order = ["phone", "role", "name", "language", "personal_data", "texts", "note"]

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        try:
            check_mobile(phone)
        except (NoTextsReachIt, NumberRefusesTexts) as reason:
            raise forms.ValidationError(str(reason)) from reason
        return phone

    def clean_personal_data(self) -> str:
        answer: str = self.cleaned_data["personal_data"]
        if answer == NO:
            raise forms.ValidationError(str(NumberMayNotBeKept()))
        return answer

    @property
    def answers(self) -> dict[Consent.Purpose, Answer]:
        """Return each answer with its text."""
        return {
            purpose: self.answer_to(purpose, is_given=self.cleaned_data[name] == YES)
            for purpose, name in (
                (Purpose.PERSONAL_DATA, "personal_data"),
                (Purpose.TEXTS, "texts"),
            )
        }


class RefusedForm(ReadOutForm):
    """What was refused."""

    purposes = forms.MultipleChoiceField(
        label=_("What was refused?"),
        choices=[
            (Purpose.TEXTS.value, _("texts")),
            (Purpose.PERSONAL_DATA.value, _("keeping a mobile number")),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ["purposes", "note"]

    @property
    def answers(self) -> dict[Consent.Purpose, Answer]:
        """Return a no for each purpose."""
        return {
            Purpose(value): self.answer_to(Purpose(value), is_given=False)
            for value in self.cleaned_data["purposes"]
        }


class NoAnswerForm(CallForm):
    """When to call again; the rule proposes it."""

    day = forms.DateField(label=_("Call again on"))
    at = forms.TimeField(label=_("at"))
    field_order = ["day", "at", "note"]

    @property
    def not_before(self) -> datetime:
        """Return the moment that was chosen, in Seoul."""
        chosen = datetime.combine(self.cleaned_data["day"], self.cleaned_data["at"])
        return timezone.make_aware(chosen)


class WrongNumberForm(CallForm):
    """Nothing but the note."""
