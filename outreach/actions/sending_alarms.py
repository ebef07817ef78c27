"""What keeps texts from leaving, or needs somebody's eye, for the pages and for `/readyz`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db.models import Count, Min, Q, Sum
from django.utils import timezone

from outreach.models import (
    Centre,
    MassSend,
    Message,
    MessageState,
    SenderBeat,
    SendingStop,
    SendingTally,
)
from outreach.rules.quiet_hours import is_quiet

OLDEST_TEXT = timedelta(minutes=2)
LONGEST_LOOK_UP = timedelta(minutes=5)  # beyond the time after which a doubt should be settled
LONGEST_SILENCE = timedelta(seconds=60)  # of all senders together
MOST_IN_DOUBT = 10
BEATS_KEPT = timedelta(days=1)


class Trouble(StrEnum):
    """One thing that is wrong, by what has to be done about it."""

    SWITCHED_OFF = "SWITCHED_OFF"
    HELD = "HELD"
    STOPPED = "STOPPED"
    SILENT = "SILENT"
    LATE = "LATE"
    DOUBT = "DOUBT"
    UNCERTAIN = "UNCERTAIN"
    MASS = "MASS"
    DAY_SPENT = "DAY_SPENT"
    MONTH_SPENT = "MONTH_SPENT"


@dataclass(frozen=True)
class Alarm:
    """A trouble and its figure: seconds, texts, or won."""

    trouble: Trouble
    figure: int = 0


def alarms_of(centre: Centre | None, *, now: datetime, real_now: datetime) -> list[Alarm]:
    """Return what is wrong with a centre's texts, the gravest first."""
    if centre is None:
        return []
    return [
        *_stops(centre),
        *_senders(centre, now, real_now),
        *_texts(centre),
        *_amounts(centre, now),
    ]


def beat(*, name: str, at: datetime) -> None:
    """Show that a sender lives; those that died long ago are forgotten."""
    SenderBeat.objects.update_or_create(name=name, defaults={"seen_at": at})
    SenderBeat.objects.filter(seen_at__lt=at - BEATS_KEPT).delete()


def silent_for(*, real_now: datetime) -> timedelta | None:
    """Return for how long no sender has shown itself; nothing where none ever ran."""
    last = SenderBeat.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()
    return None if last is None else max(real_now - last, timedelta(0))


def _stops(centre: Centre) -> Iterator[Alarm]:
    if settings.SMS_KILL_SWITCH:
        yield Alarm(Trouble.SWITCHED_OFF)
    standing = set(
        SendingStop.objects.standing()
        .filter(Q(centre=None) | Q(centre=centre))
        .values_list("centre", flat=True)
    )
    if None in standing:
        yield Alarm(Trouble.HELD)
    if centre.pk in standing:
        yield Alarm(Trouble.STOPPED)


def _senders(centre: Centre, now: datetime, real_now: datetime) -> Iterator[Alarm]:
    silence = silent_for(real_now=real_now)
    if silence is not None and silence > LONGEST_SILENCE:
        yield Alarm(Trouble.SILENT, int(silence.total_seconds()))
    if not is_quiet(now):
        due = Message.objects.filter(centre=centre).due(now)
        oldest = due.aggregate(since=Min("next_try_at"))["since"]
        if oldest is not None and now - oldest > OLDEST_TEXT:
            yield Alarm(Trouble.LATE, int((now - oldest).total_seconds()))


def _texts(centre: Centre) -> Iterator[Alarm]:
    open_ones = Message.objects.filter(centre=centre, handled_at=None)
    counts = dict(
        open_ones.filter(state__in=[MessageState.DOUBT, MessageState.UNCERTAIN])
        .order_by()
        .values_list("state")
        .annotate(Count("pk"))
    )
    if counts.get(MessageState.UNCERTAIN):
        yield Alarm(Trouble.UNCERTAIN, counts[MessageState.UNCERTAIN])
    if counts.get(MessageState.DOUBT, 0) > MOST_IN_DOUBT:
        yield Alarm(Trouble.DOUBT, counts[MessageState.DOUBT])
    masses = MassSend.objects.unconfirmed().filter(centre=centre).count()
    if masses:
        yield Alarm(Trouble.MASS, masses)


def _amounts(centre: Centre, now: datetime) -> Iterator[Alarm]:
    day = timezone.localdate(now)
    spent = SendingTally.month_of(day).filter(centre=centre)
    found = spent.aggregate(texts=Sum("texts", filter=Q(date=day)), won=Sum("won"))
    if (found["texts"] or 0) >= settings.SMS_CENTRE_CAP:
        yield Alarm(Trouble.DAY_SPENT, found["texts"])
    if (found["won"] or 0) >= settings.SMS_MONTH_WON:
        yield Alarm(Trouble.MONTH_SPENT, found["won"])
