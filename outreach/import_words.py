"""
How the lists of one kind are spoken of: their columns, what a row tells, what stands on record.

A higher layer that registers a kind registers its words, too; one without words of its own is
shown by the names of its columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from outreach.models import ImportFile, Workplace
from outreach.places.districts import find_district
from outreach.rules import business_numbers
from outreach.rules.ksic import find_industry
from outreach.rules.phones import national_format
from outreach.spreadsheet.headings import Column

if TYPE_CHECKING:
    from django.utils.functional import Promise

Told = Mapping[str, Any]
Labels = Mapping[str, "Promise | str"]


def plainly(_name: str, value: Any) -> str:
    """Write a value of a row as it is kept."""
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    return "" if value is None or isinstance(value, dict) else str(value)


def nothing_on_record(_ids: Iterable[int]) -> dict[int, Told]:
    """Of a kind that does not say how its records are read."""
    return {}


@dataclass(frozen=True)
class Task:
    """What is left to do once a list was taken in, and the page where it is done."""

    text: str
    action: str
    url: str


def nothing_left(_import_file: ImportFile) -> Task | None:
    """Of a kind that leaves nothing to do."""
    return None


@dataclass(frozen=True)
class ImportWords:
    """How one kind of list is spoken of."""

    columns: Labels = field(default_factory=dict)  # of the vocabulary, in the order offered
    facts: Labels = field(default_factory=dict)  # of a row, in the order shown
    write: Callable[[str, Any], str] = plainly
    # What stands on record, told like a row, to compare a held row with its candidates.
    on_record: Callable[[Iterable[int]], Mapping[int, Told]] = nothing_on_record
    # Where a row keeps a fact that cannot be right, so that it can be corrected.
    wrong: Mapping[str, str] = field(default_factory=dict)
    # The facts that whoever decides about a held row may write anew.
    corrected: tuple[str, ...] = ()
    # What facts are headed in a workbook that is brought again, in words that the reader knows.
    headings: Mapping[str, str] = field(default_factory=dict)
    # Columns and facts that only those who see findings may read.
    findings: frozenset[str] = frozenset()
    # What a list that was taken in leaves to do, beside its rows.
    task: Callable[[ImportFile], Task | None] = nothing_left

    def fact(self, told: Told, name: str) -> str:
        """Write a fact as the row tells it, right or wrong."""
        value = told.get(name) or told.get(self.wrong.get(name, ""))
        return self.write(name, value)


def _named(name: str) -> Promise | str:
    return Workplace._meta.get_field(name).verbose_name  # type: ignore[union-attr]


def write_workplace(name: str, value: Any) -> str:
    """Write a code with its name, and numbers the official way."""
    text = plainly(name, value)
    in_english = get_language() == "en"
    if name == "district_code" and (district := find_district(text)):
        return district.name_en if in_english else district.name_ko
    if name == "ksic" and (industry := find_industry(text)):
        return f"{text} {industry.name_en if in_english else industry.name_ko}"
    if name == "business_no" and text:
        return business_numbers.written(text)
    if name == "phones":
        return ", ".join(_phone(one) for one in value or ())
    return text


def _phone(one: Any) -> str:
    if isinstance(one, dict):
        return str(one.get("national") or "")
    try:
        return national_format(str(one))
    except ValueError:
        return str(one)


def workplaces_on_record(ids: Iterable[int]) -> dict[int, Told]:
    """Return what is known of workplaces, told like rows."""
    found = Workplace.objects.filter(pk__in=list(ids)).prefetch_related("contacts")
    return {
        one.pk: {
            **{name: getattr(one, name) for name in WORKPLACES.facts if name != "phones"},
            "phones": [contact.phone for contact in one.contacts.all() if not contact.left_date],
        }
        for one in found
    }


WORKPLACES = ImportWords(
    columns={
        Column.NAME: _("name of the workplace"),
        Column.REPRESENTATIVE: _("representative"),
        Column.BUSINESS_NO: _("business registration number"),
        Column.SITE_NO: _("site number"),
        Column.FACTORY_NO: _("factory register number"),
        Column.MAIN_INDUSTRY: _("industry code"),
        Column.INDUSTRIES: _("all industry codes"),
        Column.INDUSTRY_NAME: _("industry in words"),
        Column.INDUSTRY_REVISION: _("revision of the industry codes"),
        Column.ROAD_ADDRESS: _("road-name address"),
        Column.LOT_ADDRESS: _("lot-number address"),
        Column.CITY: _("city or province"),
        Column.DISTRICT: _("district"),
        Column.MOBILE: _("mobile number"),
        Column.PHONE: _("telephone number"),
        Column.HEADCOUNT: _("number of workers"),
        Column.MEN: _("men among the workers"),
        Column.WOMEN: _("women among the workers"),
        Column.FOREIGN_MEN: _("foreign men among the workers"),
        Column.FOREIGN_WOMEN: _("foreign women among the workers"),
        Column.FOREIGN: _("foreigners among the workers"),
        Column.COMPLEX_NAME: _("name of the industrial complex"),
    },
    facts={
        name: _named(name)
        for name in (
            "name", "representative_name", "business_no", "site_no", "factory_no", "ksic",
            "road_address", "lot_address", "district_code", "dong", "regular_workers",
        )
    }
    | {"phones": _("telephone number")},
    write=write_workplace,
    on_record=workplaces_on_record,
    wrong={"business_no": "business_no_known"},
    corrected=(
        "name", "representative_name", "business_no", "site_no", "factory_no", "road_address",
        "lot_address", "regular_workers", "phones",
    ),
    headings={
        "name": "회사명",
        "representative_name": "대표자",
        "business_no": "사업자등록번호",
        "site_no": "종사업장번호",
        "factory_no": "공장관리번호",
        "ksic": "대표업종번호",
        "road_address": "도로명주소",
        "lot_address": "지번주소",
        "district_code": "시군구",
        "regular_workers": "종업원수",
        "phones": "전화번호",
    },
)  # fmt: skip
_registered: dict[str, ImportWords] = {"WORKPLACES": WORKPLACES}


def register(kind: str, words: ImportWords) -> None:
    """Make the words of a kind known; the same again replaces them."""
    _registered[kind] = words


def words_of(kind: str) -> ImportWords:
    """Return how a kind is spoken of."""
    return _registered.get(kind, ImportWords())


def label(labels: Labels, name: str) -> str:
    """Return what a column or fact is called, or its code where nobody has given it a name."""
    return str(labels.get(name, name))
