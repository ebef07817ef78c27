"""Which rows of a sheet name its columns, as staff say."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.spreadsheet.heading_rows import TIERS

ROWS = [(1, _("one row")), (2, _("two rows")), (3, _("three rows"))][:TIERS]


class HeadingForm(forms.Form):
    """The first row that names columns, and how many do; 0 is a list that names none."""

    sheet = forms.IntegerField(min_value=0)
    first = forms.IntegerField(min_value=0)
    rows = forms.TypedChoiceField(
        label=_("The column names stand in"), choices=ROWS, coerce=int, required=False, initial=1
    )

    @property
    def chosen(self) -> tuple[int, ...]:
        """Return the numbers of the rows."""
        first = self.cleaned_data["first"]
        count = self.cleaned_data["rows"] or 1
        return tuple(range(first, first + count)) if first else ()
