from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from outreach.rules import business_numbers, ksic
from outreach.rules.addresses import Location, locate
from outreach.rules.business_numbers import BusinessNumber, BusinessNumberState
from outreach.rules.phones import Phone, PhoneKind, recognise_all
from outreach.rules.resident_numbers import holds_resident_number
from outreach.rules.workplace_names import comparable, tidy
from outreach.spreadsheet.headcounts import Headcount, count_heads
from outreach.spreadsheet.headings import Column
from outreach.spreadsheet.reasons import RowReason
from outreach.spreadsheet.tables import TableRow

SITE_NO_LENGTH = 4
# What the database has room for.
LENGTHS = {
    Column.NAME: 120,
    Column.REPRESENTATIVE: 60,
    Column.FACTORY_NO: 20,
    Column.SITE_NO: SITE_NO_LENGTH,
    Column.ROAD_ADDRESS: 200,
    Column.LOT_ADDRESS: 200,
}


@dataclass(frozen=True)
class Remark:
    """What is wrong with a row, and in which of its columns."""

    code: RowReason
    column: Column


@dataclass(frozen=True)
class WorkplaceRow:
    """A workplace as one row tells it, in our terms."""

    name: str
    comparable_name: str
    representative_name: str
    business_no: str | None
    business_no_state: BusinessNumberState
    site_no: str  # four digits (종사업장번호), or blank
    factory_no: str
    ksic: str  # the representative industry of the 9th revision or later, else blank
    ksic_codes: tuple[str, ...]
    road_address: str
    lot_address: str
    district_code: str
    dong: str
    phones: tuple[Phone, ...]
    headcount: int | None
    women: int | None
    foreign: int | None
    complex_name: str

    @property
    def textable(self) -> Phone | None:
        """Return the number that a text can reach."""
        return next((phone for phone in self.phones if phone.textable), None)


@dataclass(frozen=True)
class RecognisedRow:
    """A row with what is wrong with it; a rejection keeps it out, a warning does not."""

    number: int
    workplace: WorkplaceRow
    rejections: tuple[Remark, ...]
    warnings: tuple[Remark, ...]

    @property
    def accepted(self) -> bool:
        """Say whether the row may enter."""
        return not self.rejections


@dataclass(frozen=True)
class _Industry:
    main: str  # the representative code, whatever its revision
    codes: tuple[str, ...]
    revision: int


def recognise_row(row: TableRow) -> RecognisedRow:
    """Turn a row of any list into a workplace of ours and say what is wrong with it."""
    place = locate(
        road_address=row.get(Column.ROAD_ADDRESS),
        lot_address=row.get(Column.LOT_ADDRESS),
        city=row.get(Column.CITY),
        district=row.get(Column.DISTRICT),
    )
    industry = _industry(row)
    number = business_numbers.recognise(row.get(Column.BUSINESS_NO))
    phones = recognise_all(f"{row.get(Column.MOBILE)}\n{row.get(Column.PHONE)}")
    heads = count_heads(row)
    is_current = industry.revision > ksic.EIGHTH_REVISION
    workplace = WorkplaceRow(
        name=tidy(row.get(Column.NAME)),
        comparable_name=comparable(row.get(Column.NAME)),
        representative_name=tidy(row.get(Column.REPRESENTATIVE)),
        business_no=number.digits,
        business_no_state=number.state,
        site_no=_site_no(row),
        factory_no="".join(row.get(Column.FACTORY_NO).split()),
        ksic=industry.main if is_current else "",
        ksic_codes=industry.codes if is_current else (),
        road_address=tidy(row.get(Column.ROAD_ADDRESS)),
        lot_address=tidy(row.get(Column.LOT_ADDRESS)),
        district_code=place.district_code or "",
        dong=place.dong,
        phones=phones,
        headcount=heads.total,
        women=heads.women,
        foreign=heads.foreign,
        complex_name=tidy(row.get(Column.COMPLEX_NAME)),
    )
    return RecognisedRow(
        number=row.number,
        workplace=workplace,
        rejections=tuple(_rejections(row, workplace, place, industry)),
        warnings=tuple(_warnings(row, number, place, industry, phones, heads)),
    )


