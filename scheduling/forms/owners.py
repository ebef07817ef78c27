"""The forms of the owner's page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.actions.form_keys import new_key
from outreach.forms.plain_texts import PlainForm
from scheduling.forms.visits import VersionForm
from scheduling.models import OwnerAnswer


class OwnerConfirmForm(VersionForm):
    """Yes, to the time that was on the page."""


class OwnerOtherTimeForm(VersionForm):
    """No, and what would suit better."""

    once = forms.CharField(widget=forms.HiddenInput, required=False, initial=new_key)
    visit = forms.CharField(widget=forms.HiddenInput, required=False)
    parts = forms.MultipleChoiceField(
        label=_("What time of day suits you?"),
        choices=OwnerAnswer.Part,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    wish = forms.CharField(
        label=_("When would you like us to come?"),
        help_text=_("For example: any Tuesday, or after 10 December."),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )


REASONS = (
    ("BUSY", _("We are too busy")),
    ("DONE", _("It is done already, elsewhere")),
    ("NO_NEED", _("We do not need it")),
    ("CLOSED", _("We have closed or moved")),
    ("OTHER", _("Something else")),
)


class OwnerCancelForm(VersionForm, PlainForm):
    """Not at all, and why."""

    reason = forms.ChoiceField(
        label=_("Why does the visit not suit you?"), choices=REASONS, widget=forms.RadioSelect
    )
    words = forms.CharField(label=_("In your words (if you like)"), max_length=80, required=False)

    def said(self) -> str:
        """The reason as staff read it."""
        chosen = str(dict(REASONS)[self.cleaned_data["reason"]])
        return " · ".join(filter(None, (chosen, self.cleaned_data["words"])))


class WhoseNumberForm(PlainForm):
    """Which of the numbers that a link went to is the reader's; asked only where it is unclear."""

    ending = forms.CharField(
        label=_("The last four digits of your mobile number"),
        max_length=4,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, is_asked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_asked:
            del self.fields["ending"]

    @property
    def given(self) -> str:
        """The digits, where they were asked for."""
        return str(self.cleaned_data.get("ending", ""))


class OwnersCheckForm(PlainForm):
    """What only the owner knows, before any name is shown."""

    answer = forms.CharField(
        max_length=10, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    )

    def __init__(self, *args: Any, by_business_number: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = (
            _("The last five digits of your business registration number")
            if by_business_number
            else _("The last four digits of the mobile number our text went to")
        )

    def clean_answer(self) -> str:
        """Leave out what people write between digits."""
        return "".join(sign for sign in self.cleaned_data["answer"] if sign.isdigit())
