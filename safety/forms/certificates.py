"""What is asked about certificates: by staff, by their holder, by whoever checks one."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.forms.plain_texts import PlainForm
from safety.models import Certificate
from safety.rules.certificates import parse_public_code


class CertificateFilterForm(forms.Form):
    """Narrows the register by its address."""

    q = forms.CharField(label=gettext_lazy("Name, firm or number"), required=False, max_length=60)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("all")), *Certificate.State.choices],
    )
    year = forms.IntegerField(
        label=gettext_lazy("Year"), required=False, min_value=2000, max_value=2999
    )


class NameForm(PlainForm):
    """The right name of the holder."""

    holder_name = forms.CharField(label=gettext_lazy("Right name"), max_length=60)


class WithdrawForm(PlainForm):
    """Why a certificate is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=120,
        help_text=gettext_lazy(
            "It stays in the register. Whoever checks the code does not see it."
        ),
    )


class SecondCheckForm(forms.Form):
    """What only the holder knows: the birth date, or the end of the telephone number."""

    answer = forms.CharField(
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, birth_date: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.birth_date = birth_date
        field = self.fields["answer"]
        if birth_date:
            field.label = _("Your birth date, 6 digits")
            field.help_text = _("For example 880412 if you were born on 12 April 1988.")
        else:
            field.label = _("The last 4 digits of your mobile number")

    def clean_answer(self) -> str:
        """Return the digits alone; a birth date may be written with its century."""
        digits = re.sub(r"\D", "", self.cleaned_data["answer"])
        return digits[2:] if self.birth_date and len(digits) == 8 else digits


class CodeForm(forms.Form):
    """The check code as it is printed."""

    code = forms.CharField(
        label=gettext_lazy("Check code"),
        max_length=40,
        help_text=gettext_lazy("18 letters and digits at the foot of the certificate."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def clean_code(self) -> str:
        code = parse_public_code(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError(
                _("This is no check code. Please compare it with the certificate.")
            )
        return code