def _industry(row: TableRow) -> _Industry:
    """Read the industry; the representative code decides, and in its absence the first of all."""
    stated = ksic.normalise_codes(row.get(Column.MAIN_INDUSTRY))
    codes = tuple(dict.fromkeys((*stated, *ksic.normalise_codes(row.get(Column.INDUSTRIES)))))
    revision = ksic.normalise_revision(row.get(Column.INDUSTRY_REVISION))
    if stated or not codes:
        return _Industry(next(iter(stated), ""), codes, revision)
    made = [code for code in codes if ksic.is_manufacturing(code, revision=revision)]
    return _Industry(next(iter(made), codes[0]), codes, revision)


def _site_no(row: TableRow) -> str:
    """Return the four digits, which spreadsheets like to rob of their zeros."""
    digits = business_numbers.normalise(row.get(Column.SITE_NO))
    return digits.zfill(SITE_NO_LENGTH) if digits.strip("0") else ""


def _rejections(
    row: TableRow, workplace: WorkplaceRow, place: Location, industry: _Industry
) -> Iterator[Remark]:
    if not workplace.comparable_name:
        yield Remark(RowReason.NAME_MISSING, Column.NAME)
    for column, text in row.values.items():
        if holds_resident_number(text):
            yield Remark(RowReason.RESIDENT_NUMBER, column)
    for column, length in LENGTHS.items():
        if len(tidy(row.get(column))) > length:
            yield Remark(RowReason.TEXT_TOO_LONG, column)
    if place.elsewhere:
        yield Remark(RowReason.NOT_SEOUL, _place_column(row))
    elif not place.in_seoul or place.district_code is None:
        yield Remark(RowReason.DISTRICT_UNKNOWN, _place_column(row))
    if industry.main and not ksic.is_manufacturing(industry.main, revision=industry.revision):
        yield Remark(RowReason.NOT_MANUFACTURING, _industry_column(row))
    if workplace.business_no_state is BusinessNumberState.WRONG:
        yield Remark(RowReason.BUSINESS_NUMBER_WRONG, Column.BUSINESS_NO)


def _warnings(
    row: TableRow,
    number: BusinessNumber,
    place: Location,
    industry: _Industry,
    phones: tuple[Phone, ...],
    heads: Headcount,
) -> Iterator[Remark]:
    if number.state is BusinessNumberState.MASKED:
        yield Remark(RowReason.BUSINESS_NUMBER_MASKED, Column.BUSINESS_NO)
    if place.contradictory:
        yield Remark(RowReason.PLACES_DISAGREE, _place_column(row))
    if not industry.main:
        yield Remark(RowReason.INDUSTRY_MISSING, _industry_column(row))
    elif industry.revision <= ksic.EIGHTH_REVISION:
        yield Remark(RowReason.INDUSTRY_OLD, Column.INDUSTRY_REVISION)
    if any(phone.kind is PhoneKind.NONSENSE for phone in phones):
        yield Remark(RowReason.PHONE_NOT_A_NUMBER, _phone_column(row))
    for column in heads.unreadable:
        yield Remark(RowReason.HEADCOUNT_UNREADABLE, column)
    if not heads.adds_up:
        yield Remark(RowReason.HEADCOUNTS_DISAGREE, Column.HEADCOUNT)


def _place_column(row: TableRow) -> Column:
    columns = (Column.ROAD_ADDRESS, Column.LOT_ADDRESS, Column.CITY, Column.DISTRICT)
    return next((column for column in columns if row.get(column)), Column.ROAD_ADDRESS)


def _industry_column(row: TableRow) -> Column:
    if row.get(Column.INDUSTRIES) and not row.get(Column.MAIN_INDUSTRY):
        return Column.INDUSTRIES
    return Column.MAIN_INDUSTRY


def _phone_column(row: TableRow) -> Column:
    return Column.PHONE if row.get(Column.PHONE) else Column.MOBILE
