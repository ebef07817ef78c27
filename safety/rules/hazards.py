"""The agents that call for a special exam (시행규칙 별표 22) and what an industry usually holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from safety.rules.tables import as_codes, as_date, read_table


class HazardCategory(StrEnum):
    """The annex's headings, in its order."""

    ORGANIC = "ORGANIC"
    METAL = "METAL"
    ACID_ALKALI = "ACID_ALKALI"
    GAS = "GAS"
    PERMIT = "PERMIT"
    METALWORKING_FLUID = "METALWORKING_FLUID"
    DUST = "DUST"
    PHYSICAL = "PHYSICAL"
    NIGHT_WORK = "NIGHT_WORK"


class ThirtyYears(StrEnum):
    """Whether records of an agent are kept 30 years; CONDITIONAL depends on its form."""

    YES = "YES"
    NO = "NO"
    CONDITIONAL = "CONDITIONAL"
    UNCONFIRMED = "UNCONFIRMED"


class Confidence(StrEnum):
    """How we know that an industry holds an agent; never a finding at this workplace."""

    SOURCE_BACKED = "SOURCE_BACKED"
    GENERAL_KNOWLEDGE = "GENERAL_KNOWLEDGE"


@dataclass(frozen=True, slots=True)
class Hazard:
    """One agent of the annex."""

    code: str
    category: HazardCategory
    name_ko: str
    name_en: str
    cas: tuple[str, ...]
    cycle_group: int
    keeps_30_years: ThirtyYears
    legal_no: str
    mixture_threshold: str
    article: str
    in_force_from: date | None


@dataclass(frozen=True, slots=True)
class SuggestedHazard:
    """An agent to ask about, the industry code it was found under and how sure that is."""

    code: str
    confidence: Confidence
    ksic: str


def suggested_hazards(ksic: str) -> list[SuggestedHazard]:
    """Return the agents to ask about in an industry, from the longest code that is known."""
    digits = "".join(letter for letter in ksic if letter.isdigit())
    for length in range(len(digits), 1, -1):
        if found := _INDUSTRY_HAZARDS.get(digits[:length]):
            return list(found)
    return []


def _hazard(row: dict[str, str]) -> Hazard:
    # An extra number may carry a remark: "13463-39-3 (nickel carbonyl)".
    numbers = (row["cas"], row["cas_extra"].partition(" ")[0])
    return Hazard(
        code=row["code"],
        category=HazardCategory(row["category"]),
        name_ko=row["name_ko"],
        name_en=row["name_en"],
        cas=tuple(number for number in numbers if number),
        cycle_group=int(row["cycle_group"]),
        keeps_30_years=ThirtyYears(row["keeps_30_years"]),
        legal_no=row["legal_no"],
        mixture_threshold=row["mixture_threshold"],
        article=row["article"],
        in_force_from=as_date(row["in_force_from"]),
    )


HAZARDS: Mapping[str, Hazard] = MappingProxyType(
    {row["code"]: _hazard(row) for row in read_table("hazards")}
)

_INDUSTRY_HAZARDS = {
    row["ksic"]: tuple(
        SuggestedHazard(HAZARDS[code].code, Confidence(row["confidence"]), row["ksic"])
        for code in as_codes(row["hazard_codes"])
    )
    for row in read_table("industries")
}
