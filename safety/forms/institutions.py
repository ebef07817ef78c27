"""What is asked about a hospital or clinic."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.forms.plain_texts import PlainForm, label_of
from safety.models import ExamInstitution


class InstitutionForm(PlainForm):
    """Its name, and whether it may hold special exams."""

    name = forms.CharField(label=_("Name of the institution"), max_length=80)
    is_designated = forms.BooleanField(
        label=label_of(ExamInstitution, "is_designated"),
        required=False,
        help_text=_(
            "Designated by the Ministry of Employment and Labor (Act, Article 135). Special exams "
            "can be recorded only at a designated institution."
        ),
    )
