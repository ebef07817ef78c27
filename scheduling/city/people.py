"""Invent the people of a firm: ages, jobs and agents as they are usual in its trade."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from scheduling.city.firms import Firm, pick

SURNAMES = ("김", "이", "박", "최", "정", "강", "조", "윤", "장", "임", "한", "오", "서", "신")
# Invented on purpose: nobody is to take a page of the demo for a real register.
GIVEN = (
    "가온", "나루", "다솜", "라라", "마루", "바다", "사랑", "아라", "자람", "차오름", "타래",
    "파랑", "하나", "두리", "세찬", "네모", "다섯별", "여름", "일곱", "여덟", "아홉", "열매",
)  # fmt: skip
FOREIGN = (
    ("vi", "Nguyen Van Mau"),
    ("vi", "Le Hoa Mau"),
    ("zh", "Wang Shili"),
    ("ne", "Namuna Sherpa"),
    ("uz", "Namuna Karimov"),
    ("th", "Tuayang Somchai"),
    ("km", "Sok Kumru"),
)
FOREIGN_SHARE = 0.03
AGES = ((25, 4), (35, 9), (45, 19), (55, 36), (64, 26), (73, 6))  # middle of the decade, percent
NIGHT_SHARE = 0.03


@dataclass(frozen=True, slots=True)
class Handling:
    """An agent a person handles, in a process, since a day."""

    hazard: str
    process: str
    placed: date


@dataclass(frozen=True, slots=True)
class Person:
    """One invented worker."""

    name: str
    birth_date: date
    phone: str
    language: str
    job: str
    hired: date
    handles: tuple[Handling, ...]


def people(rng: Random, firm: Firm, *, today: date) -> list[Person]:
    """Return the workers of a firm; no two of one name and birth date."""
    found: dict[tuple[str, date], Person] = {}
    while len(found) < firm.size:
        person = _person(rng, firm, len(found), today)
        found.setdefault((person.name, person.birth_date), person)
    return list(found.values())


def _person(rng: Random, firm: Firm, index: int, today: date) -> Person:
    language, name = "ko", rng.choice(SURNAMES) + rng.choice(GIVEN)
    if index and rng.random() < FOREIGN_SHARE:
        language, name = rng.choice(FOREIGN)
    age = pick(rng, AGES) + rng.randint(-4, 4)
    hired = today - timedelta(days=rng.randint(40, 365 * min(12, age - 18)))
    number = (firm.number * 131 + index) * 7927 % 10_000_000
    return Person(
        name=name,
        birth_date=today - timedelta(days=age * 365 + rng.randint(0, 364)),
        phone=f"+82100{number:07d}" if rng.random() < 0.6 else "",
        language=language,
        job=rng.choice(firm.trade.jobs),
        hired=hired,
        handles=_handles(rng, firm, hired),
    )


def _handles(rng: Random, firm: Firm, hired: date) -> tuple[Handling, ...]:
    handled = []
    if rng.random() * 100 < firm.trade.exposed_percent:
        for hazard in rng.sample(firm.trade.hazards, k=rng.choice((1, 1, 2))):
            handled.append(Handling(hazard, rng.choice(firm.trade.processes), hired))
    if rng.random() < NIGHT_SHARE:
        handled.append(Handling("night-work-a", "", hired))
    return tuple(handled)
