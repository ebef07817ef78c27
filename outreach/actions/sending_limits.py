"""
What may leave now: stops, the pace of each number, amounts, and masses without a second word.

The rows of the paces are locked for the length of a claim, so claims follow one another on any
number of machines and no amount is overdrawn by two who count at the same time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import F, Q, Sum
from django.utils import timezone

from outreach.models import (
    Centre,
    MassSend,
    Message,
    MessageAttempt,
    MessageState,
    SenderPace,
    SendingStop,
    SendingTally,
)
from outreach.models.message import MessageQuerySet
from outreach.rules.pace import free_after, permits
from outreach.rules.quiet_hours import next_sending_moment

NUMBER_CAP = "CAP_NUMBER"  # our own code: this number has had its texts for the day
LONG_AGO = timedelta(days=1)


@dataclass
class Room:
    """How many texts each centre may hand over now; of none, nothing."""

    numbers: dict[int, str]  # the sender number of each centre
    by_number: dict[str, int]
    by_centre: dict[int, int]
    in_all: int

    def closed_centres(self) -> list[int]:
        """Return the centres of which no text may leave."""
        return [pk for pk in self.numbers if min(self._left(pk), self.in_all) <= 0]

    def take(self, centre_id: int) -> bool:
        """Count one text, if there is room for it."""
        if min(self._left(centre_id), self.in_all) <= 0:
            return False
        self.by_number[self.numbers[centre_id]] -= 1
        self.by_centre[centre_id] -= 1
        self.in_all -= 1
        return True

    def _left(self, centre_id: int) -> int:
        return min(self.by_number[self.numbers[centre_id]], self.by_centre[centre_id])


def sender_of(centre: Centre) -> str:
    """Return what the centre's texts are sent from: its own number, or the messaging service."""
    return settings.TWILIO_MESSAGING_SERVICE_SID or centre.sender_number


def let_through(texts: MessageQuerySet) -> MessageQuerySet:
    """Leave out the texts of stopped centres, and masses that wait for their second word."""
    stops = list(SendingStop.objects.standing().values_list("centre", flat=True))
    if None in stops:
        return texts.none()
    if stops:
        texts = texts.exclude(centre__in=stops)
    for centre, planned_at in MassSend.objects.unconfirmed().values_list("centre", "planned_at"):
        texts = texts.exclude(centre=centre, planned_at=planned_at)
    return texts


def measure_room(*, now: datetime, real_now: datetime) -> Room:
    """Lock the paces and return what may leave; inside the claim's transaction only."""
    numbers = {centre.pk: sender_of(centre) for centre in Centre.objects.all()}
    paces = _lock_paces(set(numbers.values()), real_now)
    by_number = {
        number: permits(free_at=free_at, at=real_now, per_second=settings.SMS_PER_SECOND)
        for number, free_at in paces.items()
    }
    day = timezone.localdate(now)
    texts, won = _tallies(day)
    left = {
        pk: settings.SMS_CENTRE_CAP - texts[pk] if won[pk] < settings.SMS_MONTH_WON else 0
        for pk in numbers
    }
    return Room(numbers, by_number, left, settings.SMS_DAY_CAP - sum(texts.values()))


def is_paced(*, real_now: datetime) -> bool:
    """Tell whether some number sent so lately that its pace may be what holds the rest back."""
    return SenderPace.objects.filter(free_at__gte=real_now - timedelta(seconds=1)).exists()


def spend(*, texts: Sequence[Message], won: Counter[int], now: datetime, at: datetime) -> None:
    """Move the paces on and count the texts and what they cost at most."""
    by_number = Counter(sender_of(text.centre) for text in texts)
    for pace in SenderPace.objects.filter(number__in=by_number):
        pace.free_at = free_after(
            free_at=pace.free_at,
            at=at,
            taken=by_number[pace.number],
            per_second=settings.SMS_PER_SECOND,
        )
        pace.save(update_fields=["free_at"])
    day = timezone.localdate(now)
    for centre_id, number in Counter(text.centre_id for text in texts).items():
        _count(centre_id, day, texts=number, won=won[centre_id])


