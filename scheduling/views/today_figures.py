"""The figures of today's page, each leading to its rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Count, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from outreach.access import Permission
from outreach.actions.call_queue import counts_of
from outreach.doors import address_for
from outreach.inbox import waiting_for
from outreach.keeping import LARGE, kept
from outreach.models import ImportRow, Message, Staff
from outreach.rules.call_queue import Place
from safety.models import Application, Claim, DueItem, Examination
from scheduling.models import Visit
from scheduling.rules.due_groups import OVERDUE
from scheduling.views.due_counts import by_day_and_kind
from scheduling.views.today_lists import start_of

RESULTS_WITHIN = timedelta(days=30)  # of the exam, 시행규칙 제209조③


@dataclass(frozen=True)
class Figure:
    """A number, what it counts, where its rows are, and what to know about it."""

    label: str
    figure: int
    url: str
    note: str = ""


def figures(staff: Staff, today: date, now: datetime) -> list[Figure]:
    """Return the figures that concern the person's work; those of a city twice a minute."""
    return kept(
        f"figures of {staff.pk} in {get_language()}",
        DueItem.objects.for_staff(staff).standing(today),
        lambda: _figures(staff, today, now),
        is_large=lambda found: any(one.figure > LARGE for one in found),
    )


def _figures(staff: Staff, today: date, now: datetime) -> list[Figure]:
    found: list[Figure] = []
    if staff.may(Permission.SEE_DUE):
        found += _due(staff, today)
    if staff.may(Permission.SEE_WEEK):
        found.append(_visits(staff, today))
    if staff.may(Permission.SEE_MESSAGES):
        found.append(_texts(staff))
        found += _replies(staff)
    if staff.may(Permission.ANSWER_FOR_OWNER):
        found.append(_calls(staff, now))
    if staff.may(Permission.IMPORT):
        found += _held(staff)
    if staff.may(Permission.RECORD_FINDINGS):
        found.append(_results(staff, today))
    if staff.may(Permission.SEE_CLAIMS):
        found += _claims(staff)
    return found


def _due(staff: Staff, today: date) -> Iterator[Figure]:
    sunday = today + timedelta(days=6 - today.weekday())
    per_day = by_day_and_kind(staff, today)
    late = [(kind, count) for day, kind, count in per_day if day < today]
    exams = sum(count for kind, count in late if kind == DueItem.Kind.SPECIAL_EXAM)
    note = _("%(count)s of them special exams") % {"count": exams}
    rows = address_for(staff, "due-list", query={"group": OVERDUE})
    yield Figure(_("overdue"), sum(count for _kind, count in late), rows, note)
    week = sum(count for day, _kind, count in per_day if today <= day <= sunday)
    rows = address_for(staff, "due-list", query={"group": today.isoformat()})
    yield Figure(_("due this week"), week, rows)


def _visits(staff: Staff, today: date) -> Figure:
    monday = start_of(today - timedelta(days=today.weekday()))
    week = Q(starts_at__gte=monday, starts_at__lt=monday + timedelta(days=7))
    count = (
        Visit.objects.for_staff(staff)
        .filter(week)
        .aggregate(
            all=Count("pk", filter=~Q(state=Visit.State.CANCELLED)),
            open=Count("pk", filter=Q(state=Visit.State.BOOKED)),
        )
    )
    note = _("%(count)s not confirmed yet") % {"count": count["open"]}
    return Figure(_("visits this week"), count["all"], address_for(staff, "week"), note)


def _texts(staff: Staff) -> Figure:
    count = Message.objects.for_staff(staff).needing_staff().count()
    rows = address_for(staff, "message-list", query={"tab": "attention"})
    return Figure(_("texts to look at"), count, rows, _("failed or in doubt"))


def _replies(staff: Staff) -> Iterator[Figure]:
    """What owners and others said; where nobody did, nobody need think of it."""
    count = waiting_for(staff)
    if count:
        yield Figure(_("replies and requests"), count, address_for(staff, "reply-list"))


def _calls(staff: Staff, now: datetime) -> Figure:
    counts = counts_of(staff, now=now)
    note = _("of %(count)s without a mobile number") % {"count": intcomma(sum(counts.values()))}
    rows = address_for(staff, "call-list")
    return Figure(_("workplaces to call for a number"), counts[Place.DUE], rows, note)


def _held(staff: Staff) -> Iterator[Figure]:
    """The rows of lists that wait; where none does, nobody need think of them."""
    count = ImportRow.objects.for_staff(staff).to_decide().count()
    if count:
        yield Figure(_("rows to decide"), count, address_for(staff, "import-held-list"))


def _results(staff: Staff, today: date) -> Figure:
    waiting = Examination.objects.for_staff(staff).filter(result_table_received_date=None)
    count = waiting.aggregate(
        all=Count("pk"), late=Count("pk", filter=Q(exam_date__lt=today - RESULTS_WITHIN))
    )
    note = _("%(count)s for more than 30 days") % {"count": count["late"]}
    rows = address_for(staff, "examination-list")
    return Figure(_("exams without results"), count["all"], rows, note)


def _claims(staff: Staff) -> Iterator[Figure]:
    rows = address_for(staff, "application-list")
    applications = Application.objects.for_staff(staff).filter(state=Application.State.DRAFT)
    yield Figure(_("applications to decide"), applications.count(), rows)
    claims = Claim.objects.for_staff(staff).aggregate(
        drafts=Count("pk", filter=Q(state=Claim.State.DRAFT)),
        unpaid=Count("pk", filter=Q(state=Claim.State.SUBMITTED)),
    )
    yield Figure(_("claims to submit"), claims["drafts"], rows)
    yield Figure(_("claims not paid yet"), claims["unpaid"], rows)
