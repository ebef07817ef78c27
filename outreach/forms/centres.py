"""What must be known to open a health centre."""

from __future__ import annotations

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.forms.plain_texts import PlainForm
from outreach.models import Centre, Staff
from outreach.places.districts import districts
from outreach.rules.phones import recognise_all
from outreach.rules.sms_text import refused_characters


class CentreForm(PlainForm):
    """A centre and the user name of its first administrator."""

    code = forms.SlugField(
        max_length=50,
        error_messages={"invalid": gettext_lazy("Latin letters, digits, - and _ only, please.")},
    )
    kind = forms.ChoiceField(choices=Centre.Kind.choices)
    name = forms.CharField(max_length=60)
    english_name = forms.CharField(max_length=60, required=False)
    head_title = forms.CharField(max_length=60)
    districts = forms.CharField()
    address = forms.CharField(max_length=200)
    callback = forms.CharField(max_length=30)
    sender = forms.CharField(max_length=20)
    administrator = forms.CharField(max_length=150, validators=[UnicodeUsernameValidator()])
    administrator_name = forms.CharField(max_length=60)

    def clean_code(self) -> str:
        """Refuse a code that is taken."""
        code = str(self.cleaned_data["code"])
        if Centre.objects.filter(code=code).exists():
            raise forms.ValidationError(_("There is a health centre with this code already."))
        return code

    def clean_name(self) -> str:
        """Refuse a name that a text cannot carry: every text names the centre."""
        name = str(self.cleaned_data["name"])
        refused = refused_characters(name)
        if refused:
            raise forms.ValidationError(
                _("Korean carriers cannot show “%(sign)s”, and every text names the centre.")
                % {"sign": refused[0].character}
            )
        return name

    def clean_english_name(self) -> str:
        """Refuse signs beyond plain ASCII, which would make English texts dearer."""
        name = str(self.cleaned_data["english_name"])
        if not name.isascii():
            raise forms.ValidationError(_("Plain Latin letters only, please."))
        return name

    def clean_districts(self) -> list[str]:
        """Take codes apart by commas and blanks; each must be one of Seoul's."""
        codes = list(dict.fromkeys(str(self.cleaned_data["districts"]).replace(",", " ").split()))
        unknown = [code for code in codes if code not in districts()]
        if unknown or not codes:
            known = ", ".join(f"{one.code} {one.name_ko}" for one in districts().values())
            raise forms.ValidationError(
                _("Seoul has no district “%(code)s”. Known: %(known)s")
                % {"code": ", ".join(unknown), "known": known}
            )
        return codes

    def clean_callback(self) -> str:
        """Write the number as people dial it; somebody must answer there."""
        found = recognise_all(str(self.cleaned_data["callback"]))
        if len(found) != 1 or not found[0].callable:
            raise forms.ValidationError(
                _("One telephone number with its area code, please, such as 02-123-4567.")
            )
        return found[0].national

    def clean_sender(self) -> str:
        """Take the number texts come from only as the carrier has registered it."""
        given = str(self.cleaned_data["sender"])
        found = recognise_all(given)
        if len(found) != 1 or found[0].e164 != given or not found[0].callable:
            raise forms.ValidationError(
                _("The number registered with the carrier, please, written like +8221234567.")
            )
        return given

    def clean_administrator(self) -> str:
        """Refuse a user name that somebody has."""
        username = Staff.normalize_username(str(self.cleaned_data["administrator"]))
        if Staff.objects.filter(username=username).exists():
            raise forms.ValidationError(_("Somebody has this user name already."))
        return username
