"""The words of a text, and the number by which advertising is refused."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.forms.plain_texts import PlainForm

LONGEST = 700
AREA = {"rows": 5, "spellcheck": "false"}


class WordingForm(PlainForm):
    """Both languages of one kind of text, and whether it is advertising."""

    body_ko = forms.CharField(
        label=gettext_lazy("Korean text"), max_length=LONGEST, widget=forms.Textarea(attrs=AREA)
    )
    body_en = forms.CharField(
        label=gettext_lazy("English text (for readers of other languages)"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={**AREA, "lang": "en"}),
    )
    is_advertising = forms.BooleanField(
        label=gettext_lazy("This text is advertising"),
        help_text=gettext_lazy(
            "New programmes, events, gifts: when in doubt, tick it. It then begins with (광고), "
            "ends with the free number for refusals, and goes only to who has agreed within "
            "two years."
        ),
        required=False,
    )


class RefusalNumberForm(forms.Form):
    """An 080 number: whoever refuses advertising pays nothing."""

    number = forms.CharField(
        label=gettext_lazy("Free number for refusals (080)"), max_length=20, required=False
    )

    def clean_number(self) -> str:
        """Take a number of 080 only."""
        given = str(self.cleaned_data["number"]).strip()
        digits = "".join(sign for sign in given if sign.isdigit())
        if given and not (digits.startswith("080") and len(digits) in (10, 11)):
            raise forms.ValidationError(_("Please enter a number that begins with 080."))
        return f"{digits[:3]}-{digits[3:-4]}-{digits[-4:]}" if given else ""
