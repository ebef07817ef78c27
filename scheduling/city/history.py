"""The visits of the past months, with who came and the texts about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from outreach.actions.links import token_of
from outreach.actions.opt_outs import digest_of
from outreach.models import Centre, Link, Message, MessageAttempt, MessageState, Staff
from outreach.rules import tokens
from outreach.rules.workdays import is_working_day
from scheduling.city.facts import Consulted, Home
from scheduling.city.loading import insert, load
from scheduling.city.moments import PLAYED_DAYS, at
from scheduling.models import Attendance, Reminder, Visit

STOPS = ((9, 30), (11, 0), (13, 30), (15, 30))  # of a team, each day
NOTICE, MINUTES = timedelta(days=9), timedelta(minutes=60)
CITY_SID = "SMcity"
UNDELIVERED_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class Told:
    """One text of the past."""

    visit: int
    rule: str
    template: str
    home: int
    contact: int
    phone: str
    link: str
    starts_at: datetime
    sent_at: datetime


class Past:
    """What the teams of a centre did before; no team goes to more places a day than it can."""

    def __init__(self, centre: Centre, clinician: Staff, rng: Random, today: date) -> None:
        self.centre = centre
        self.clinician = clinician
        self.rng = rng
        self.latest = today - timedelta(days=PLAYED_DAYS)
        self.teams = list(centre.teams.order_by("pk").values_list("pk", flat=True))
        self.stops: Counter[date] = Counter()

    def visit(
        self, consulted: Iterable[Consulted], contacts: Mapping[int, tuple[int, str]]
    ) -> None:
        """Write the visits at which these were consulted, as far as the teams could go there."""
        held = [(one, stop) for one in consulted if (stop := self._stop(one[1]))]
        links = {
            home.pk: UUID(int=self.rng.getrandbits(128), version=4).hex
            for (home, _day, _workers), _stop in held
            if home.pk in contacts
        }
        self._load_links(links, {home.pk: stop[1] for (home, _day, _workers), stop in held})
        visits = load(
            Visit,
            ("centre", "workplace", "team", "starts_at", "ends_at", "state", "link", "booked_by",
             "booked_at"),
            (
                (self.centre.pk, home.pk, team, starts_at, starts_at + MINUTES,
                 Visit.State.DONE.value, links.get(home.pk), self.clinician.pk, starts_at - NOTICE)
                for (home, _day, _workers), (team, starts_at) in held
            ),
        )  # fmt: skip
        load(
            Attendance,
            ("worker", "visit", "came", "recorded_by", "recorded_at"),
            (
                (worker, visit, True, self.clinician.pk, starts_at + MINUTES)
                for visit, ((_home, _day, workers), (_team, starts_at)) in zip(
                    visits, held, strict=True
                )
                for worker in workers
            ),
        )
        told = [
            text
            for visit, ((home, _day, _workers), (_team, starts_at)) in zip(
                visits, held, strict=True
            )
            if home.pk in links
            for text in _texts(visit, home, contacts[home.pk], links[home.pk], starts_at)
        ]
        self._load_texts(told)

    def _stop(self, day: date) -> tuple[int, datetime] | None:
        """Return the next free team and time of a day, or nothing when the day is full."""
        if day > self.latest or not is_working_day(day):
            return None
        taken = self.stops[day]
        if taken == len(self.teams) * len(STOPS):
            return None
        self.stops[day] += 1
        return self.teams[taken % len(self.teams)], at(day, *STOPS[taken // len(self.teams)])

    def _load_links(self, links: Mapping[int, str], starts: Mapping[int, datetime]) -> None:
        purpose = Link.Purpose.VISIT
        insert(
            Link,
            ("id", "centre", "purpose", "workplace", "token_digest", "created_at", "expires_at"),
            (
                (pk, self.centre.pk, purpose.value, home,
                 tokens.digest(token_of(Link(id=UUID(pk), purpose=purpose))),
                 starts[home] - NOTICE, starts[home] + timedelta(days=1))
                for home, pk in links.items()
            ),
        )  # fmt: skip

    def _load_texts(self, told: list[Told]) -> None:
        rows = []
        for text in told:
            is_lost = self.rng.random() < UNDELIVERED_SHARE
            rows.append((
                self.centre.pk, text.home, text.contact, text.phone, digest_of(text.phone),
                text.template, {"starts_at": text.starts_at.isoformat()}, text.link, text.sent_at,
                text.sent_at, text.starts_at, text.sent_at, MessageState.ACCEPTED.value, 1,
                f"{CITY_SID}{text.visit}-{text.rule}", text.sent_at + timedelta(seconds=2),
                "undelivered" if is_lost else "delivered",
                text.starts_at if is_lost else None,
            ))  # fmt: skip
        messages = load(
            Message,
            ("centre", "workplace", "contact", "phone", "phone_digest", "template", "context",
             "link", "planned_at", "due_at", "send_before", "next_try_at", "state",
             "attempt_number", "sid", "accepted_at", "delivery", "handled_at"),
            rows,
        )  # fmt: skip
        load(
            MessageAttempt,
            ("message", "number", "started_at", "ended_at", "outcome"),
            (
                (pk, 1, text.sent_at + timedelta(seconds=1), text.sent_at + timedelta(seconds=2),
                 MessageState.ACCEPTED.value)
                for pk, text in zip(messages, told, strict=True)
            ),
        )  # fmt: skip
        load(
            Reminder,
            ("rule", "visit", "version", "phone", "message"),
            (
                (text.rule, text.visit, 1, text.phone, pk)
                for pk, text in zip(messages, told, strict=True)
            ),
        )


def _texts(
    visit: int, home: Home, contact: tuple[int, str], link: str, starts_at: datetime
) -> Iterable[Told]:
    booked = starts_at - NOTICE
    day_before = at((starts_at - timedelta(days=1)).date(), 10)
    for rule, template, sent_at in (
        (Reminder.Rule.BOOKED, "visit_booked", booked),
        (Reminder.Rule.DAY_BEFORE, "visit_day_before", day_before),
    ):
        yield Told(visit, rule.value, template, home.pk, *contact, link, starts_at, sent_at)
