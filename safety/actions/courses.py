"""Courses, shared by all centres."""

from __future__ import annotations

from django.db import transaction
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from safety.models import Course
from safety.rules.course_titles import claims_to_be_statutory

LONGEST_CODE = 40


class CourseRefused(Exception):
    """The course cannot be so; the words are shown to the person who asked."""

    words: str | Promise = _("The course cannot be so.")

    def __str__(self) -> str:
        return str(self.words)


class ClaimsToBeStatutory(CourseRefused):
    words = _(
        "Our courses are voluntary prevention training. A title must not pass for the course of "
        "Article 8 of the Serious Accidents Punishment Act (중대재해처벌법 제8조)."
    )


class CourseTitleTaken(CourseRefused):
    words = _("Another course has this title.")


class CourseInUse(CourseRefused):
    words = _(
        "People have completed this course, and its title and length stand on their certificates. "
        "Please add a new course instead."
    )


@transaction.atomic
def add_course(*, title_ko: str, title_en: str, minutes: int) -> Course:
    """
    Add a course that every centre may teach.

    :raises CourseRefused: the title claims too much, or there is one of this title
    """
    _check_titles(title_ko, title_en)
    return Course.objects.create(
        code=_free_code(title_en), title_ko=title_ko, title_en=title_en, minutes=minutes
    )


@transaction.atomic
def change_course(*, course: Course, title_ko: str, title_en: str, minutes: int) -> None:
    """
    Change a course that nobody has completed yet.

    :raises CourseRefused: it has been completed, or the title cannot be
    """
    course = Course.objects.select_for_update().get(pk=course.pk)
    if course.completions.exists():
        raise CourseInUse
    _check_titles(title_ko, title_en, but=course)
    course.title_ko, course.title_en, course.minutes = title_ko, title_en, minutes
    course.save(update_fields=["title_ko", "title_en", "minutes"])


def _check_titles(title_ko: str, title_en: str, *, but: Course | None = None) -> None:
    if claims_to_be_statutory(title_ko) or claims_to_be_statutory(title_en):
        raise ClaimsToBeStatutory
    others = Course.objects.exclude(pk=but.pk) if but else Course.objects.all()
    if others.filter(title_ko=title_ko).exists():
        raise CourseTitleTaken


def _free_code(title_en: str) -> str:
    """Make a code of the English title; a number keeps it apart from those there are."""
    stem = slugify(title_en)[:LONGEST_CODE].strip("-") or "course"
    taken = set(Course.objects.filter(code__startswith=stem).values_list("code", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (stem, *numbered) if code not in taken)
