"""What one row of a list would change in the centre's workplaces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from outreach.actions.imports.buildings import told_by
from outreach.actions.imports.differences import (
    IDENTITY,
    additions,
    changed,
    digest_of,
    is_another,
    met,
    of_double,
)
from outreach.actions.imports.facts import Facts, facts_of, numbers_of
from outreach.actions.imports.kinds import Changes, Comparison, Line, Place, Remark
from outreach.actions.imports.loading import load_decisions, load_register, refresh
from outreach.actions.imports.reasons import Deciding
from outreach.actions.imports.register import Known, Register
from outreach.models import ImportFile, ImportRow
from outreach.spreadsheet.headings import Column

Outcome = ImportRow.Outcome
MOST_CANDIDATES = 5
Buildings = Sequence[str] | None  # of a row's addresses; None: not worked out yet


class Comparer:
    """Compares row after row with the workplaces on record, and with the rows before it."""

    def __init__(
        self,
        import_file: ImportFile,
        on_record: Register,
        decided: Mapping[str, tuple[str, int | None]],
    ) -> None:
        self._file = import_file
        self._districts = frozenset(import_file.centre.district_codes)
        self._on_record = on_record
        self._decided = decided
        # Rows are first told apart among themselves, so that the same file brings the same
        # workplaces again whatever was on record.
        self._in_file = Register()

    def compare(self, line: Line, place: Place) -> Comparison:
        """Return what becomes of the next row."""
        warnings = list(line.warnings)
        if line.rejections:
            return Comparison(Outcome.REJECTED, reasons=line.rejections, warnings=warnings)
        facts, numbers, buildings = line.told or told_by(line.canonical)
        told = Facts._make(facts)
        if self._districts and told.district_code not in self._districts:
            remark = Remark(Deciding.NOT_OUR_DISTRICT, Column.DISTRICT)
            if not self._file.all_districts:
                return Comparison(Outcome.REJECTED, reasons=[remark], warnings=warnings)
            warnings.append(remark)
        if (first := self._in_file.find(told)) is not None:
            return self._merged(*first, told, numbers, warnings)
        found = self._against_register(told, numbers, line.holds, buildings)
        known, is_double = found.pop("known"), found.pop("is_double", False)
        if known is not None and known.place is not None and not is_double:
            # An earlier row speaks of it, too.
            return self._merged(known, "NUMBER", told, numbers, warnings)
        comparison = Comparison(warnings=[*warnings, *found.pop("warnings", ())], **found)
        if comparison.outcome is not Outcome.REJECTED:
            self._remember(comparison, known, told, numbers, place, buildings)
        return comparison

    def refresh(self, rows: Sequence[ImportRow]) -> None:
        """Look up again, and lock, what is on record for these rows."""
        refresh(self._on_record, self._file.centre, rows)

    def again(self, row: ImportRow) -> Comparison:
        """Return what a kept row would do now; what it does counts for the rows that follow."""
        if row.outcome not in (Outcome.NEW, Outcome.CHANGED):
            known = self._on_record.with_pk(row.workplace_id or 0)
            if known is not None:
                self._change(known, facts_of(row.canonical), row.changes)
            return Comparison(Outcome(row.outcome), row.workplace_id, changes=row.changes)
        told, numbers = facts_of(row.canonical), numbers_of(row.canonical)
        found = self._against_register(told, numbers, (), again=row)
        known, _is_double = found.pop("known"), found.pop("is_double", False)
        if known is not None and found["changes"] == row.changes:
            self._change(known, told, row.changes)
        return Comparison(**found)

    def _against_register(
        self,
        told: Facts,
        numbers: tuple[str, ...],
        holds: Sequence[Remark],
        buildings: Buildings = None,
        *,
        again: ImportRow | None = None,
    ) -> dict[str, Any]:
        """Return a comparison's parts, and the workplace that the row certainly means."""
        if self._decided and (found := self._as_decided(told, numbers)) is not None:
            return found
        certain = self._on_record.find(told)
        known, why = certain or (None, "")
        if known is not None and known.into is not None:
            kept = self._on_record.kept(known)
            first = again.candidates[0].get("row") if again and again.candidates else kept.place
            return of_double(kept, told, numbers, is_first=first is None)
        reasons, candidates = list(holds), []
        if known is not None:
            candidates = [known.candidate(why)]
            if why == "NUMBER" and is_another(known.facts, told):
                reasons.append(Remark(Deciding.POSSIBLE_DUPLICATE, Column.BUSINESS_NO))
        else:
            candidates, remark = self._likely(told, numbers, buildings, in_file=again is None)
            reasons += [remark] if remark else []
        site_no = told.site_no or (known.facts.site_no if known else "")
        holder = self._holder(known, told.business_no, site_no)
        if holder is not None:
            reasons.append(Remark(Deciding.BUSINESS_NUMBER_TAKEN, Column.BUSINESS_NO))
            candidates = [holder.candidate("NUMBER"), *candidates]
        if reasons:
            return {
                "known": None,
                "outcome": Outcome.HELD,
                "reasons": reasons,
                "candidates": candidates[:MOST_CANDIDATES],
                "digest": digest_of(told, numbers),
            }
        if known is None:
            return {"known": None, "outcome": Outcome.NEW}
        return met(known, candidates, told, numbers)

    def _as_decided(self, told: Facts, numbers: tuple[str, ...]) -> dict[str, Any] | None:
        """Do again what somebody decided about the same row of an earlier file."""
        if (found := self._decided.get(digest_of(told, numbers))) is None:
            return None
        decision, workplace_id = found
        if decision == ImportRow.Decision.DROP:
            reasons = [Remark(Deciding.DROPPED_BEFORE, Column.NAME)]
            return {"known": None, "outcome": Outcome.REJECTED, "reasons": reasons}
        known = self._on_record.with_pk(workplace_id or 0)
        if known is None:
            return None
        known = self._on_record.kept(known)
        return met(known, [known.candidate("DECIDED")], told, numbers, but=IDENTITY)

    def _likely(
        self, told: Facts, numbers: tuple[str, ...], buildings: Buildings, *, in_file: bool
    ) -> tuple[list[dict[str, Any]], Remark | None]:
        found = [*self._on_record.likely(told, numbers, buildings)]
        remark = Remark(Deciding.POSSIBLE_DUPLICATE, Column.NAME) if found else None
        if in_file:
            spoken_of = {id(known) for known, _why in found}
            rows = [
                (known, why)
                for known, why in self._in_file.likely(told, numbers, buildings)
                if id(known.match) not in spoken_of
            ]
            if rows and remark is None and (place := rows[0][0].place) is not None:
                code = Deciding.POSSIBLE_DUPLICATE_IN_FILE
                remark = Remark(code, Column.NAME, place.row, place.sheet)
            found += rows
        return [known.candidate(why) for known, why in found], remark

    def _holder(self, known: Known | None, business_no: str, site_no: str) -> Known | None:
        """Return another workplace, on record or of an earlier row, that holds the number."""
        if not business_no or (known is not None and known.is_closed):
            return None
        for register in (self._on_record, self._in_file):
            holder = register.holder_of_business_number(business_no, site_no)
            if holder is not None and not (known is not None and holder.is_same(known)):
                return holder
        return None

    def _merged(
        self,
        first: Known,
        why: str,
        told: Facts,
        numbers: tuple[str, ...],
        warnings: Sequence[Remark],
    ) -> Comparison:
        """
        Let what a row adds join the earlier row of the same workplace, which else decides.

        If its business number is that of yet another one, somebody has to say which it means.
        """
        base = first.match or first
        # What the file told of it is kept apart from what is on record: the same file again must
        # tell its rows apart as it did the first time.
        new = additions(first, told, numbers)
        changes = {} if base.is_closed else additions(base, told, numbers)
        site_no = first.facts.site_no or told.site_no
        holder = self._holder(first, told.business_no, site_no) if "business_no" in new else None
        if holder is not None:
            return Comparison(
                Outcome.HELD,
                reasons=[Remark(Deciding.BUSINESS_NUMBER_TAKEN, Column.BUSINESS_NO)],
                warnings=warnings,
                candidates=[holder.candidate("NUMBER"), first.candidate(why)],
                digest=digest_of(told, numbers),
            )
        for known, added in ((base, changes), *([(first, new)] if base is not first else [])):
            known.facts = changed(known.facts, told, added)
            further = added.get("phones", [[], []])[1]
            known.numbers = tuple(dict.fromkeys((*known.numbers, *further)))
        if new:
            self._in_file.add(first)
        place = first.place or Place("", 0)
        remark = Remark(Deciding.DUPLICATE_IN_FILE, Column.NAME, place.row, place.sheet)
        return Comparison(
            Outcome.MERGED,
            workplace_id=base.pk,
            changes=changes,
            reasons=[remark],
            warnings=warnings,
            candidates=[{**first.candidate(why), "workplace": base.pk}],
        )

    def _remember(
        self,
        comparison: Comparison,
        known: Known | None,
        told: Facts,
        numbers: tuple[str, ...],
        place: Place,
        buildings: Buildings,
    ) -> None:
        """Let the rows that follow know of this one."""
        if known is None:
            self._in_file.add(Known(told, numbers=numbers, place=place), buildings)
            return
        known.place = place
        self._change(known, told, comparison.changes)
        facts = known.facts if known.facts == told else told  # one copy of a city is enough
        self._in_file.add(Known(facts, numbers=numbers, place=place, match=known), buildings)

    def _change(self, known: Known, told: Facts, changes: Changes) -> None:
        if changes:
            known.facts = changed(known.facts, told, changes)
            further = changes.get("phones", [[], []])[1]
            known.numbers = tuple(dict.fromkeys((*known.numbers, *further)))
            self._on_record.add(known)


def make_comparer(import_file: ImportFile) -> Comparer:
    """Load what is on record, and what was decided about rows of earlier files."""
    register = load_register(import_file.centre)
    return Comparer(import_file, register, load_decisions(import_file))
