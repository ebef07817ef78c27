"""What became of a centre's texts in a period: how fast, how surely, what they cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, Sum

from outreach.models import Centre, Message, MessageAttempt, MessageState
from outreach.models.message import SENT, WAITING, MessageQuerySet

IN_TIME = timedelta(seconds=10)  # what 95 of 100 shall reach
LATE = timedelta(seconds=60)
ARRIVED, LOST = ("delivered", "read"), ("undelivered", "failed", "canceled")


@dataclass(frozen=True)
class KindFigures:
    """One kind of text: how many went out and what they cost."""

    template: str
    texts: int
    won: int


@dataclass(frozen=True)
class SendingFigures:
    """A period in numbers, each counted from the rows of the outbox."""

    sent: int
    within_10_s: int
    within_60_s: int
    arrived: int
    not_arrived: int
    refused: int
    too_late: int
    in_doubt: int
    lost: int  # that should have left and neither left nor was given up by name
    twice: int  # that the provider took more than once
    won: int
    kinds: Sequence[KindFigures]

    @property
    def in_time_share(self) -> float | None:
        """The share within ten seconds of due, in per cent."""
        return 100 * self.within_10_s / self.sent if self.sent else None

    @property
    def arrived_share(self) -> float | None:
        """The share that the provider says arrived, of those it has said anything about."""
        known = self.arrived + self.not_arrived
        return 100 * self.arrived / known if known else None


def sending_figures(*, centre: Centre, since: datetime, now: datetime) -> SendingFigures:
    """Count what was due in a period that ends now."""
    rows = Message.objects.filter(centre=centre, due_at__gte=since, due_at__lte=now)
    found = rows.aggregate(**_counts(now))
    attempts = MessageAttempt.objects.filter(message__in=rows)
    numbers = attempts.exclude(sid="").order_by().values("message").annotate(
        sids=Count("sid", distinct=True)
    )  # fmt: skip
    return SendingFigures(
        **found,
        twice=numbers.filter(sids__gt=1).count(),
        won=attempts.aggregate(won=Sum("won"))["won"] or 0,
        kinds=_kinds(rows),
    )


def _counts(now: datetime) -> dict[str, Count]:
    sent = Q(state__in=SENT)
    stuck = Q(state__in=WAITING, withdrawn_at=None, send_before__lt=now - LATE)
    conditions = {
        "sent": sent,
        "within_10_s": sent & Q(accepted_at__lte=F("due_at") + IN_TIME),
        "within_60_s": sent & Q(accepted_at__lte=F("due_at") + LATE),
        "arrived": sent & Q(delivery__in=ARRIVED),
        "not_arrived": sent & Q(delivery__in=LOST),
        "refused": Q(state=MessageState.REFUSED),
        "too_late": Q(state=MessageState.TOO_LATE),
        "in_doubt": Q(state__in=[MessageState.DOUBT, MessageState.UNCERTAIN]),
        "lost": stuck,
    }
    return {name: Count("pk", filter=condition) for name, condition in conditions.items()}


def _kinds(rows: MessageQuerySet) -> list[KindFigures]:
    sent = rows.filter(state__in=SENT).order_by()
    texts = dict(sent.values_list("template").annotate(Count("pk")))
    costs = sent.values_list("template").annotate(Sum("attempts__won"))
    won = {template: spent or 0 for template, spent in costs}
    kinds = [KindFigures(key, number, won.get(key, 0)) for key, number in texts.items()]
    return sorted(kinds, key=lambda one: (-one.texts, one.template))
