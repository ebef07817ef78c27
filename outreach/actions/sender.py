from __future__ import annotations

import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from outreach.actions.sending import Claimed, call, claim, record, sweep
from outreach.channels.sms import Outcome
from outreach.rules.pace import Pace

CALLS_AT_ONCE = 8
SWEEP_EVERY = 5.0  # seconds


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

    Only the calls run in threads; claims and outcomes are written by whoever calls `turn`. Any
    number of senders may run beside each other, since each text is claimed by a conditional update.
    """

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(CALLS_AT_ONCE, thread_name_prefix="call")
        self._in_flight: dict[Future[Outcome], Claimed] = {}
        self._pace = Pace(per_second=settings.SMS_PER_SECOND, at=time.monotonic())
        self._next_sweep = time.monotonic()

    def turn(self, *, now: datetime, real_now: datetime, patience: float) -> Turn:
        """Write down what has ended, claim as many new texts as there are free lines, call."""
        if time.monotonic() >= self._next_sweep:
            sweep(now=now, real_now=real_now)
            self._next_sweep = time.monotonic() + SWEEP_EVERY
        recorded = self._record_ended(now=now, patience=patience)
        free = CALLS_AT_ONCE - len(self._in_flight)
        allowed = self._pace.take(free, at=time.monotonic())
        claimed = claim(now=now, real_now=real_now, limit=allowed) if allowed else []
        self._pace.give_back(allowed - len(claimed))
        for one in claimed:
            self._in_flight[self._pool.submit(call, one, now=now)] = one
        return Turn(len(claimed), recorded, len(self._in_flight), held_back=not allowed)

    def drain(self, *, now: datetime) -> None:
        """Claim nothing more, wait for the calls under way and write down what came of them."""
        while self._in_flight:
            self._record_ended(now=now, patience=1.0)
        self._pool.shutdown()

    def _record_ended(self, *, now: datetime, patience: float) -> int:
        ended, _running = wait(self._in_flight, timeout=patience, return_when=FIRST_COMPLETED)
        for future in ended:
            record(self._in_flight.pop(future), future.result(), now=now)
        return len(ended)