def give_back(*, attempt: MessageAttempt, centre_id: int) -> None:
    """Count a text no longer that the provider certainly did not take."""
    day = timezone.localdate(attempt.started_at)
    SendingTally.objects.filter(
        centre=centre_id, date=day, texts__gte=1, won__gte=attempt.won
    ).update(texts=F("texts") - 1, won=F("won") - attempt.won)


def spent_numbers(texts: Iterable[Message], *, now: datetime) -> set[int]:
    """Return the texts among these whose number has had all its texts of the day."""
    texts = list(texts)
    morning = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    had = Counter(
        MessageAttempt.objects.filter(
            message__phone_digest__in={text.phone_digest for text in texts},
            started_at__gte=morning,
        )
        .exclude(outcome__in=[MessageState.RETRY_LATER, MessageState.REFUSED, MessageState.ABSENT])
        .order_by()
        .values_list("message__phone_digest", "message_id")
        .distinct()
        .values_list("message__phone_digest", flat=True)
    )
    spent: set[int] = set()
    for text in texts:
        if had[text.phone_digest] >= settings.SMS_NUMBER_CAP:
            spent.add(text.pk)
        had[text.phone_digest] += 1
    return spent


def put_off(*, keys: Iterable[int], now: datetime) -> None:
    """Let these wait for the next morning, or end them when that is too late."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0) + timedelta(days=1)
    morning = next_sending_moment(midnight)
    rows = Message.objects.filter(pk__in=list(keys))
    rows.filter(send_before__lte=morning).update(state=MessageState.TOO_LATE, error_code=NUMBER_CAP)
    rows.filter(send_before__gt=morning).update(next_try_at=morning, error_code=NUMBER_CAP)


def unconfirmed_masses(texts: Iterable[Message], *, now: datetime) -> set[tuple[int, datetime]]:
    """Return the acts among these that planned so many texts that they need a second word."""
    acts = {(text.centre_id, text.planned_at) for text in texts}
    known = MassSend.objects.filter(planned_at__in={at for _centre, at in acts})
    confirmed = set(known.exclude(confirmed_at=None).values_list("centre_id", "planned_at"))
    found = {act for act in acts - confirmed if _is_mass(*act)}
    MassSend.objects.bulk_create(
        [MassSend(centre_id=pk, planned_at=at, found_at=now) for pk, at in found],
        ignore_conflicts=True,
    )
    return found


def _is_mass(centre_id: int, planned_at: datetime) -> bool:
    texts = Message.objects.filter(centre=centre_id, planned_at=planned_at).order_by()
    return texts[: settings.SMS_CONFIRM_ABOVE + 1].count() > settings.SMS_CONFIRM_ABOVE


def _lock_paces(numbers: set[str], real_now: datetime) -> dict[str, datetime]:
    rows = SenderPace.objects.filter(number__in=numbers).select_for_update().order_by("number")
    paces = dict(rows.values_list("number", "free_at"))
    if numbers - paces.keys():
        SenderPace.objects.bulk_create(
            [SenderPace(number=one, free_at=real_now - LONG_AGO) for one in numbers - paces.keys()],
            ignore_conflicts=True,
        )
        paces = dict(rows.values_list("number", "free_at"))
    return paces


def _tallies(day: date) -> tuple[Counter[int], Counter[int]]:
    month = SendingTally.month_of(day).order_by().values("centre_id")
    texts, won = Counter[int](), Counter[int]()
    for row in month.annotate(all_won=Sum("won"), today=Sum("texts", filter=Q(date=day))):
        texts[row["centre_id"]], won[row["centre_id"]] = row["today"] or 0, row["all_won"]
    return texts, won


def _count(centre_id: int, day: date, *, texts: int, won: int) -> None:
    row = SendingTally.objects.filter(centre=centre_id, date=day)
    if not row.update(texts=F("texts") + texts, won=F("won") + won):
        SendingTally.objects.create(centre_id=centre_id, date=day, texts=texts, won=won)
