"""Invent the firms of a city: where they stand, what they make, how many work there."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import TypeVar

from outreach.places.dongs import dongs
from outreach.rules.business_numbers import check_digit

Thing = TypeVar("Thing")
DATA = Path(__file__).parent / "data"
# Shares of firms by size (percent): facts tuned to 94.8 % under ten and about 3.6 workers a firm.
SIZES = ((1, 40.0), (2, 24.0), (3, 11.0), (4, 7.0), (7, 12.8), (14, 3.4), (30, 1.5), (80, 0.3))
SPREAD = {7: (5, 9), 14: (10, 19), 30: (20, 49), 80: (50, 110)}
WORDS = ("가람", "나래", "다온", "라온", "마루", "바른", "새솔", "아름", "자람", "큰솔", "한별")
REACHED = (("mobile", 55), ("landline", 30), ("internet", 8), ("none", 7))  # by telephone


@dataclass(frozen=True, slots=True)
class Trade:
    """One line of business and what is usual in it."""

    name: str
    ksic: tuple[str, ...]
    words: tuple[str, ...]
    jobs: tuple[str, ...]
    men_percent: int
    exposed_percent: int
    hazards: tuple[str, ...]
    processes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Firm:
    """One invented workplace."""

    number: int
    name: str
    trade: Trade
    ksic: str
    district_code: str
    dong: str
    lot_address: str
    latitude: float
    longitude: float
    size: int
    business_no: str
    telephone: str  # E.164, or empty
    telephone_kind: str


def pick(rng: Random, shares: Sequence[tuple[Thing, float]]) -> Thing:
    """Return one of the things, each as often as its share says."""
    return rng.choices([thing for thing, _share in shares], [share for _thing, share in shares])[0]


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a file in data/."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def trades() -> dict[str, Trade]:
    """Return the trades by name."""
    return {
        row["trade"]: Trade(
            name=row["trade"],
            ksic=tuple(row["ksic"].split("|")),
            words=tuple(row["name_words"].split("|")),
            jobs=tuple(row["jobs"].split("|")),
            men_percent=int(row["men_percent"]),
            exposed_percent=int(row["exposed_percent"]),
            hazards=tuple(row["hazards"].split("|")),
            processes=tuple(row["processes"].split("|")),
        )
        for row in table("trades")
    }


@cache
def _cells() -> tuple[list[tuple[str, str]], list[int]]:
    """Return (district, trade) pairs and how many firms each has."""
    pairs, counts = [], []
    for row in table("firms_by_district"):
        for trade in trades():
            pairs.append((row["code"], trade))
            counts.append(int(row[trade]))
    return pairs, counts


@cache
def _clusters(district_code: str, trade: str) -> tuple[tuple[float, float], ...]:
    return tuple(
        (float(row["lat"]), float(row["lon"]))
        for row in table("clusters")
        if row["district_code"] == district_code and row["trade"] == trade
    )


@cache
def _dongs_of(district_code: str) -> tuple[tuple[str, float, float], ...]:
    return tuple(
        (dong.name_ko, dong.lat, dong.lon)
        for dong in dongs().values()
        if dong.district_code == district_code
    )


def firms(rng: Random, count: int, *, district_code: str = "", first: int = 1) -> Iterator[Firm]:
    """Yield so many firms, spread over Seoul as the real ones are, or all in one district."""
    pairs, counts = _cells()
    if district_code:
        kept = [index for index, pair in enumerate(pairs) if pair[0] == district_code]
        pairs, counts = [pairs[i] for i in kept], [counts[i] for i in kept]
    for number, (district, trade) in enumerate(rng.choices(pairs, counts, k=count), first):
        yield _firm(rng, number, district, trades()[trade])


def _firm(rng: Random, number: int, district: str, trade: Trade) -> Firm:
    dong, latitude, longitude = _place(rng, district, trade.name)
    kind = pick(rng, REACHED)
    product = rng.randrange(len(trade.ksic))
    return Firm(
        number=number,
        name=f"{rng.choice(WORDS)}{trade.words[product % len(trade.words)]} {number}호",
        trade=trade,
        ksic=trade.ksic[product],
        district_code=district,
        dong=dong,
        lot_address=f"{dong} {rng.randint(1, 400)}-{rng.randint(1, 60)}",
        latitude=round(latitude, 6),
        longitude=round(longitude, 6),
        size=_size(rng),
        business_no="" if rng.random() < 0.2 else _business_no(number),
        telephone=_telephone(number, kind),
        telephone_kind=kind,
    )


def _place(rng: Random, district: str, trade: str) -> tuple[str, float, float]:
    """Return a dong and a point: two of three firms of a clustered trade stand in the cluster."""
    clusters = _clusters(district, trade)
    if clusters and rng.random() < 0.67:
        latitude, longitude = rng.choice(clusters)
        nearest = min(
            _dongs_of(district), key=lambda d: (d[1] - latitude) ** 2 + (d[2] - longitude) ** 2
        )
        return nearest[0], rng.gauss(latitude, 0.0025), rng.gauss(longitude, 0.003)
    dong, latitude, longitude = rng.choice(_dongs_of(district))
    return dong, rng.gauss(latitude, 0.0012), rng.gauss(longitude, 0.0015)


def _size(rng: Random) -> int:
    size = pick(rng, SIZES)
    return rng.randint(*SPREAD[size]) if size in SPREAD else size


def _business_no(number: int) -> str:
    """Return a number whose check digit is right, in a block that no tax office issues from."""
    nine = f"{999 - number // 1_000_000:03d}{number % 1_000_000:06d}"
    return nine + str(check_digit(nine))


def _telephone(number: int, kind: str) -> str:
    tail = f"{number * 7919 % 10_000_000:07d}"  # a prime: every firm has its own
    return {
        "mobile": f"+82100{tail}",  # 010-0xxx-xxxx is given to nobody
        "landline": f"+8220{tail[:2]}{tail[3:]}",
        "internet": f"+82700{tail}",
        "none": "",
    }[kind]
