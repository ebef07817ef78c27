from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from outreach.models import Centre
from outreach.rules.addresses import DISTRICT_NAMES
from outreach.spreadsheet.cells import UPLOAD
from outreach.spreadsheet.reasons import REASON_TEXTS, FileReason


class ImportForm(forms.Form):
    """A list to look at, and whether districts that the centre does not serve may enter."""

    file = forms.FileField(
        label=_("List of workplaces"),
        help_text=_(
            "Excel (.xlsx, .xls) or CSV, at most 10 MB. A row of column names must name the"
            " company and the address. The file itself is not kept."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.xlsb,.ods,.csv,.txt"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty."),
        },
    )
    all_districts = forms.BooleanField(
        label=_("Also take workplaces in districts that the centre does not serve"), required=False
    )

    def __init__(self, *args: object, centre: Centre, **rest: object) -> None:
        super().__init__(*args, **rest)  # type: ignore[arg-type]
        if not centre.district_codes or set(DISTRICT_NAMES) <= set(centre.district_codes):
            del self.fields["all_districts"]

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse what is too large before it is read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > UPLOAD.max_bytes:
            raise forms.ValidationError(str(REASON_TEXTS[FileReason.TOO_MANY_BYTES]))
        return file
