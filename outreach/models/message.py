from __future__ import annotations

from datetime import datetime
from typing import Self, cast

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from outreach.access import CentreQuerySet
from outreach.models.centre import Centre
from outreach.models.consent import Consent
from outreach.models.contact import Contact, Language
from outreach.models.link import Link
from outreach.models.message_state import (
    IN_QUESTION,
    NEEDS_STAFF,
    SENT,
    STOPPABLE,
    UNDER_WAY,
    WAITING,
    Channel,
    MessageState,
)
from outreach.models.opt_out import OptOut
from outreach.models.worker import Worker
from outreach.models.workplace import Workplace

__all__ = [
    "IN_QUESTION", "NEEDS_STAFF", "SENT", "STOPPABLE", "UNDER_WAY", "WAITING",
    "Channel", "Message", "MessageQuerySet", "MessageState",
]  # fmt: skip


class MessageQuerySet(CentreQuerySet["Message"]):
    def waiting(self) -> Self:
        """Texts that still have to go out."""
        return self.filter(state__in=WAITING, withdrawn_at=None)

    def due(self, at: datetime) -> Self:
        """Waiting texts whose moment has come and has not passed."""
        return self.waiting().filter(next_try_at__lte=at, send_before__gt=at)

    def by_index(self) -> Self:
        """
        Say of texts that wait that they do, in words that SQLite compares with an index's.

        It uses an index of some rows only for a condition without parameters. Not in a subquery.
        """
        words = ", ".join(f"'{state}'" for state in WAITING)
        waiting = f"outreach_message.state IN ({words}) AND outreach_message.withdrawn_at IS NULL"
        return cast(Self, self.extra(where=[waiting]))  # our own constants

    def take_back(self, *, reason: str, at: datetime) -> int:
        """
        Let none of these leave any more, nor a second time; return how many had not left at all.

        One statement, so that no sender's answer comes in between; the rows must be plain ones,
        since PostgreSQL tests them again after waiting for a claim, but not a join.
        """
        at_stake = self.filter(state__in=STOPPABLE, withdrawn_at=None)
        keys = list(at_stake.values_list("pk", flat=True))
        rows = self.model.objects.filter(Q(pk__in=keys) | Q(again_of__in=keys))
        keys = list(rows.values_list("pk", flat=True))  # with what staff sent again in their place
        rows = self.model.objects.filter(pk__in=keys)
        rows.filter(state__in=STOPPABLE, withdrawn_at=None).update(
            state=Case(
                When(state__in=WAITING, then=Value(MessageState.WITHDRAWN)), default=F("state")
            ),
            withdrawn_at=at,
            withdrawn_reason=reason,
        )
        return rows.filter(state=MessageState.WITHDRAWN, withdrawn_at=at).count()

    def wanted(self) -> Self:
        """Texts to people who have not refused them."""
        return self.exclude(_unwanted())

    def unwanted(self) -> Self:
        """Texts to people who have refused them."""
        return self.filter(_unwanted())

    def needing_staff(self) -> Self:
        """Texts that a person has to look at: failed, in doubt, or given back undelivered."""
        return self.filter(has_failed=True, handled_at=None)


def _unwanted() -> Q:
    """
    Tell that the number, the worker or the contact has refused texts, or the whole workplace has.

    Whoever refuses by the workplace's telephone, to which no text could go, refuses for the
    workplace: a mobile number that a list brings later gets none before its holder says yes.
    """
    answers = Consent.objects.all()
    by_number = Q(phone_digest__in=OptOut.objects.values("phone_digest"))
    by_person = Exists(answers.refusing_texts().filter(contact=OuterRef("contact_id")))
    by_worker = Exists(answers.refusing_texts().filter(worker=OuterRef("worker_id")))
    by_workplace = Exists(
        answers.refusing_texts()
        .filter(contact__workplace=OuterRef("workplace_id"))
        .exclude(contact__line_kind=Contact.LineKind.MOBILE)
    ) & ~Exists(answers.wanting_texts().filter(contact=OuterRef("contact_id")))
    return by_number | by_person | by_worker | (Q(contact__isnull=False) & by_workplace)


