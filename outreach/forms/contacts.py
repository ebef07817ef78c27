"""What is asked about whom to reach."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.forms.plain_texts import label_of
from outreach.forms.versions import VersionedForm
from outreach.models import Contact, Language

TEXTS_WANTED, TEXTS_REFUSED = "yes", "no"
AGAIN = "takes_texts_again"  # asked only about a number that texts did not reach


class ContactForm(VersionedForm):
    """Role, name, number, language and the answer about texts."""

    role = forms.ChoiceField(
        label=label_of(Contact, "role"), choices=Contact.Role.choices, initial=Contact.Role.OWNER
    )
    name = forms.CharField(label=label_of(Contact, "name"), max_length=60, required=False)
    phone = forms.CharField(
        label=label_of(Contact, "phone"),
        max_length=60,
        required=False,
        help_text=_("As it is written, for example 010-1234-5678. Only 010 numbers get texts."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=label_of(Contact, "email"),
        required=False,
        help_text=_("Only if they gave it. Used where no text reaches this person."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=label_of(Contact, "language"), choices=Language.choices)
    is_primary = forms.BooleanField(label=label_of(Contact, "is_primary"), required=False)
    takes_texts_again = forms.BooleanField(
        label=_("Texts reach this number again"),
        required=False,
        help_text=_("Tick it when somebody there has said so on the telephone."),
    )
    texts = forms.ChoiceField(
        label=_("Texts about visits and exams"),
        choices=[
            ("", _("not asked yet")),
            (TEXTS_WANTED, _("agrees to texts")),
            (TEXTS_REFUSED, _("refuses texts")),
        ],
        required=False,
        help_text=_("Ask on the telephone, then write the answer down here."),
    )

    def __init__(self, *args: Any, is_unreached: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_unreached:
            del self.fields[AGAIN]
