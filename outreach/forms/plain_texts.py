"""Forms whose texts must hold no resident number."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Field, Model
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from outreach.rules.resident_numbers import holds_resident_number


def label_of(model: type[Model], name: str) -> Any:
    """Return what a model calls one of its columns, translated when it is read."""
    field = model._meta.get_field(name)
    assert isinstance(field, Field)
    return capfirst(field.verbose_name)


class PlainForm(forms.Form):
    """A form that refuses what looks like a resident number, and does not show it again."""

    def full_clean(self) -> None:
        """Take resident numbers out of what was sent before anything else reads it."""
        self.refused_names: list[str] = []
        if self.is_bound:
            sent = QueryDict(mutable=True)
            sent.update(self.data)
            for name in self.fields:
                key = self.add_prefix(name)
                if any(holds_resident_number(str(value)) for value in sent.getlist(key)):
                    sent[key] = ""
                    self.refused_names.append(name)
            self.data = sent
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        """Say which fields held one."""
        for name in self.refused_names:
            self.errors.pop(name, None)  # "required" would hide why it is empty
            self.add_error(
                name,
                _("Resident registration numbers are not kept here. Please leave it out."),
            )
        return super().clean() or self.cleaned_data
