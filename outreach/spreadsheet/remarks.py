"""What is to be said of a row of workplaces: why it stays out, waits, or what to look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from outreach.rules.addresses import Location
from outreach.rules.business_numbers import BusinessNumber, BusinessNumberState
from outreach.rules.phones import Phone, PhoneKind, PhoneReason
from outreach.rules.workplace_names import tidy
from outreach.spreadsheet.headcounts import Headcount
from outreach.spreadsheet.headings import Column
from outreach.spreadsheet.reasons import RowReason
from outreach.spreadsheet.row_cells import Cells
from outreach.spreadsheet.row_industries import RowIndustry

# What the database has room for.
LENGTHS = {
    Column.NAME: 120,
    Column.REPRESENTATIVE: 60,
    Column.FACTORY_NO: 20,
    Column.SITE_NO: 4,
    Column.ROAD_ADDRESS: 200,
    Column.LOT_ADDRESS: 200,
}
PLACES = (Column.ROAD_ADDRESS, Column.LOT_ADDRESS, Column.CITY, Column.DISTRICT)
NEEDED = frozenset({Column.NAME, Column.BUSINESS_NO, *PLACES})
NO_TELEPHONE = frozenset({PhoneKind.PAID, PhoneKind.DEVICE, PhoneKind.FOREIGN})
BUSINESS_NUMBER_WARNINGS = {
    BusinessNumberState.MASKED: RowReason.BUSINESS_NUMBER_MASKED,
    BusinessNumberState.BLANK: RowReason.BUSINESS_NUMBER_MISSING,
    BusinessNumberState.LOST: RowReason.BUSINESS_NUMBER_LOST,
}


@dataclass(frozen=True)
class Remark:
    """What is wrong with a row, and in which of its columns."""

    code: RowReason
    column: str  # one of Column, or nothing for a column that we do not understand


@dataclass(slots=True)
class Findings:
    """What the columns of a row were understood to say."""

    cells: Cells
    comparable_name: str
    number: BusinessNumber
    place: Location
    industry: RowIndustry
    phones: tuple[Phone, ...]
    heads: Headcount


def rejections(found: Findings) -> Iterator[Remark]:
    """Yield why the row cannot enter."""
    cells, place = found.cells, found.place
    broken = _broken(cells) if cells.missing_formulas or cells.errors else {}
    if not found.comparable_name:
        yield Remark(broken.get(Column.NAME, RowReason.NAME_MISSING), Column.NAME)
    get = cells.values.get
    for column, length in LENGTHS.items():
        text = get(column, "")
        if len(text) > length and len(tidy(text)) > length:
            yield Remark(RowReason.TEXT_TOO_LONG, column)
    if place.elsewhere:
        yield Remark(RowReason.NOT_SEOUL, _place_column(cells))
    elif not place.in_seoul or place.district_code is None:
        column = next((one for one in PLACES if one in broken), _place_column(cells))
        yield Remark(broken.get(column, RowReason.DISTRICT_UNKNOWN), column)
    if not found.industry.is_ours:
        yield Remark(RowReason.NOT_MANUFACTURING, found.industry.column)


def holds(found: Findings) -> Iterator[Remark]:
    """Yield what somebody must decide before the row enters."""
    if found.number.state is BusinessNumberState.WRONG:
        yield Remark(RowReason.BUSINESS_NUMBER_WRONG, Column.BUSINESS_NO)
    for column in found.cells.missing_formulas:
        if column in NEEDED:
            yield Remark(RowReason.FORMULA_WITHOUT_VALUE, column)


def warnings(found: Findings) -> Iterator[Remark]:
    """Yield what somebody should look at, though the row enters."""
    for column in found.cells.redacted:
        yield Remark(RowReason.RESIDENT_NUMBER_REMOVED, column)
    cells = found.cells
    if cells.errors or cells.missing_formulas or cells.lost_digits:
        yield from _of_cells(found)
    number = found.number
    if number.state in BUSINESS_NUMBER_WARNINGS:
        yield Remark(BUSINESS_NUMBER_WARNINGS[number.state], Column.BUSINESS_NO)
    elif number.repaired:
        yield Remark(RowReason.BUSINESS_NUMBER_REPAIRED, Column.BUSINESS_NO)
    if found.place.contradictory:
        yield Remark(RowReason.PLACES_DISAGREE, _place_column(found.cells))
    if found.place.by_dong:
        yield Remark(RowReason.DISTRICT_BY_DONG, _place_column(found.cells))
    industry = found.industry
    if industry.warning:
        is_old = industry.warning is RowReason.INDUSTRY_OLD
        yield Remark(industry.warning, Column.INDUSTRY_REVISION if is_old else industry.column)
    if found.phones:
        yield from _of_phones(found)
    yield from _of_heads(found.heads)


def _broken(cells: Cells) -> dict[str, RowReason]:
    """Return the columns of ours whose cell holds something, but no value."""
    found = dict.fromkeys(cells.missing_formulas, RowReason.FORMULA_UNSAVED)
    found |= dict.fromkeys(cells.errors, RowReason.CELL_ERROR)
    found.pop("", None)  # a column that we do not use
    return found


def _of_cells(found: Findings) -> Iterator[Remark]:
    """Say which cells are empty for us though the file shows something there."""
    told = {(remark.code, remark.column) for remark in rejections(found)}
    for column, code in _broken(found.cells).items():
        is_held = code is RowReason.FORMULA_UNSAVED and column in NEEDED
        if not is_held and (code, column) not in told:
            yield Remark(code, column)
    for column in found.cells.lost_digits:
        if column and (column != Column.BUSINESS_NO or found.number.digits):
            yield Remark(RowReason.DIGITS_LOST, column)


def _of_phones(found: Findings) -> Iterator[Remark]:
    column = Column.PHONE if found.cells.get(Column.PHONE) else Column.MOBILE
    kinds = {phone.kind for phone in found.phones}
    if PhoneKind.NONSENSE in kinds and column not in found.cells.lost_digits:
        yield Remark(RowReason.PHONE_NOT_A_NUMBER, column)
    if kinds & NO_TELEPHONE:
        yield Remark(RowReason.PHONE_NOT_KEPT, column)
    if any(phone.reason is PhoneReason.AREA_ADDED for phone in found.phones):
        yield Remark(RowReason.PHONE_AREA_ADDED, Column.PHONE)


def _of_heads(heads: Headcount) -> Iterator[Remark]:
    for column in heads.unreadable:
        yield Remark(RowReason.HEADCOUNT_UNREADABLE, column)
    for column in heads.estimated:
        yield Remark(RowReason.HEADCOUNT_ESTIMATED, column)
    if not heads.adds_up:
        yield Remark(RowReason.HEADCOUNTS_DISAGREE, Column.HEADCOUNT)


def _place_column(cells: Cells) -> Column:
    return next((column for column in PLACES if cells.get(column)), Column.ROAD_ADDRESS)
