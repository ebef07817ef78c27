"""Doing what rows of workplaces say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from operator import attrgetter

from outreach.actions.imports.beside import entries
from outreach.actions.imports.buildings import same_building
from outreach.actions.imports.differences import additions
from outreach.actions.imports.facts import COMPARED, Facts, facts_of, numbers_of
from outreach.actions.imports.held_rows import hold_again
from outreach.actions.imports.kinds import Changes
from outreach.actions.imports.loading import doubles_among
from outreach.actions.imports.new_contacts import NewContact, new_contacts
from outreach.actions.imports.reasons import Deciding
from outreach.actions.imports.register import Known
from outreach.actions.search import Found, enter, refresh
from outreach.models import Contact, ImportFile, ImportRow, Workplace, bulk
from outreach.places.geocoding import geocode

LOCATED = ("latitude", "longitude", "precision")
WRITTEN = ("comparable_name", *COMPARED, *LOCATED)
REGISTERED = ("id", "centre_id", "registered_date", "facts_changed_at", *Facts._fields, *LOCATED)
CONTACT = ("id", "workplace_id", *NewContact._fields)
Outcome = ImportRow.Outcome
Decision = ImportRow.Decision


def apply(
    rows: Sequence[ImportRow], import_file: ImportFile, now: datetime, today: date
) -> list[ImportRow]:
    """
    Register the new workplaces and change the others, with their telephones.

    Returns the rows that were done. A merged row whose earlier row waits for a decision waits with
    it; a decided row whose number somebody took meanwhile is held again.
    """
    chunk = _Chunk(import_file, now, today)
    news = [row for row in rows if _is_new(row) and chunk.is_free(row, facts_of(row.canonical))]
    chunk.register(news)
    others = [row for row in rows if not _is_new(row)]
    chunk.load(others)
    done = [row for row in others if chunk.change(row)]
    chunk.write()
    return news + done


def _is_new(row: ImportRow) -> bool:
    return Outcome.NEW in (row.outcome, row.decision)


class _Chunk:
    """The workplaces that the rows of one transaction touch."""

    def __init__(self, import_file: ImportFile, now: datetime, today: date) -> None:
        self._file = import_file
        self._now = now
        self._today = today
        self._workplaces: dict[int, Workplace] = {}
        self._brought: dict[tuple[str, int], int] = {}
        self._doubles: dict[int, int] = {}
        self._touched: set[int] = set()
        # Of each workplace the numbers, and whether one is the first to contact.
        self._numbers: dict[int, dict[str, bool]] = defaultdict(dict)
        self._contacts: list[tuple[ImportRow, int, NewContact]] = []

    def is_free(self, row: ImportRow, facts: Facts, pk: int | None = None) -> bool:
        """Tell whether no other workplace holds the numbers; only decided rows are asked."""
        if row.outcome == Outcome.NEW:
            return True  # it was compared again in this transaction
        others = Workplace.objects.filter(centre_id=self._file.centre_id).exclude(pk=pk or 0)
        taken = (
            facts.business_no
            and others.open().filter(business_no=facts.business_no, site_no=facts.site_no).exists()
        ) or (facts.factory_no and others.filter(factory_no=facts.factory_no).exists())
        if taken:
            hold_again(row, Deciding.CHANGED_SINCE_PREVIEW)
        return not taken

    def register(self, rows: Sequence[ImportRow]) -> None:
        """Put new workplaces on the list."""
        workplaces: list[Sequence[object]] = []
        contacts: list[tuple[int, NewContact]] = []
        found: list[Found] = []
        centre = self._file.centre_id
        for pk, row in zip(bulk.reserve(Workplace, len(rows)), rows, strict=True):
            row.workplace_id = self._brought[row.sheet, row.row] = pk
            facts, brought = facts_of(row.canonical), list(new_contacts(row.canonical))
            located = _located(facts.district_code, facts.dong)
            workplaces.append((pk, centre, self._today, self._now, *facts, *located))
            contacts += [(pk, one) for one in brought]
            found.append(_found(pk, centre, facts, brought))
        made = entries(found)
        bulk.insert(Workplace, REGISTERED, workplaces)
        _insert_contacts(contacts)
        enter(made())

    def load(self, rows: Sequence[ImportRow]) -> None:
        """Lock the workplaces that the rows change, and read their telephones."""
        firsts = {
            (row.candidates[0]["sheet"], row.candidates[0]["row"])
            for row in rows
            if row.candidates and row.candidates[0].get("row")
        }
        if before := firsts - self._brought.keys():
            earlier = self._file.rows.filter(row__in={row for _sheet, row in before})
            for sheet, number, found in earlier.values_list("sheet", "row", "workplace_id"):
                if (sheet, number) in before and found is not None:
                    self._brought[sheet, number] = found
        wanted = {row.workplace_id for row in rows if row.workplace_id is not None}
        wanted |= {pk for place in firsts if (pk := self._brought.get(place)) is not None}
        self._doubles = doubles_among(wanted)  # merged since somebody decided
        wanted = {self._doubles.get(pk, pk) for pk in wanted}
        locked = Workplace.objects.filter(pk__in=wanted).select_for_update(of=("self",))
        self._workplaces.update((workplace.pk, workplace) for workplace in locked)
        known = Contact.objects.filter(workplace__in=wanted).exclude(phone="")
        for home, phone, is_primary, left_date in known.values_list(
            "workplace_id", "phone", "is_primary", "left_date"
        ):
            is_first = is_primary and left_date is None
            self._numbers[home][phone] = self._numbers[home].get(phone, False) or is_first

    def change(self, row: ImportRow) -> bool:
        """Do what a row changes or adds; say whether it was done."""
        workplace = self._target(row)
        if workplace is None:
            return False
        changes = self._changes(row, workplace)
        written: Changes = {
            name: [getattr(workplace, name), new]
            for name, (_old, new) in changes.items()
            if name != "phones" and getattr(workplace, name) != new
        }
        facts = Facts._make(getattr(workplace, name) for name in Facts._fields)
        numbers = {"business_no", "site_no", "factory_no"} & written.keys()
        planned = facts._replace(**{name: new for name, (_old, new) in written.items()})
        is_checked = not numbers or row.outcome == Outcome.CHANGED
        if not is_checked and not self.is_free(row, planned, workplace.pk):
            return False
        self._set(row, workplace, facts, planned, written)
        row.workplace_id = workplace.pk
        self._brought[row.sheet, row.row] = workplace.pk
        further = changes.get("phones", [[], []])[1]
        known = self._numbers[workplace.pk]
        only = [number for number in further if number not in known]
        has_first = any(known.values())
        for contact in new_contacts(row.canonical, only=only, has_first=has_first):
            known[contact.phone] = contact.is_primary
            self._contacts.append((row, workplace.pk, contact))
        if written or only:
            self._touched.add(workplace.pk)
            workplace.facts_changed_at = self._now
            workplace.version += 1
        return True

    def write(self) -> None:
        """Write what was changed."""
        pks = _insert_contacts([(home, contact) for _row, home, contact in self._contacts])
        for pk, (row, _home, _contact) in zip(pks, self._contacts, strict=True):
            row.undo = {**row.undo, "contacts": [*row.undo.get("contacts", ()), pk]}
        columns = (*WRITTEN, "facts_changed_at", "version")
        changed = attrgetter("pk", *columns)
        touched = [self._workplaces[pk] for pk in sorted(self._touched)]
        bulk.change(Workplace, columns, map(changed, touched))
        refresh(workplaces=sorted(self._touched))

    def _target(self, row: ImportRow) -> Workplace | None:
        pk = row.workplace_id
        if pk is None and row.candidates:
            first = row.candidates[0]
            pk = self._brought.get((first.get("sheet", ""), first["row"] or 0))
        return self._workplaces.get(self._doubles.get(pk or 0, pk or 0))

    def _changes(self, row: ImportRow, workplace: Workplace) -> Changes:
        if row.outcome != Outcome.MERGED:
            return dict(row.changes)
        known = self._numbers[workplace.pk]
        base = Known(
            Facts._make(getattr(workplace, name) for name in Facts._fields),
            pk=workplace.pk,
            numbers=tuple(known),
            is_closed=workplace.closed_date is not None,
        )
        if base.is_closed:
            return {}
        added = additions(base, facts_of(row.canonical), numbers_of(row.canonical))
        return {name: both for name, both in added.items() if name in row.changes}

    def _set(
        self, row: ImportRow, workplace: Workplace, facts: Facts, planned: Facts, written: Changes
    ) -> None:
        """Set the columns, and keep what they were with the row."""
        if not written:
            return
        if "name" in written:
            new = row.canonical["comparable_name"]
            written["comparable_name"] = [workplace.comparable_name, new]
        before = {name: getattr(workplace, name) for name in LOCATED}
        for name, (_old, new) in written.items():
            setattr(workplace, name, new)
        if not same_building(facts, planned):
            _locate(workplace)
            for name, old in before.items():
                if getattr(workplace, name) != old:
                    written[name] = [old, getattr(workplace, name)]
        row.undo = {"fields": written}


def _insert_contacts(contacts: Sequence[tuple[int, NewContact]]) -> list[int]:
    pks = bulk.reserve(Contact, len(contacts))
    rows = [(pk, home, *contact) for pk, (home, contact) in zip(pks, contacts, strict=True)]
    bulk.insert(Contact, CONTACT, rows)
    return pks


def _found(pk: int, centre: int, facts: Facts, contacts: Sequence[NewContact]) -> Found:
    return Found(
        pk=pk,
        centre_id=centre,
        comparable_name=facts.comparable_name,
        representative_name=facts.representative_name,
        road_address=facts.road_address,
        lot_address=facts.lot_address,
        dong=facts.dong,
        business_no=facts.business_no,
        factory_no=facts.factory_no,
        insurance_no="",
        people=[contact.name for contact in contacts],
        phones=[contact.phone for contact in contacts],
    )


def _locate(workplace: Workplace) -> None:
    located = _located(workplace.district_code, workplace.dong)
    workplace.latitude, workplace.longitude, workplace.precision = located


@lru_cache(maxsize=1024)
def _located(district_code: str, dong: str) -> tuple[float | None, float | None, str]:
    point = geocode(district_code=district_code, dong=dong)
    return point.lat, point.lon, Workplace.Precision(point.precision).value
