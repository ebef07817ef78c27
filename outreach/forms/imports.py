from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from outreach.actions.imports.kinds import registered
from outreach.actions.imports.workplace_lists import WORKPLACES
from outreach.models import Staff, Workplace
from outreach.rules.addresses import DISTRICT_NAMES
from outreach.spreadsheet.limits import UPLOAD
from outreach.spreadsheet.reasons import REASON_TEXTS, FileReason


class ImportForm(forms.Form):
    """A list to look at, what it is a list of, and whose districts may enter."""

    kind = forms.ChoiceField(label=_("What is listed"), widget=forms.RadioSelect)
    workplace = forms.ModelChoiceField(
        queryset=Workplace.objects.none(), required=False, widget=forms.HiddenInput
    )
    file = forms.FileField(
        label=_("File"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.xlsb,.ods,.csv,.txt"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty."),
        },
    )
    all_districts = forms.BooleanField(
        label=_("Also take workplaces in districts that the centre does not serve"),
        help_text=_("For lists of workplaces."),
        required=False,
    )

    def __init__(self, *args: Any, staff: Staff, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self._choose_kind()
        words = gettext(
            "Excel (.xlsx, .xls) or CSV, at most %(megabytes)s MB, with a row of column names."
            " The file itself is not kept."
        )
        self.fields["file"].help_text = words % {"megabytes": UPLOAD.max_bytes // 2**20}
        workplace = self.fields["workplace"]
        assert isinstance(workplace, forms.ModelChoiceField)
        workplace.queryset = Workplace.objects.for_staff(staff).open()
        served = set(staff.centre.district_codes) if staff.centre else set()
        if self.initial.get("workplace") or self.data.get("workplace"):
            self.fields["kind"].widget = forms.HiddenInput()  # nothing but its workers
            served = set()
        if not served or set(DISTRICT_NAMES) <= served:
            del self.fields["all_districts"]

    def _choose_kind(self) -> None:
        """Ask only where there is a choice; workplaces are the usual one."""
        all_kinds = sorted(registered(), key=lambda kind: kind.code != WORKPLACES)
        known = [(kind.code, str(capfirst(str(kind.label)))) for kind in all_kinds]
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = known
        self.initial.setdefault("kind", known[0][0])
        if len(known) == 1:
            kind.widget = forms.HiddenInput()

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse what is too large before it is read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > UPLOAD.max_bytes:
            raise forms.ValidationError(str(REASON_TEXTS[FileReason.TOO_MANY_BYTES]))
        return file
