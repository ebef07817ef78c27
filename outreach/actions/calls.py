"""Telephone calls: what came of each, and when the workplace is called next."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outreach.actions.workplaces import ResidentNumberGiven
from outreach.models import CallTurn, Contact, ContactAttempt, Staff, Workplace
from outreach.rules.call_queue import (
    Call,
    CallResult,
    NotACallTime,
    Turn,
    check_call_time,
    next_try_after,
    turn_after,
    turn_put_back,
)
from outreach.rules.health_words import holds_health_words
from outreach.rules.resident_numbers import holds_resident_number

Outcome, Purpose = ContactAttempt.Outcome, ContactAttempt.Purpose


class HealthWordsGiven(Exception):
    """A note on a call speaks of somebody's health."""

    def __init__(self) -> None:
        super().__init__(_("Nothing about anybody's health is kept here. Please leave it out."))


class NoCallThen(Exception):
    """Nobody is called at the moment that was chosen."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Please choose a working day after today, between 9 and 18 o'clock, within six"
                " months. After four calls a workplace rests for 90 days."
            )
        )


class NotRefused(Exception):
    """The workplace has not refused, or somebody has put it back already."""

    def __init__(self) -> None:
        super().__init__(_("This workplace is in the list already."))


@transaction.atomic
def record_call(
    *,
    workplace: Workplace,
    outcome: str,
    staff: Staff,
    now: datetime,
    purpose: str = Purpose.GENERAL,
    contact: Contact | None = None,
    not_before: datetime | None = None,
    note: str = "",
) -> ContactAttempt:
    """
    Remember one telephone call and what came of it; the workplace rests until its next turn.

    :raises NoCallThen: nobody is called at the moment chosen for the next call
    :raises HealthWordsGiven: the note speaks of somebody's health
    :raises ResidentNumberGiven: the note holds a resident number
    """
    _check_note(note)
    turn = _locked_turn(workplace)
    if not_before is not None:
        _check_time(turn, not_before, now)
    attempt = ContactAttempt.objects.create(
        workplace=workplace,
        contact=contact,
        staff=staff,
        purpose=Purpose(purpose),
        outcome=Outcome(outcome),
        made_at=now,
        not_before=not_before,
        note=note.strip(),
    )
    if outcome == Outcome.GOT_MOBILE and turn.refused_at is not None:
        turn.put_back_at = now  # they have changed their mind
    _settle(turn, turn_after(_calls(turn)), now)
    return attempt


def next_call_time(*, workplace: Workplace, now: datetime) -> datetime:
    """Return when the workplace would be called again if nobody answered now."""
    turn = CallTurn.objects.filter(workplace=workplace).first() or CallTurn(workplace=workplace)
    calls = [call for call in _calls(turn) if call.result is not CallResult.REFUSED]
    unanswered = Call(timezone.localtime(now), CallResult.UNANSWERED)
    return next_try_after(unanswered.made_at, tries=turn_after([*calls, unanswered]).tries)


@transaction.atomic
def put_back(*, workplace: Workplace, now: datetime) -> CallTurn:
    """
    Put a workplace that refused back into the call list; what it refused stays refused.

    :raises NotRefused: it has not refused
    """
    turn = _locked_turn(workplace)
    if turn.refused_at is None:
        raise NotRefused
    turn.put_back_at = now
    _settle(turn, turn_put_back(last_call=_last_call(workplace), now=timezone.localtime(now)), now)
    return turn


@transaction.atomic
def due_again(*, workplace: Workplace, now: datetime) -> None:
    """Put a workplace that texts reach no more at the head of the call list, unless it refused."""
    if not CallTurn.objects.filter(workplace=workplace).exists():
        return  # nobody has called it: it is due
    turn = _locked_turn(workplace)
    if turn.refused_at is not None:
        return
    turn.put_back_at = now
    _settle(turn, turn_put_back(last_call=_last_call(workplace), now=timezone.localtime(now)), now)


def _last_call(workplace: Workplace) -> datetime | None:
    last = workplace.contact_attempts.newest_first().values_list("made_at", flat=True).first()
    return None if last is None else timezone.localtime(last)


def settle_joined_turns(*, kept: Workplace, gone: Workplace, now: datetime) -> None:
    """
    Give one workplace the turn of two whose calls it has now; whoever refused stays refused.

    The calls themselves have moved before.
    """
    turns = list(CallTurn.objects.filter(workplace__in=[kept, gone]).order_by("pk"))
    if not turns:
        return
    refusals = [turn for turn in turns if turn.refused_at is not None]
    put_back = [turn.put_back_at for turn in turns if turn.put_back_at is not None]
    CallTurn.objects.filter(workplace=gone).delete()
    turn = _locked_turn(kept)
    if refusals:
        first = min(refusals, key=lambda one: (one.refused_at, one.pk))
        turn.refused_at, turn.put_back_at = first.refused_at, first.put_back_at
        turn.tries, turn.rests_until = first.tries, None
        turn.taken_by, turn.taken_until = None, None
        turn.save()
        return
    turn.put_back_at = max(put_back, default=None)
    _settle(turn, turn_after(_calls(turn)), now)


def _check_note(note: str) -> None:
    if holds_resident_number(note):
        raise ResidentNumberGiven
    if holds_health_words(note):
        raise HealthWordsGiven


def _check_time(turn: CallTurn, not_before: datetime, now: datetime) -> None:
    made_at = timezone.localtime(now)
    after = turn_after([*_calls(turn), Call(made_at, CallResult.UNANSWERED)])
    try:
        check_call_time(timezone.localtime(not_before), made_at=made_at, tries=after.tries)
    except NotACallTime as reason:
        raise NoCallThen from reason


def _locked_turn(workplace: Workplace) -> CallTurn:
    CallTurn.objects.get_or_create(workplace=workplace)
    return CallTurn.objects.select_for_update().get(workplace=workplace)


def _calls(turn: CallTurn) -> list[Call]:
    """Return the calls that count, oldest first: those since the workplace was put back."""
    attempts = ContactAttempt.objects.filter(workplace_id=turn.workplace_id)
    if turn.put_back_at is not None:
        attempts = attempts.filter(made_at__gte=turn.put_back_at)
    return [
        Call(
            timezone.localtime(attempt.made_at),
            _result(attempt),
            None if attempt.not_before is None else timezone.localtime(attempt.not_before),
        )
        for attempt in attempts.order_by("made_at", "pk")
    ]


def _result(attempt: ContactAttempt) -> CallResult:
    if attempt.outcome == Outcome.NO_ANSWER:
        return CallResult.UNANSWERED
    if attempt.outcome == Outcome.WRONG_NUMBER:
        return CallResult.WRONG_NUMBER
    if attempt.outcome == Outcome.REFUSED and attempt.purpose == Purpose.NUMBER:
        return CallResult.REFUSED
    return CallResult.SPOKEN_TO


def _settle(turn: CallTurn, to: Turn, now: datetime) -> None:
    """Keep what the rules made of the calls, and let go of the workplace."""
    turn.tries = to.tries
    turn.rests_until = to.rests_until
    turn.refused_at = (turn.refused_at or now) if to.is_refused else None
    turn.taken_by, turn.taken_until = None, None
    turn.save()
