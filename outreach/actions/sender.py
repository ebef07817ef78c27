from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import InterfaceError, OperationalError

from outreach.actions import sending_checks, sending_doubts, sending_limits, sending_sweeps
from outreach.actions.sending import Claimed, call, claim, record
from outreach.channels.outcomes import ListedMessage, Outcome

log = logging.getLogger(__name__)
QUESTIONS_AT_ONCE = 4  # look-ups and checks: lines of their own, so that a doubt delays no text
SWEEP_EVERY = 5.0  # seconds
ASK_EVERY = 0.5

Note = Callable[[], None]


@dataclass(frozen=True)
class Turn:
    """What one turn of the sender did."""

    claimed: int
    recorded: int
    in_flight: int
    held_back: bool  # the pace let nothing go; more may be due

    @property
    def is_idle(self) -> bool:
        """Tell whether there was nothing to do and nothing is under way."""
        return not (self.claimed or self.recorded or self.in_flight or self.held_back)


class Sender:
    """
    One process's share of the sending: a few calls at once, at the allowed pace.

    Only calls and questions run in threads; what they change is written by whoever calls `turn`.
    Any number of senders may run beside each other on any number of machines.
    """

    def __init__(self) -> None:
        self._lines = settings.SMS_CALLS_AT_ONCE
        self._calls = ThreadPoolExecutor(self._lines, thread_name_prefix="call")
        self._questions = ThreadPoolExecutor(QUESTIONS_AT_ONCE, thread_name_prefix="ask")
        self._in_flight: dict[Future[Outcome], Claimed] = {}
        self._asking: dict[Future[Note], None] = {}
        self._next_sweep = self._next_ask = time.monotonic()

    def turn(self, *, now: datetime, real_now: datetime, patience: float) -> Turn:
        """Write down what has ended, claim as many new texts as there are free lines, call."""
        self._sweep(now=now, real_now=real_now)
        answered = self._ask(now=now, real_now=real_now)
        recorded = self._record_ended(now=now, patience=patience)
        free = self._lines - len(self._in_flight)
        claimed: list[Claimed] = []
        if free * 2 >= self._lines:  # a few at a time cost no more than one
            claimed = claim(now=now, real_now=real_now, limit=free)
        for one in claimed:
            self._in_flight[self._calls.submit(call, one, now=now)] = one
        busy = len(self._in_flight) + len(self._asking)
        nothing = not (claimed or recorded or busy)
        held_back = nothing and sending_limits.is_paced(real_now=real_now)
        return Turn(len(claimed), recorded + answered, busy, held_back=held_back)

    def drain(self, *, now: datetime) -> None:
        """Claim nothing more, wait for the calls under way and write down what came of them."""
        self._questions.shutdown(wait=False, cancel_futures=True)
        while self._in_flight:
            self._record_ended(now=now, patience=1.0)
        self._calls.shutdown()

    def _sweep(self, *, now: datetime, real_now: datetime) -> None:
        if time.monotonic() < self._next_sweep:
            return
        self._next_sweep = time.monotonic() + SWEEP_EVERY
        if sending_sweeps.has_work(now=now, real_now=real_now):
            sending_sweeps.sweep(now=now, real_now=real_now)

    def _ask(self, *, now: datetime, real_now: datetime) -> int:
        """Write down the answers that came, and ask about doubts and lost callbacks."""
        answered = [future for future in self._asking if future.done()]
        for future in answered:
            del self._asking[future]
            _write_down(future)
        free = QUESTIONS_AT_ONCE - len(self._asking)
        if not free or (time.monotonic() < self._next_ask and not answered):
            return len(answered)
        self._next_ask = time.monotonic() + ASK_EVERY
        for doubt in sending_doubts.take_look_ups(real_now=real_now, limit=free):
            self._put(self._looked_up, doubt, now, real_now)
        free = QUESTIONS_AT_ONCE - len(self._asking)
        for lost in sending_checks.take_checks(real_now=real_now, limit=free) if free else ():
            self._put(self._checked, lost, now)
        return len(answered)

    def _put(self, ask: Callable[..., Note], *given: object) -> None:
        self._asking[self._questions.submit(ask, *given)] = None

    @staticmethod
    def _looked_up(doubt: sending_doubts.LookUp, now: datetime, asked_at: datetime) -> Note:
        listed: Sequence[ListedMessage] | None = sending_doubts.look_up(doubt)
        return lambda: sending_doubts.settle(doubt, listed, now=now, asked_at=asked_at)

    @staticmethod
    def _checked(lost: sending_checks.Check, now: datetime) -> Note:
        found = sending_checks.check(lost)
        return lambda: sending_checks.note(lost, found, now=now)

    def _record_ended(self, *, now: datetime, patience: float) -> int:
        ended, _running = wait(self._in_flight, timeout=patience, return_when=FIRST_COMPLETED)
        for future in ended:
            record(self._in_flight.pop(future), future.result(), now=now)
        return len(ended)


def _write_down(future: Future[Note]) -> None:
    """Write an answer down; one that cannot be must not hold the others back."""
    try:
        future.result()()
    except (OperationalError, InterfaceError):
        raise
    except Exception as reason:
        log.error("an answer about a text could not be saved: %s", type(reason).__name__)
