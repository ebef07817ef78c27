from __future__ import annotations

from dataclasses import dataclass

from outreach.rules import business_numbers
from outreach.rules.addresses import Location, locate
from outreach.rules.business_numbers import BusinessNumberState
from outreach.rules.phones import Phone, gather, recognise_all
from outreach.rules.workplace_names import comparable, tidy
from outreach.spreadsheet import remarks
from outreach.spreadsheet.headcounts import count_heads
from outreach.spreadsheet.headings import Column
from outreach.spreadsheet.remarks import Findings, Remark
from outreach.spreadsheet.row_cells import Cells, cells_of
from outreach.spreadsheet.row_industries import industry_of
from outreach.spreadsheet.tables import TableRow

__all__ = ["RecognisedRow", "Remark", "WorkplaceRow", "recognise_row"]

SITE_NO_LENGTH = 4
SEOUL_AREA_CODE = "02"


@dataclass(slots=True)
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
    business_no_known: str = ""  # the digits of a wrong or hidden number, to be corrected

    @property
    def textable(self) -> Phone | None:
        """Return the number that a text can reach."""
        return next((phone for phone in self.phones if phone.textable), None)


@dataclass(slots=True)
class RecognisedRow:
    """
    A row with what is wrong with it.

    A rejection keeps it out, a hold lets somebody decide, a warning does neither.
    """

    number: int
    workplace: WorkplaceRow
    rejections: tuple[Remark, ...]
    holds: tuple[Remark, ...]
    warnings: tuple[Remark, ...]

    @property
    def accepted(self) -> bool:
        """Say whether the row may enter without anybody's decision."""
        return not self.rejections and not self.holds


def recognise_row(row: TableRow) -> RecognisedRow:
    """Turn a row of any list into a workplace of ours and say what is wrong with it."""
    cells = cells_of(row)
    get = cells.values.get
    road, lot, name = (
        get(Column.ROAD_ADDRESS, ""),
        get(Column.LOT_ADDRESS, ""),
        tidy(get(Column.NAME, "")),
    )
    place = locate(
        road_address=road,
        lot_address=lot,
        city=get(Column.CITY, ""),
        district=get(Column.DISTRICT, ""),
    )
    found = Findings(
        cells=cells,
        comparable_name=comparable(name),
        number=business_numbers.recognise(get(Column.BUSINESS_NO, "")),
        place=place,
        industry=industry_of(cells.values),
        phones=_phones(cells, place),
        heads=count_heads(cells),
    )
    is_old = found.industry.is_old
    workplace = WorkplaceRow(
        name=name,
        comparable_name=found.comparable_name,
        representative_name=tidy(get(Column.REPRESENTATIVE, "")),
        business_no=found.number.digits,
        business_no_state=found.number.state,
        site_no=_site_no(get(Column.SITE_NO, "")) or found.number.site_no,
        factory_no="".join(get(Column.FACTORY_NO, "").split()),
        ksic="" if is_old else found.industry.main,
        ksic_codes=() if is_old else found.industry.codes,
        road_address=tidy(road),
        lot_address=tidy(lot),
        district_code=place.district_code or "",
        dong=place.dong,
        phones=found.phones,
        headcount=found.heads.total,
        women=found.heads.women,
        foreign=found.heads.foreign,
        complex_name=tidy(get(Column.COMPLEX_NAME, "")),
        business_no_known="" if found.number.digits else found.number.known,
    )
    return RecognisedRow(
        number=row.number,
        workplace=workplace,
        rejections=tuple(remarks.rejections(found)),
        holds=tuple(remarks.holds(found)),
        warnings=tuple(remarks.warnings(found)),
    )


def _phones(cells: Cells, place: Location) -> tuple[Phone, ...]:
    """Read the telephones, the owner's column first; only office numbers get Seoul's area code."""
    mobile, office = cells.get(Column.MOBILE), cells.get(Column.PHONE)
    found = recognise_all(office, area_code=SEOUL_AREA_CODE if place.in_seoul else "")
    return gather((*recognise_all(mobile), *found)) if mobile else found


def _site_no(text: str) -> str:
    """Return the four digits, which spreadsheets like to rob of their zeros."""
    if not text:
        return ""
    digits = business_numbers.normalise(text)
    return digits.zfill(SITE_NO_LENGTH) if digits.strip("0") else ""
