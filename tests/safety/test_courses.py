"""Courses: shared by all centres, never the course of Article 8, fixed once completed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from outreach.access import Role
from outreach.models import Centre
from safety.actions.courses import (
    ClaimsToBeStatutory,
    CourseInUse,
    CourseTitleTaken,
    add_course,
    change_course,
)
from safety.models import Course
from tests import cast, cast_safety

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
SOLVENTS = {
    "title_ko": "유기용제 안전하게 쓰기",
    "title_en": "Working safely with solvents",
    "minutes": "90",
}


def add(title_ko: str = "위험성평가 실습", title_en: str = "Risk assessment") -> Course:
    return add_course(title_ko=title_ko, title_en=title_en, minutes=120)


def test_a_course_is_added_for_all_centres(signed_in: SignIn, other_centre: Centre) -> None:
    signed_in().post(reverse("course-new"), SOLVENTS)

    stranger = signed_in(staff=cast.make_staff(Role.COORDINATOR, other_centre))
    page = stranger.get(reverse("course-list")).text
    assert "유기용제 안전하게 쓰기" in page
    assert "모든 보건소가 함께 쓰는 과정입니다" in page


def test_a_course_gets_a_code_of_its_own() -> None:
    made = [add(f"과정 {number}").code for number in range(3)]

    assert made == ["risk-assessment", "risk-assessment-2", "risk-assessment-3"]
    assert add("이름", "위험").code == "course"


@pytest.mark.parametrize(
    "title",
    [{"title_ko": "중대재해처벌법 제8조 교육"}, {"title_en": "Serious accidents, Article 8"}],
)
def test_a_course_is_never_called_the_one_of_article_8(
    signed_in: SignIn, title: dict[str, str]
) -> None:
    answer = signed_in().post(reverse("course-new"), {**SOLVENTS, **title})

    assert "제8조에 따른 교육으로 보이는 이름은 쓸 수 없습니다" in answer.text
    assert not Course.objects.exists()


def test_a_course_does_not_become_the_one_of_article_8_either() -> None:
    course = add()

    with pytest.raises(ClaimsToBeStatutory):
        change_course(course=course, title_ko="중대재해 제8조 교육", title_en="x", minutes=120)

    course.refresh_from_db()
    assert course.title_ko == "위험성평가 실습"


def test_a_course_that_nobody_completed_is_changed(signed_in: SignIn) -> None:
    course = add()

    signed_in().post(reverse("course-edit", args=[course.pk]), SOLVENTS)

    course.refresh_from_db()
    assert (course.title_ko, course.minutes) == ("유기용제 안전하게 쓰기", 90)
    assert course.code == "risk-assessment"


def test_a_course_that_stands_on_certificates_stays(signed_in: SignIn) -> None:
    course = cast_safety.make_completion(cast.make_worker()).course
    client, address = signed_in(), reverse("course-edit", args=[course.pk])

    page, answer = client.get(address).text, client.post(address, SOLVENTS).text

    assert "이미 수료자가 있어" in page and "이미 수료자가 있어" in answer
    assert 'name="title_ko"' not in page
    course.refresh_from_db()
    assert course.title_ko == "중대재해 예방교육"
    with pytest.raises(CourseInUse):
        change_course(course=course, title_ko="다른 이름", title_en="x", minutes=120)


def test_two_courses_have_different_titles() -> None:
    add()

    with pytest.raises(CourseTitleTaken):
        add()


@pytest.mark.parametrize("fault", [{"title_ko": ""}, {"title_en": ""}, {"minutes": "5"}], ids=str)
def test_a_course_with_a_fault_is_not_added(signed_in: SignIn, fault: dict[str, str]) -> None:
    signed_in().post(reverse("course-new"), {**SOLVENTS, **fault})

    assert not Course.objects.exists()


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.FINANCE, Role.CLINICIAN])
def test_no_other_role_changes_courses(signed_in: SignIn, role: Role) -> None:
    assert signed_in(role).get(reverse("course-list")).status_code == 403
