from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outreach.access import Asker, CentreQuerySet, sees_names
from outreach.models.contact import Language
from outreach.models.workplace import Workplace
from outreach.rules.masking import masked_name


class WorkerQuerySet(CentreQuerySet["Worker"]):
    centre_path = "workplace__centre"

    def employed(self) -> Self:
        """Workers who have not left."""
        return self.filter(left_date=None)

    def of_person(self, worker: Worker) -> Self:
        """All rows of one person, who may have changed jobs."""
        first = worker.first_job_id or worker.pk
        # Read at once: inside another query a city's workers would be gone through for it.
        later = Worker.objects.filter(first_job=first).values_list("pk", flat=True)
        return self.filter(pk__in=[first, *later])


class Worker(models.Model):
    """A person who works at a workplace. Never a resident number: birth date and telephone."""

    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, related_name="workers")
    name = models.CharField(_("name"), max_length=60)
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    phone = models.CharField(_("mobile number"), max_length=20, blank=True)  # E.164
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.KO)
    job = models.CharField(_("job"), max_length=60, blank=True)
    hired_date = models.DateField(_("hired on"), null=True, blank=True)
    left_date = models.DateField(_("left on"), null=True, blank=True)
    # Somebody who changes jobs is written down anew; all rows name the person's first one.
    first_job = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="later_jobs"
    )
    # Somebody who was on the list twice; what could move went to the other.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_from"
    )
    version = models.PositiveIntegerField(default=1)

    objects = WorkerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workplace", "name", "birth_date"],
                condition=Q(left_date=None),
                name="one_worker_per_workplace_name_and_birth_date",
            ),
            models.CheckConstraint(
                condition=Q(hired_date=None)
                | Q(left_date=None)
                | Q(hired_date__lte=models.F("left_date")),
                name="a_worker_is_hired_before_leaving",
                violation_error_message=_("The leaving date lies before the hiring date."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def name_for(self, asker: Asker) -> str:
        """The name as the asking person may read it."""
        return self.name if sees_names(asker) else masked_name(self.name)
