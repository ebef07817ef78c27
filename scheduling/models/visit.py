from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outreach.access import CentreQuerySet
from outreach.models import Centre, Link, Staff, Workplace
from safety.models import DueItem
from scheduling.models.team import Team


class VisitQuerySet(CentreQuerySet["Visit"]):
    def live(self) -> Self:
        """Visits that will take place: neither cancelled nor over."""
        return self.filter(state__in=[Visit.State.BOOKED, Visit.State.CONFIRMED])

    def on(self, day: date) -> Self:
        """Visits of one day in Seoul, whatever became of them, but the cancelled ones."""
        start = timezone.make_aware(datetime.combine(day, time()))
        return self.filter(starts_at__gte=start, starts_at__lt=start + timedelta(days=1)).exclude(
            state=Visit.State.CANCELLED
        )


class Visit(models.Model):
    """A team comes to one workplace at one time for chosen due items."""

    class State(models.TextChoices):
        BOOKED = "BOOKED", _("booked")
        CONFIRMED = "CONFIRMED", _("confirmed")
        DONE = "DONE", _("done")
        MISSED = "MISSED", _("nobody there")
        CANCELLED = "CANCELLED", _("cancelled")

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="visits")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, related_name="visits")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="visits")
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    # When the team will really be there, once it has said so on the day.
    expected_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.BOOKED)
    due_items = models.ManyToManyField(DueItem, related_name="visits")
    link = models.ForeignKey(
        Link, on_delete=models.PROTECT, null=True, blank=True, related_name="visits"
    )
    version = models.PositiveIntegerField(default=1)  # grows with each move: calendar and texts
    booked_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    booked_at = models.DateTimeField()
    # The workplace moved house after the visit was booked; until somebody looks at it again.
    address_changed_at = models.DateTimeField(null=True, blank=True)
    cancelled_reason = models.CharField(max_length=120, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")), name="a_visit_starts_before_it_ends"
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "starts_at"], name="visit_by_week"),  # the week page
        ]

    def __str__(self) -> str:
        return f"visit {self.pk}"

    @property
    def is_live(self) -> bool:
        """Tell whether the visit will take place: neither cancelled nor over."""
        return self.state in (Visit.State.BOOKED, Visit.State.CONFIRMED)

    @property
    def minutes(self) -> int:
        """How long the visit takes."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def is_held(self) -> bool:
        """Tell whether nobody moves it by the way: staff locked it, or the owner confirmed it."""
        lock: VisitLock | None = getattr(self, "lock", None)
        return self.state == Visit.State.CONFIRMED if lock is None else lock.is_locked


class VisitLock(models.Model):
    """What staff said about moving a visit; without it, a confirmed visit stays where it is."""

    visit = models.OneToOneField(Visit, on_delete=models.CASCADE, related_name="lock")
    is_locked = models.BooleanField()
    set_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    set_at = models.DateTimeField()


class OwnerAnswerQuerySet(CentreQuerySet["OwnerAnswer"]):
    def asking(self) -> Self:
        """Wishes and cancellations of owners that nobody has taken care of."""
        asked = [OwnerAnswer.Answer.OTHER_TIME, OwnerAnswer.Answer.CANCELLED]
        return self.filter(handled_at=None, taken_by=None, answer__in=asked)

    centre_path = "visit__centre"

    def unhandled(self) -> Self:
        """Wishes that staff have not yet taken care of."""
        return self.filter(answer=OwnerAnswer.Answer.OTHER_TIME, handled_at=None)


class OwnerAnswer(models.Model):
    """What the owner said to a visit: by the link, or by telephone to a member of staff."""

    class Answer(models.TextChoices):
        CONFIRMED = "CONFIRMED", _("confirmed")
        OTHER_TIME = "OTHER_TIME", _("wants another time")
        CANCELLED = "CANCELLED", _("cancelled")

    class Part(models.TextChoices):
        MORNING = "MORNING", _("in the morning (9-12)")
        AFTERNOON = "AFTERNOON", _("in the afternoon (12-18)")
        EVENING = "EVENING", _("in the evening (after 18)")

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="answers")
    visit_version = models.PositiveIntegerField()
    answer = models.CharField(max_length=10, choices=Answer)
    wish = models.CharField(_("when would suit you"), max_length=200, blank=True)
    parts = models.JSONField(default=list, blank=True)  # of the day, as ticked by the owner
    answered_at = models.DateTimeField()
    taken_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    handled_at = models.DateTimeField(null=True, blank=True)

    objects = OwnerAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            # a double tap is one answer
            models.UniqueConstraint(
                fields=["visit", "visit_version", "answer"],
                condition=Q(handled_at=None),
                name="one_waiting_answer_per_visit_version_and_answer",
            ),
        ]

    @property
    def part_labels(self) -> list[str]:
        """The parts of the day that would suit the owner, in words."""
        return [str(label) for part, label in self.Part.choices if part in self.parts]
