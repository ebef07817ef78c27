"""How a page writes what a consultation was about and what was measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import template
from django.utils.translation import gettext_lazy as _

from safety.models import Consultation

register = template.Library()
MEASURES = {
    "systolic": _("blood pressure, upper"),
    "diastolic": _("blood pressure, lower"),
    "glucose": _("blood sugar (mg/dL)"),
    "waist": _("waist (cm)"),
    "co": _("CO in breath (ppm)"),
    "note": _("note"),
}


@register.filter
def clinic_names(codes: Iterable[str]) -> str:
    """The clinics in words: 대사증후군, 금연."""
    names = dict(Consultation.Clinic.choices)
    return ", ".join(str(names.get(code, code)) for code in codes)


@register.filter
def measure_rows(measures: Mapping[str, object]) -> list[tuple[str, object]]:
    """Each measure with its name in words."""
    return [(str(MEASURES.get(name, name)), value) for name, value in measures.items()]