class Message(models.Model):
    """One text that is owed to one number: the row is the promise, written before the call."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="messages")
    workplace = models.ForeignKey(
        Workplace, on_delete=models.PROTECT, null=True, blank=True, related_name="messages"
    )
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="messages"
    )
    worker = models.ForeignKey(
        Worker, on_delete=models.PROTECT, null=True, blank=True, related_name="messages"
    )
    phone = models.CharField(max_length=20, blank=True)  # or else:
    email = models.EmailField(max_length=254, blank=True)
    phone_digest = models.CharField(max_length=64, editable=False)  # met with OptOut's in the claim
    language = models.CharField(max_length=2, choices=Language, default=Language.KO)
    template = models.CharField(max_length=40)  # a file in templates/messages/
    words_version = models.PositiveIntegerField(default=1)  # which of the template's wordings
    context = models.JSONField(default=dict)  # its words; never a name with a topic
    link = models.ForeignKey(
        Link, on_delete=models.PROTECT, null=True, blank=True, related_name="messages"
    )
    # The uncertain text that staff had sent again by this one; never the same row twice.
    again_of = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="again"
    )
    planned_at = models.DateTimeField()
    due_at = models.DateTimeField()
    send_before = models.DateTimeField()
    next_try_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=MessageState, default=MessageState.PLANNED)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.TWILIO)
    # Leases and look-ups go by the real clock, whatever the product's clock says.
    lease_until = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    look_up_at = models.DateTimeField(null=True, blank=True)  # when to ask for a doubt again
    absent_at = models.DateTimeField(null=True, blank=True)  # first looked up and not there
    check_at = models.DateTimeField(null=True, blank=True)  # when to ask what became of it
    checks = models.PositiveSmallIntegerField(default=0)
    resends = models.PositiveSmallIntegerField(default=0)
    attempt_number = models.PositiveSmallIntegerField(default=0)
    sid = models.CharField(max_length=40, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    error_code = models.CharField(max_length=12, blank=True)
    delivery = models.CharField(max_length=20, blank=True)  # the provider's own last word
    # Worked out by the database: the few that failed are counted from an index.
    has_failed = models.GeneratedField(
        expression=Case(
            When(state__in=NEEDS_STAFF, then=True),
            When(delivery__in=["undelivered", "failed"], then=True),
            default=False,
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=40, blank=True)
    handled_at = models.DateTimeField(null=True, blank=True)  # staff took care of a failure

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(phone="") ^ Q(email=""),
                name="a_message_goes_to_a_number_or_to_an_email_address",
            ),
            models.CheckConstraint(
                condition=Q(email="") ^ Q(channel=Channel.EMAIL),
                name="an_email_address_is_written_to_by_email",
            ),
            models.CheckConstraint(
                condition=Q(lease_until=None) ^ Q(state=MessageState.CLAIMED),
                name="a_message_has_a_lease_while_it_is_claimed",
            ),
            models.CheckConstraint(
                condition=~Q(state=MessageState.ACCEPTED) | ~Q(sid=""),
                name="an_accepted_message_has_the_providers_number",
            ),
            models.UniqueConstraint(
                fields=["sid"], condition=~Q(sid=""), name="one_message_per_provider_number"
            ),
            models.CheckConstraint(
                condition=Q(look_up_at=None) | Q(state__in=IN_QUESTION),
                name="only_a_message_in_question_is_looked_up",
            ),
            models.CheckConstraint(
                condition=Q(resends__lte=1), name="a_message_is_sent_again_by_itself_once"
            ),
            models.CheckConstraint(
                condition=~Q(state=MessageState.ABSENT) | Q(absent_at__isnull=False, sid=""),
                name="an_absent_message_was_looked_up_and_not_found",
            ),
        ]
        indexes = [
            # the list of texts, newest first
            models.Index(fields=["centre", "-due_at"], name="message_by_centre"),
            # the sender's claim
            models.Index(
                fields=["next_try_at"],
                condition=Q(state__in=["PLANNED", "RETRY_LATER", "ABSENT"], withdrawn_at=None),
                name="message_waiting",
            ),
            models.Index(fields=["centre", "state"], name="message_by_state"),
            # the few texts to look at, among all that went well
            models.Index(
                fields=["centre", "due_at"],
                condition=Q(has_failed=True, handled_at=None),
                name="message_to_look_at",
            ),
            # the bundling: what else waits for the same number
            models.Index(
                fields=["phone"],
                condition=Q(state__in=["PLANNED", "RETRY_LATER", "ABSENT"], withdrawn_at=None),
                name="message_waiting_by_phone",
            ),
            # the sweep for leases that ran out
            models.Index(
                fields=["lease_until"], condition=Q(state="CLAIMED"), name="message_claimed"
            ),
            # the look-up of doubts, and the question what became of a text
            models.Index(
                fields=["look_up_at"], condition=Q(look_up_at__isnull=False), name="message_doubt"
            ),
            models.Index(
                fields=["check_at"], condition=Q(check_at__isnull=False), name="message_check"
            ),
            # the claim: how many a number has had today; whether an act was a mass
            models.Index(fields=["phone_digest"], name="message_by_number"),
            models.Index(fields=["centre", "planned_at"], name="message_by_act"),
        ]

    @property
    def recipient(self) -> str:
        """The number, or else the e-mail address, that the text goes to."""
        return self.phone or self.email

    def __str__(self) -> str:
        return f"message {self.pk}"
