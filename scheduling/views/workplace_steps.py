"""What a workplace lacks, and the one thing to do next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from outreach.doors import address_for
from outreach.models import Contact, Staff, Worker, Workplace
from safety.models import DueItem
from scheduling.forms.visits import BOOK_AHEAD
from scheduling.models import OwnerAnswer, Visit
from scheduling.views.workplace_year import Owed

FIRST_SHOWN = 8  # of a long list; the rest is folded


@dataclass(frozen=True)
class NextStep:
    """What to do, why, and where; the address is empty where the person may not do it."""

    title: str
    text: str
    url: str
    action: str


@dataclass(frozen=True)
class Situation:
    """What is known of a workplace when somebody opens its page."""

    workplace: Workplace
    contacts: Sequence[Contact]
    workers: Sequence[Worker]
    exposures: int
    owed: Sequence[Owed]  # all that is open
    due_items: Sequence[DueItem]  # the first of it, which the page shows, with their bookings
    waiting: int  # how many could have a visit soon and have none
    visits: Sequence[Visit]  # ahead
    wish: OwnerAnswer | None

    @property
    def more_due(self) -> int:
        """How many more are owed than the first few, which the page shows at once."""
        return max(len(self.owed) - FIRST_SHOWN, 0)

    @property
    def is_textable(self) -> bool:
        """Tell whether a text reaches anybody."""
        return any(contact.is_textable for contact in self.contacts)


def next_steps(situation: Situation, *, asker: Staff, today: date) -> list[NextStep]:
    """Return what to do, the most pressing first."""
    if situation.workplace.closed_date:
        return []
    return list(_steps(situation, asker, today))


def _steps(situation: Situation, asker: Staff, today: date) -> Iterator[NextStep]:
    pk = situation.workplace.pk
    if situation.wish:
        yield NextStep(
            _("Please find another time."),
            _("The owner cannot come to the booked time."),
            address_for(asker, "visit", situation.wish.visit_id),
            _("See the visit"),
        )
    for visit in situation.visits:
        if visit.address_changed_at:
            yield NextStep(
                _("Please check the visit at the new address."),
                _("The workplace has moved since the visit was booked."),
                address_for(asker, "visit", visit.pk),
                _("See the visit"),
            )
    if not situation.is_textable:
        yield NextStep(
            _("Please ask for a mobile number."),
            _("No text reaches this workplace, so every appointment needs a call."),
            address_for(asker, "contact-new", pk),
            _("Add a number"),
        )
    if not situation.workers:
        yield NextStep(
            _("Please register the workers."),
            _("Exams and training are due to persons: without them nothing can be worked out."),
            address_for(asker, "worker-new", pk),
            _("Add a worker"),
        )
    elif not situation.exposures:
        yield NextStep(
            _("Please register the hazardous agents."),
            _("Special exams are due by the agents that each worker handles."),
            address_for(asker, "exposure-new", situation.workers[0].pk),
            _("Add an agent"),
        )
    if situation.waiting:
        yield NextStep(
            _("Please book a visit."),
            _("%(count)s items are due within %(days)s days and have no visit.")
            % {"count": situation.waiting, "days": BOOK_AHEAD.days},
            address_for(asker, "visit-book", pk),
            _("Book a visit"),
        )
    for visit in situation.visits:
        if visit.state == Visit.State.BOOKED and not situation.is_textable:
            yield NextStep(
                _("Please confirm the visit by telephone."),
                _("The owner gets no text about it."),
                address_for(asker, "visit", visit.pk),
                _("See the visit"),
            )
