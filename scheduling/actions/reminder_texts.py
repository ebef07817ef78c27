"""One text for one person and day: planned, joined with what waits already, taken apart again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from outreach.actions import messages
from outreach.actions.links import owner_link
from outreach.actions.message_changes import rewrite
from outreach.actions.message_lists import DATES, as_context
from outreach.models import Message
from outreach.models.message import STOPPABLE
from outreach.rules.quiet_hours import next_sending_moment
from scheduling.actions.appointments import Appointment, Recipient, of_reminder
from scheduling.models import Reminder

SEVERAL, SEVERAL_NO_LINK = "several", "several_no_link"
# It says "today at three" and leaves at once; nothing else may hold it up or grow around it.
ALONE = (Reminder.Rule.ON_WAY,)
REFUSALS = (messages.OptedOut, messages.NotTextable, messages.TooLate)


@dataclass(frozen=True)
class Line:
    """One thing that a text says."""

    appointment: Appointment
    rule: str
    turn: int = 1


@transaction.atomic
def owe(*, recipient: Recipient, line: Line, due_at: datetime, now: datetime) -> bool:
    """
    Owe somebody one thing, in the same text as whatever else reaches them on that day.

    Returns whether it was planned: not to who wants no texts, nor when it would come too late.
    """
    leaves_at = next_sending_moment(max(due_at, now))
    if leaves_at >= line.appointment.starts_at:
        return False
    text = _join(recipient, line, leaves_at, now) or _plan(recipient, line, leaves_at, now)
    if text is None:
        return False  # nothing to undo: the page of the visit says whom nobody told
    Reminder.objects.create(
        rule=line.rule,
        version=line.appointment.version,
        turn=line.turn,
        phone=recipient.key,
        message=text,
        **line.appointment.subject,
    )
    return True


@transaction.atomic
def take_back(*, reminders: QuerySet[Reminder], reason: str, now: datetime) -> int:
    """
    Take back what these reminders would say; what their texts say beside it is still said.

    Of texts that are under way, or that nobody knows whether they arrived, only a second send is
    changed. Returns how many texts were taken back or shortened before they left.
    """
    mine = set(reminders.values_list("pk", flat=True))
    said_by = Q(reminder__in=mine) | Q(again_of__reminder__in=mine)
    open_ones = Message.objects.filter(said_by, state__in=STOPPABLE, withdrawn_at=None).distinct()
    whole, count = [], 0
    for message in open_ones.select_related("again_of").prefetch_related("reminders"):
        said = (message.again_of or message).reminders.all()
        others = [one.pk for one in said if one.pk not in mine]
        if others:
            lines = _lines(Reminder.objects.filter(pk__in=others))
            if _rewrite(message, lines, message.due_at, now):
                Reminder.objects.filter(pk__in=mine, message=message).delete()  # never said
                count += 1
            else:
                _rewrite(message, lines, message.due_at, now, is_under_way=True)
        else:
            whole.append(message.pk)
    planned = Message.objects.filter(pk__in=whole)
    return count + messages.withdraw(messages=planned, reason=reason, now=now)


def _plan(recipient: Recipient, line: Line, leaves_at: datetime, now: datetime) -> Message | None:
    """Plan a text of its own, unless the number wants none or it would come too late."""
    about = line.appointment
    try:
        with transaction.atomic():
            return messages.plan(
                centre=about.centre,
                template=f"{about.kind}_{line.rule.lower()}",
                context=about.words(line.rule),
                phone=recipient.phone,
                email=recipient.email,
                language=recipient.language,
                due_at=leaves_at,
                send_before=about.starts_at,
                now=now,
                workplace=about.workplace,
                contact=recipient.contact,
                worker=recipient.worker,
                link=about.link,
            )
    except REFUSALS:
        return None


def _join(recipient: Recipient, line: Line, leaves_at: datetime, now: datetime) -> Message | None:
    """Add it to what waits for the number on that day, unless a sender has just taken that."""
    for message in _waiting_for(recipient, line, leaves_at):
        lines = [*_lines(Reminder.objects.filter(message=message)), line]
        if _rewrite(message, lines, min(leaves_at, message.due_at), now):
            return message
    return None


def _rewrite(
    message: Message,
    lines: Sequence[Line],
    leaves_at: datetime,
    now: datetime,
    *,
    is_under_way: bool = False,
) -> bool:
    first = lines[0].appointment
    if len(lines) == 1:
        template, context = f"{first.kind}_{lines[0].rule.lower()}", first.words(lines[0].rule)
        link = first.link
    else:
        context = {DATES: as_context(line.appointment.in_a_list(line.rule) for line in lines)}
        places = {line.appointment.workplace.pk for line in lines}
        has_page = message.contact_id is not None and len(places) == 1
        template = SEVERAL if has_page else SEVERAL_NO_LINK
        link = owner_link(workplace=first.workplace, now=now) if has_page else None
    return rewrite(
        message=message,
        template=template,
        context=context,
        link=link,
        leaves_at=leaves_at,
        send_before=min(line.appointment.starts_at for line in lines),
        is_under_way=is_under_way,
    )


def _waiting_for(recipient: Recipient, line: Line, leaves_at: datetime) -> list[Message]:
    """Return what else of ours waits for this number on this day."""
    if line.rule in ALONE:
        return []
    day = timezone.make_aware(datetime.combine(timezone.localdate(leaves_at), time()))
    waiting = Message.objects.waiting().filter(
        phone=recipient.phone,
        email=recipient.email,
        centre=line.appointment.centre,
        due_at__gte=day,
        due_at__lt=day + timedelta(days=1),
    )
    of_ours = waiting.filter(reminder__isnull=False).exclude(reminder__rule__in=ALONE)
    return list(of_ours.distinct().select_related("centre", "link").order_by("pk"))


def _lines(reminders: QuerySet[Reminder]) -> list[Line]:
    rows = reminders.select_related(
        "visit__centre", "visit__workplace__centre", "visit__link",
        "enrolment__training_class__centre", "enrolment__training_class__venue",
        "enrolment__worker__workplace__centre",
    )  # fmt: skip
    return [Line(of_reminder(row), row.rule, row.turn) for row in rows.order_by("pk")]
