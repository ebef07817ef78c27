"""Exam institutions: shared by all centres, designated or not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from outreach.access import Role
from outreach.models import Centre
from safety.actions.institutions import (
    InstitutionNameTaken,
    add_institution,
    change_institution,
)
from safety.models import ExamInstitution
from tests import cast, cast_safety

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


def test_an_institution_is_added_for_all_centres(signed_in: SignIn, other_centre: Centre) -> None:
    signed_in().post(reverse("institution-new"), {"name": "을지병원", "is_designated": "on"})

    assert ExamInstitution.objects.get().is_designated
    stranger = signed_in(staff=cast.make_staff(Role.COORDINATOR, other_centre))
    page = stranger.get(reverse("institution-list")).text
    assert "을지병원" in page
    assert "모든 보건소가 함께 쓰는 기관 목록입니다" in page


def test_an_institution_that_is_not_designated_is_said_to_be_so(signed_in: SignIn) -> None:
    signed_in().post(reverse("institution-new"), {"name": "옆집의원"})

    assert not ExamInstitution.objects.get().is_designated
    assert "미지정" in signed_in().get(reverse("institution-list")).text


def test_a_designation_ends_and_the_exams_stay(signed_in: SignIn) -> None:
    exam = cast_safety.make_examination(cast.make_worker())
    place = exam.institution

    signed_in().post(reverse("institution-edit", args=[place.pk]), {"name": "한마음의료원"})

    place.refresh_from_db()
    assert (place.name, place.is_designated) == ("한마음의료원", False)
    assert place.examinations.get() == exam


def test_each_institution_has_a_name_and_a_code_of_its_own() -> None:
    first = add_institution(name="을지병원", is_designated=True)
    second = add_institution(name="세운병원", is_designated=True)

    assert first.code != second.code
    with pytest.raises(InstitutionNameTaken):
        add_institution(name="을지병원", is_designated=False)
    with pytest.raises(InstitutionNameTaken):
        change_institution(institution=second, name="을지병원", is_designated=True)


def test_a_name_that_is_taken_is_said_on_the_page(signed_in: SignIn) -> None:
    add_institution(name="을지병원", is_designated=True)

    answer = signed_in().post(reverse("institution-new"), {"name": "을지병원"})

    assert "같은 이름의 기관이 이미 있습니다." in answer.text


@pytest.mark.parametrize("role", [Role.FINANCE, Role.CLINICIAN, Role.VIEWER])
def test_no_other_role_changes_institutions(signed_in: SignIn, role: Role) -> None:
    assert signed_in(role).get(reverse("institution-list")).status_code == 403
