"""What narrows the rows of a list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from django import forms
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from outreach.models import ImportRow


class Counted(Protocol):
    """A reason with the number of its rows."""

    @property
    def code(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def count(self) -> int: ...


class RowFilterForm(forms.Form):
    """A part of the name, and why a row does not enter by itself."""

    outcome = forms.CharField(widget=forms.HiddenInput, required=False)
    q = forms.CharField(
        label=_("Name"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    reason = forms.ChoiceField(label=_("Reason"), required=False)

    def __init__(self, *args: Any, reasons: Iterable[Counted], outcome: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["outcome"] = outcome
        choice = self.fields["reason"]
        assert isinstance(choice, forms.ChoiceField)
        found = [(one.code, f"{one.text} ({one.count:,})") for one in reasons]
        choice.choices = [("", _("every reason")), *found]
        if not found:
            del self.fields["reason"]

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything but the outcome was asked for."""
        return self.is_bound and any(self.data.get(name) for name in ("q", "reason"))

    def narrow(self, rows: QuerySet[ImportRow]) -> QuerySet[ImportRow]:
        """Return the rows that the filter lets through; one that makes no sense lets all."""
        if not self.is_bound:
            return rows
        self.is_valid()
        if name := self.cleaned_data.get("q", "").strip():
            rows = rows.filter(canonical__name__icontains=name)
        if code := self.cleaned_data.get("reason"):
            # Only the code is written between quotation marks of its own; JSON's own operator
            # for this is missing in SQLite.
            rows = rows.alias(why=Cast("reasons", TextField())).filter(why__contains=f'"{code}"')
        return rows
