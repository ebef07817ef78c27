"""
Finding a workplace or a worker by whatever somebody remembers of it.

Names come before what merely holds the words, and a slip of typing last. People's names, their
telephones and the workers themselves are searched only for those who read them in full: being
found by a name would tell what a masked name hides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from django.db.models import QuerySet
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from outreach.access import Asker, Permission, may, sees_names
from outreach.models import SearchEntry, Worker, Workplace
from outreach.models.search_entry import TRIGRAM, SearchEntryQuerySet
from outreach.rules.hangul import asked_initials, asked_number, keys, likeness, parts
from outreach.rules.workplace_names import comparable

Kind = SearchEntry.Kind
NAME, INITIALS, NUMBER = _("name"), _("initial consonants"), _("number")
PHONE, PERSON, ADDRESS, SIMILAR = _("telephone"), _("person"), _("address"), _("similar name")
LAST_FOUR = 4
LONGEST = 60  # letters of a query that are looked at
LIKE_ENOUGH = 0.34
CANDIDATES = 400
DIGITS = re.compile(r"\d+")
FEW = 5  # with so many found, nobody meant something else
LONG_NUMBER = 7
Tier = tuple[object, QuerySet[SearchEntry]]
_Found = tuple[int, object, int]  # tier, what matched, entry


@dataclass(frozen=True)
class Hit:
    """One thing found, and by what of it."""

    kind: str
    subject: Workplace | Worker
    matched: object
    """NAME, INITIALS and so on: a word to show."""

    @property
    def workplace(self) -> Workplace:
        """The workplace found, or where the worker found works."""
        return self.subject if isinstance(self.subject, Workplace) else self.subject.workplace

    @property
    def is_gone(self) -> bool:
        """Tell whether the workplace closed or the worker left."""
        if isinstance(self.subject, Workplace):
            return self.subject.closed_date is not None
        return self.subject.left_date is not None


@dataclass(frozen=True)
class _Asked:
    typed: str
    words: tuple[str, ...]
    initials: str
    number: str

    @property
    def is_long_number(self) -> bool:
        """Tell whether it is a telephone or a registered number, which no name or address holds."""
        return len(self.number) >= LONG_NUMBER


@dataclass
class _Answers:
    """The entries of one kind that were found, the best first."""

    by_entry: dict[int, _Found] = field(default_factory=dict)
    order: int = 0
    is_exact: bool = False
    """Something is called just so."""

    @property
    def found(self) -> list[_Found]:
        return list(self.by_entry.values())

    def add(self, matched: object, pk: int) -> None:
        self.by_entry.setdefault(pk, (self.order, matched, pk))

    def cut(self, limit: int) -> None:
        self.by_entry = dict(islice(self.by_entry.items(), limit))

    def add_similar(self, rows: SearchEntryQuerySet, asked: _Asked, limit: int) -> None:
        for pk in _similar(rows, asked.typed):
            self.add(SIMILAR, pk)
        self.cut(limit)


def find(*, asker: Asker, words: str, limit: int) -> list[Hit]:
    """Return what the asker may see of it: workplaces, then workers, at most `limit` of each."""
    asked = _understand(words)
    own = SearchEntry.objects.for_staff(asker)
    kinds: list[tuple[SearchEntryQuerySet, _Answers]] = []
    if may(asker, Permission.SEE_WORKPLACES):
        rows = own.filter(kind=Kind.WORKPLACE)
        kinds.append((rows, _first(_workplace_tiers(rows, asked, sees_names(asker)), asked, limit)))
    if may(asker, Permission.SEE_WORKERS) and sees_names(asker):
        rows = own.filter(kind=Kind.WORKER)
        kinds.append((rows, _first(_worker_tiers(rows, asked), asked, limit)))
    if _may_be_a_slip(asked, [answers for _rows, answers in kinds]):
        for rows, answers in kinds:
            answers.add_similar(rows, asked, limit)
    found = [one for _rows, answers in kinds for one in answers.found]
    entries = own.select_related("workplace", "worker__workplace").in_bulk([pk for *_, pk in found])
    ranked = [
        (order, Hit(entry.kind, entry.worker or entry.workplace, matched))
        for order, matched, pk in found
        if (entry := entries.get(pk)) is not None
    ]
    # Of equally good ones, those that are still there come first.
    ranked.sort(key=lambda one: (one[1].kind == Kind.WORKER, one[0], one[1].is_gone))
    return [hit for _order, hit in ranked]


def _understand(words: str) -> _Asked:
    words = words[:LONGEST]
    each = tuple(dict.fromkeys(typed for word in words.split() if (typed := keys(word))))
    return _Asked(keys(comparable(words)), each, asked_initials(words), asked_number(words))


def _workplace_tiers(rows: SearchEntryQuerySet, asked: _Asked, with_people: bool) -> Iterator[Tier]:
    yield from _numbers(rows, asked, with_people)
    if asked.is_long_number:
        return
    yield from _names(rows, asked)
    if asked.initials:
        return
    if with_people and len(asked.typed) >= TRIGRAM:
        yield PERSON, rows.holding([asked.typed], "people_keys").order_by("name_keys", "pk")
    columns = ("name_keys", "place_keys", *(("people_keys",) if with_people else ()))
    if any(len(word) >= TRIGRAM for word in asked.words):
        yield ADDRESS, rows.holding(asked.words, *columns).order_by()


def _worker_tiers(rows: SearchEntryQuerySet, asked: _Asked) -> Iterator[Tier]:
    if len(asked.number) >= LAST_FOUR:
        yield from _phones(rows, asked.number)
    if asked.number:  # nobody is called by one
        return
    yield from _names(rows, asked)
    if len(asked.words) > 1:  # "김철수 문래정밀"
        yield NAME, rows.holding(asked.words, "name_keys", "place_keys").order_by()


def _numbers(rows: SearchEntryQuerySet, asked: _Asked, with_people: bool) -> Iterator[Tier]:
    if len(asked.number) < LAST_FOUR:
        return
    if with_people:
        yield from _phones(rows, asked.number)
    yield NUMBER, rows.holding([f" {asked.number}"], "numbers").order_by("pk")


def _phones(rows: SearchEntryQuerySet, number: str) -> Iterator[Tier]:
    """The last digits are what people remember; more of them may be any part."""
    yield PHONE, rows.holding([f"{number} "], "phones").order_by("pk")
    if len(number) > LAST_FOUR:
        yield PHONE, rows.holding([number], "phones").order_by("pk")


def _names(rows: SearchEntryQuerySet, asked: _Asked) -> Iterator[Tier]:
    if asked.initials:
        yield INITIALS, rows.beginning("initials", asked.initials)
        if len(asked.initials) >= TRIGRAM:
            yield INITIALS, _shortest(rows.holding([asked.initials], "initials"))
        return
    if asked.typed:
        yield NAME, rows.beginning("name_keys", asked.typed)
    if len(asked.typed) >= TRIGRAM:
        yield NAME, _shortest(rows.holding([asked.typed], "name_keys"))


def _shortest(rows: SearchEntryQuerySet) -> QuerySet[SearchEntry]:
    return rows.order_by(Length("name_keys"), "name_keys", "pk")


def _first(tiers: Iterator[Tier], asked: _Asked, limit: int) -> _Answers:
    """Ask tier after tier until there are enough."""
    answers = _Answers()
    for matched, tier in tiers:
        for pk, name in tier.values_list("pk", "name_keys")[:limit]:
            answers.is_exact |= name == asked.typed
            answers.add(matched, pk)
        answers.order += 1
        if len(answers.by_entry) >= limit:
            break
    answers.cut(limit)
    return answers


def _may_be_a_slip(asked: _Asked, answers: Sequence[_Answers]) -> bool:
    """Tell whether something else may be meant: too little was found, and nothing called so."""
    if asked.initials or asked.number or any(one.is_exact for one in answers):
        return False
    enough = FEW if len(asked.words) == 1 else 1  # several words that all hold are no accident
    return sum(len(one.by_entry) for one in answers) < enough


def _similar(rows: SearchEntryQuerySet, typed: str) -> list[int]:
    """Return what is spelled nearly so, the most alike first; a slip leaves some pieces whole."""
    pieces = parts(typed)
    if not pieces:
        return []
    near = rows.holding_two(pieces, "name_keys").order_by()
    scored = [
        (score, -pk)
        for pk, name in near.values_list("pk", "name_keys")[:CANDIDATES]
        if DIGITS.findall(name) == DIGITS.findall(typed)  # 1공장 is not 2공장
        and (score := likeness(typed, name)) >= LIKE_ENOUGH
    ]
    return [-pk for _score, pk in sorted(scored, reverse=True)]
