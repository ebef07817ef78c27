"""What a filter form says it narrows to."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.utils import translation

from outreach.models import Centre
from outreach.templatetags.filters import in_force
from tests import cast


class Wanted(forms.Form):
    kind = forms.ChoiceField(
        required=False, choices=[("", "all"), ("Exams", [("E", "exam")]), ("C", "class")]
    )
    days = forms.TypedChoiceField(required=False, coerce=int, choices=[(7, "a week")])
    q = forms.CharField(required=False)
    day = forms.DateField(required=False)
    late = forms.BooleanField(required=False, label="only late")
    centre = forms.ModelChoiceField(Centre.objects.all(), required=False)
    tab = forms.CharField(required=False, widget=forms.HiddenInput)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, []),
        ({"tab": "waiting"}, []),  # chosen by a link, which shows it
        ({"kind": "E"}, ["exam"]),
        ({"kind": "nonsense", "q": "한빛"}, ["‘한빛’"]),
        ({"days": "7", "late": "on"}, ["a week", "only late"]),
        ({"day": "2026-11-30"}, ["2026. 11. 30.(월)"]),
    ],
)
@pytest.mark.django_db
def test_a_form_says_what_was_chosen(given: dict[str, str], said: list[str]) -> None:
    with translation.override("ko"):
        assert in_force(Wanted(given)) == said


@pytest.mark.django_db
def test_a_row_of_the_database_is_said_by_its_name_and_a_beginning_counts() -> None:
    centre = cast.make_centre()

    assert in_force(Wanted({"centre": str(centre.pk)})) == [str(centre)]
    with translation.override("ko"):
        form = Wanted(initial={"day": date(2026, 11, 30), "centre": centre})
        assert in_force(form) == ["2026. 11. 30.(월)", str(centre)]
