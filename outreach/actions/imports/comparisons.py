"""What one row of a list would change in the centre's workplaces."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from outreach.actions.imports.facts import COMPARED, Canonical, Facts, facts_of, numbers_of
from outreach.actions.imports.register import Known, Register
from outreach.models import ImportRow
from outreach.spreadsheet.headings import Column
from outreach.spreadsheet.reasons import RowReason

Outcome = ImportRow.Outcome
Changes = dict[str, list[object]]  # {"name": [old, new], …, "phones": [numbers, further numbers]}


@dataclass(frozen=True)
class Comparison:
    """What becomes of a row, and if it is refused, why and which earlier row it repeats."""

    outcome: ImportRow.Outcome
    workplace_id: int | None = None
    changes: Changes = field(default_factory=dict)
    rejection: RowReason | None = None
    column: Column = Column.NAME
    first_row: int | None = None
    is_closed: bool = False


class Comparer:
    """Compares row after row with the workplaces on record, and with the rows before it."""

    def __init__(self, on_record: Register) -> None:
        self._on_record = on_record
        # Rows are first told apart among themselves, so that the same file brings the same
        # workplaces again whatever was on record.
        self._in_file = Register()

    def compare(self, canonical: Canonical, row: int) -> Comparison:
        """Return what becomes of the next row."""
        told, numbers = facts_of(canonical), numbers_of(canonical)
        refusal = _refusal(self._in_file, self._in_file.find(told), told)
        if refusal is not None:
            return refusal
        self._in_file.add(Known(told, row=row))
        known = self._on_record.find(told)
        refusal = _refusal(self._on_record, known, told)
        if refusal is not None:
            return refusal
        if known is None:
            self._on_record.add(Known(told, numbers=numbers, row=row))
            return Comparison(Outcome.NEW)
        known.row = row
        changes = {} if known.is_closed else differences(known, told, numbers)
        if not changes:
            return Comparison(Outcome.SAME, known.pk, is_closed=known.is_closed)
        known.facts = _changed(known.facts, told, changes)
        self._on_record.add(known)
        return Comparison(Outcome.CHANGED, known.pk, changes)


def _refusal(register: Register, known: Known | None, told: Facts) -> Comparison | None:
    """Refuse a second row for one workplace, and a business number that another one holds."""
    if known is not None and known.row is not None:
        return Comparison(
            Outcome.REJECTED, rejection=RowReason.DUPLICATE_IN_FILE, first_row=known.row
        )
    if not told.business_no or (known is not None and known.is_closed):
        return None
    site_no = told.site_no or (known.facts.site_no if known else "")
    holder = register.holder_of_business_number(told, site_no)
    if holder is None or holder is known:
        return None
    return Comparison(
        Outcome.REJECTED, rejection=RowReason.BUSINESS_NUMBER_TAKEN, column=Column.BUSINESS_NO
    )


def _changed(facts: Facts, told: Facts, changes: Changes) -> Facts:
    new: dict[str, Any] = {name: new for name, (_old, new) in changes.items() if name != "phones"}
    if "name" in changes:
        new["comparable_name"] = told.comparable_name
    return facts._replace(**new)


def differences(known: Known, told: Facts, numbers: tuple[str, ...]) -> Changes:
    """Return old and new of each field that the row tells otherwise; a blank erases nothing."""
    changes: Changes = {}
    for name in COMPARED:
        old, new = getattr(known.facts, name), getattr(told, name)
        if new not in ("", None) and new != old:
            changes[name] = [old, new]
    if "district_code" in changes and known.facts.dong and not told.dong:
        changes["dong"] = [known.facts.dong, ""]  # it lies in the district that was left
    further = [
        number
        for number in numbers
        if number not in known.numbers and number not in known.former_numbers
    ]
    if further:
        changes["phones"] = [list(known.numbers), further]
    return changes
