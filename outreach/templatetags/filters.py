"""What a list is narrowed to, in the words of its filter form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import cast

from django import forms, template
from django.forms import BoundField
from django.utils.translation import gettext as _

from outreach.templatetags.written import full_date

register = template.Library()


@register.filter
def in_force(form: forms.Form) -> list[str]:
    """Return what was chosen in a filter form, in the order of its fields."""
    form.is_valid()  # what is not understood is left out
    said = []
    for bound in form.visible_fields():
        value = form.cleaned_data.get(bound.name) if form.is_bound else bound.initial
        if value not in (None, "", False):
            said.append(_in_words(bound, value))
    return said


def _in_words(bound: BoundField, value: object) -> str:
    field = bound.field
    if isinstance(field, forms.ModelChoiceField):
        return field.label_from_instance(value)
    if isinstance(field, forms.ChoiceField):
        labels = {str(one): str(label) for one, label in _without_groups(field)}
        return labels.get(str(value), str(value))
    if isinstance(field, forms.BooleanField):
        return str(bound.label)
    if isinstance(value, date):
        return full_date(value)
    return _("“%(words)s”") % {"words": value}


def _without_groups(field: forms.ChoiceField) -> Iterator[tuple[object, object]]:
    for value, label in cast("Iterable[tuple[object, object]]", field.choices):
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label
