from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from outreach.access import CentreQuerySet
from outreach.models import Centre, Worker
from safety.models.course import Course


class CompletionQuerySet(CentreQuerySet["Completion"]):
    pass


class Completion(models.Model):
    """A worker finished a course: a fact, as the class handed it down."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="completions")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="completions")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="completions")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(_("minutes attended"))
    place = models.CharField(_("place"), max_length=120)
    instructor_name = models.CharField(_("instructor"), max_length=60)
    # The printed facts as they were that day: a later change of firm must not rewrite a paper.
    workplace_name = models.CharField(max_length=120)

    objects = CompletionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "course", "started_at"],
                name="one_completion_per_worker_course_and_start",
            ),
        ]
        indexes = [
            # the results of a month
            models.Index(fields=["centre", "ended_at"], name="completion_by_day"),
        ]
