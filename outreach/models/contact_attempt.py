from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outreach.access import CentreQuerySet
from outreach.models.contact import Contact
from outreach.models.staff import Staff
from outreach.models.workplace import Workplace


class ContactAttemptQuerySet(CentreQuerySet["ContactAttempt"]):
    centre_path = "workplace__centre"

    def newest_first(self) -> Self:
        """Calls in the order in which they are read."""
        return self.order_by("-made_at", "-pk")


class ContactAttempt(models.Model):
    """One telephone call to a workplace and what came of it."""

    class Outcome(models.TextChoices):
        REACHED = "REACHED", _("reached")
        CONFIRMED = "CONFIRMED", _("confirmed the visit")
        WANTS_OTHER_TIME = "WANTS_OTHER_TIME", _("wants another time")
        GOT_MOBILE = "GOT_MOBILE", _("gave a mobile number")
        NO_ANSWER = "NO_ANSWER", _("no answer")
        WRONG_NUMBER = "WRONG_NUMBER", _("wrong number")
        REFUSED = "REFUSED", _("refused")

    class Purpose(models.TextChoices):
        NUMBER = "NUMBER", pgettext_lazy("purpose of a call", "a number for texts")
        VISIT = "VISIT", pgettext_lazy("purpose of a call", "a visit")
        GENERAL = "GENERAL", pgettext_lazy("purpose of a call", "anything else")

    # A workplace that was called does not vanish with a list that is taken back.
    workplace = models.ForeignKey(
        Workplace, on_delete=models.PROTECT, related_name="contact_attempts"
    )
    contact = models.ForeignKey(  # whose number was called
        Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=8, choices=Purpose, default=Purpose.GENERAL)
    outcome = models.CharField(max_length=16, choices=Outcome)
    made_at = models.DateTimeField()
    not_before = models.DateTimeField(_("next call not before"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)  # never about health

    objects = ContactAttemptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(not_before=None) | Q(outcome="NO_ANSWER"),
                name="only_a_call_without_answer_names_the_next",
            ),
            models.CheckConstraint(
                condition=Q(not_before=None) | Q(not_before__gt=F("made_at")),
                name="the_next_call_comes_after_this_one",
            ),
        ]
        indexes = [
            # the last calls of a workplace, on its pages and in the call list
            models.Index(fields=["workplace", "-made_at"], name="call_by_workplace"),
        ]

    def __str__(self) -> str:
        return f"call {self.pk}"
