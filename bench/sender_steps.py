"""
Steps of the sender's benchmark that run in processes of their own.

    fill TEXTS SPREAD LEAD   plan texts
    due, deliveries          print numbers with their moments, or with what became of them
    last-claim               print when the last text was claimed for the first time
    left                     print each text that is not known to be sent, and what its calls gave
    blind                    our sender that takes every doubt for absent, without a look-up
    send-first               send, then mark: the order of most senders
    mark-first               mark, then send: nothing twice, and what dies in between is lost
"""

from __future__ import annotations

import os
import sys
import time
import uuid
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db.models import Max  # noqa: E402
from django.utils import timezone  # noqa: E402

from outreach import clock  # noqa: E402
from outreach.actions import sending_doubts  # noqa: E402
from outreach.actions.links import token_of  # noqa: E402
from outreach.actions.message_bodies import body_of  # noqa: E402
from outreach.actions.opt_outs import digest_of  # noqa: E402
from outreach.channels.outcomes import Accepted, Outcome  # noqa: E402
from outreach.channels.sms import send_sms  # noqa: E402
from outreach.models import Centre, DemoClock, Link, Message, Workplace  # noqa: E402
from outreach.rules import tokens  # noqa: E402

LINES = 16
TEN = 10  # o'clock in Seoul: no quiet hour for a while
LOST_SHARE = 10  # one in ten goes to a phone that is switched off


def fill(texts: int, spread: float, lead: float) -> None:
    """Plan texts to as many numbers, from two centres, in the middle of a working day."""
    start = timezone.localtime(timezone.now() + timedelta(days=1)).replace(hour=TEN, minute=0)
    DemoClock.objects.update_or_create(pk=1, defaults={"ahead": start - timezone.now()})
    now = clock.now()
    centres = [_centre(code) for code in ("one", "two")]
    places = [_workplace(centre, now) for centre in centres]
    visit_at, rows, links = now + timedelta(days=7), [], []
    for number in range(texts):
        place = places[number % len(places)]
        link = Link(
            id=uuid.uuid4(),
            centre=place.centre,
            purpose=Link.Purpose.VISIT,
            workplace=place,
            created_at=now,
            expires_at=visit_at,
        )
        link.token_digest = tokens.digest(token_of(link))
        links.append(link)
        due_at = now + timedelta(seconds=lead + spread * number / texts)
        # The simulator loses texts to numbers that begin with 0099 8.
        is_lost = number % LOST_SHARE == 0 and number // LOST_SHARE < 10_000
        phone = (
            f"+82100998{number // LOST_SHARE:04d}" if is_lost else f"+8210{100_000 + number:08d}"
        )
        rows.append(
            Message(
                centre=place.centre,
                workplace=place,
                phone=phone,
                phone_digest=digest_of(phone),
                template="visit_booked",
                context={"starts_at": visit_at.isoformat()},
                link=link,
                planned_at=now,
                due_at=due_at,
                send_before=visit_at,
                next_try_at=due_at,
            )
        )
    Link.objects.bulk_create(links, batch_size=500)
    Message.objects.bulk_create(rows, batch_size=500)


def _centre(code: str) -> Centre:
    return Centre.objects.create(
        code=code,
        name=f"{code} 보건소",
        head_title="보건소장",
        latitude=37.5,
        longitude=127.0,
        callback_number="02-000-6400",
        sender_number=f"+8220006{400 + len(code):03d}{Centre.objects.count()}",
    )


def _workplace(centre: Centre, now: datetime) -> Workplace:
    return Workplace.objects.create(
        centre=centre,
        name="한빛도장",
        comparable_name="한빛도장",
        road_address="서울특별시 중구 을지로 157",
        district_code="11140",
        latitude=37.5,
        longitude=127.0,
        precision=Workplace.Precision.ADDRESS,
        registered_date=now.date(),
        facts_changed_at=now,
    )


def tell_moments() -> None:
    """Print each number and its moment by the real clock."""
    ahead = DemoClock.offset()
    for phone, due_at in Message.objects.values_list("phone", "due_at"):
        sys.stdout.write(f"{phone} {(due_at - ahead).timestamp()}\n")


def tell_deliveries() -> None:
    """Print each number and what our books say became of its text."""
    for phone, delivery in Message.objects.values_list("phone", "delivery"):
        sys.stdout.write(f"{phone} {delivery or '-'}\n")


def tell_last_claim() -> None:
    """Print the moment by the real clock; nothing for senders that claim nothing."""
    once = Message.objects.filter(attempt_number=1).aggregate(last=Max("claimed_at"))["last"]
    sys.stdout.write(f"{once.timestamp()}\n" if once else "")


def tell_left() -> None:
    """Print the number, the state and the outcomes of the calls of each text that was not sent."""
    for text in Message.objects.exclude(state__in=["ACCEPTED", "FOUND"]).order_by("pk"):
        calls = text.attempts.order_by("number").values_list("outcome", flat=True)
        sys.stdout.write(
            f"{text.phone} {text.state} {'+'.join(call or 'DIED' for call in calls)}\n"
        )


def send_blindly() -> None:
    """Run our own sender without its look-up."""
    sending_doubts.look_up = lambda one: ()
    call_command("send_messages", skip_checks=True)


def send_like_others(*, marks_first: bool) -> None:
    """Send in one of the two usual orders, with our client and as many lines as ours."""
    pool = ThreadPoolExecutor(LINES)
    flying: dict[Future[Outcome], Message] = {}
    while True:
        ended, _ = wait(flying, timeout=0.05, return_when=FIRST_COMPLETED)
        for future in ended:
            text = flying.pop(future)
            outcome = future.result()
            if marks_first:
                continue
            if isinstance(outcome, Accepted):
                Message.objects.filter(pk=text.pk).update(state="ACCEPTED", sid=outcome.sid)
        free = LINES - len(flying)
        if free * 2 < LINES:
            continue
        busy = [text.pk for text in flying.values()]
        due = Message.objects.due(clock.now()).exclude(pk__in=busy).order_by("next_try_at", "pk")
        texts = list(due.select_related("centre", "link")[:free])
        if marks_first:
            for text in texts:
                Message.objects.filter(pk=text.pk).update(state="ACCEPTED", sid=f"SM{text.pk}")
        for text in texts:
            flying[pool.submit(_call, text, body_of(text))] = text
        if not flying:
            time.sleep(0.05)


def _call(text: Message, body: str) -> Outcome:
    return send_sms(
        to=text.phone,
        body=body,
        sender_number=text.centre.sender_number,
        callback_url=None,
        validity_seconds=3600,
    )


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["fill", texts, spread, lead]:
            fill(int(texts), float(spread), float(lead))
        case ["due"]:
            tell_moments()
        case ["deliveries"]:
            tell_deliveries()
        case ["last-claim"]:
            tell_last_claim()
        case ["left"]:
            tell_left()
        case ["blind"]:
            send_blindly()
        case ["send-first" | "mark-first" as way]:
            send_like_others(marks_first=way == "mark-first")
        case _:
            sys.exit(__doc__)
