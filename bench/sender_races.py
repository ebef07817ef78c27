"""
Cancels against claims, many at once; a process of its own, started by `sender.py`.

    RACES SEED [untested]   "untested" takes the tests out of the claim: texts must then go wrong

A text is wrong when it was accepted though the taking back had been committed before the claim
that sent it was even begun. Both moments are taken here, and the provider's log says what went out.
"""

from __future__ import annotations

import json
import os
import random
import sys
import threading
import time
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
import django

django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from outreach import clock  # noqa: E402
from outreach.actions import sending, sending_doubts, sending_sweeps  # noqa: E402
from outreach.actions.messages import withdraw  # noqa: E402
from outreach.actions.opt_outs import opt_out  # noqa: E402
from outreach.models import Message, MessageState  # noqa: E402

CLAIMERS, CANCELLERS = 2, 3
LEFT_ALONE = 4  # one in four texts is never taken back
OVER = (MessageState.ACCEPTED, MessageState.FOUND, MessageState.WITHDRAWN, MessageState.UNCERTAIN)


class Races:
    """Who took what back when, and when each text's last claim was begun."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.taken_back: dict[str, float] = {}
        self.claimed: dict[str, float] = {}
        self.cancelling = True

    def cancel(self, texts: list[tuple[int, str]]) -> None:
        """Take texts back in one way or another, at random moments."""
        for pk, phone in texts:
            time.sleep(self.chance.random() * 0.02)
            if self.chance.random() < 0.5:
                withdraw(messages=Message.objects.filter(pk=pk), reason="MOVED", now=clock.now())
            else:
                opt_out(phone=phone, now=clock.now())
            self.taken_back[phone] = time.monotonic()
        connection.close()

    def claim(self) -> None:
        """Claim and send until nothing is left, as a sender does."""
        while True:
            begun, now, real_now = time.monotonic(), clock.now(), timezone.now()
            claimed = sending.claim(now=now, real_now=real_now, limit=3)
            for one in claimed:
                self.claimed[one.message.phone] = begun
            sending.send_claimed(claimed, now=now)
            sending_sweeps.sweep(now=now, real_now=real_now)
            for doubt in sending_doubts.take_look_ups(real_now=real_now, limit=3):
                listed = sending_doubts.look_up(doubt)
                sending_doubts.settle(doubt, listed, now=now, asked_at=real_now)
            if not self.cancelling and not Message.objects.exclude(state__in=OVER).exists():
                break
            time.sleep(self.chance.random() * 0.02)
        connection.close()


def untested() -> None:
    """Let the claim take whatever was not sent, asking nobody."""
    sent = [MessageState.CLAIMED, MessageState.DOUBT, MessageState.ACCEPTED, MessageState.FOUND]
    sending.claimable = lambda *, now: Message.objects.exclude(
        state__in=[*sent, MessageState.UNCERTAIN]
    )


def start(work: Callable[..., None], *given: object) -> threading.Thread:
    thread = threading.Thread(target=work, args=given)
    thread.start()
    return thread


def main(seed: int) -> None:
    """Race, and print when each number was taken back and when its last claim was begun."""
    races = Races(seed)
    texts = list(Message.objects.values_list("pk", "phone"))
    races.chance.shuffle(texts)
    doomed = [text for index, text in enumerate(texts) if index % LEFT_ALONE]
    claimers = [start(races.claim) for _ in range(CLAIMERS)]
    cancellers = [start(races.cancel, doomed[index::CANCELLERS]) for index in range(CANCELLERS)]
    for thread in cancellers:
        thread.join()
    races.cancelling = False
    for thread in claimers:
        thread.join()
    json.dump({"taken_back": races.taken_back, "claimed": races.claimed}, sys.stdout)


if __name__ == "__main__":
    if "untested" in sys.argv[2:]:
        untested()
    main(int(sys.argv[1]))
