"""The industry that a row states, by code or in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from outreach.rules import ksic
from outreach.rules.industry_words import codes_by_words
from outreach.spreadsheet.headings import Column
from outreach.spreadsheet.reasons import RowReason

INDUSTRY_NAME = "INDUSTRY_NAME"  # 업종, 종목: words where others have a code


@dataclass(frozen=True)
class RowIndustry:
    """The representative industry of a row, what else it makes, and what is to be said of it."""

    main: str  # the representative code, whatever its revision
    codes: tuple[str, ...]
    is_old: bool  # of the 8th revision: a code of it means something else today
    is_ours: bool  # manufacturing, or nothing is stated
    warning: RowReason | None
    column: Column


def industry_of(values: Mapping[str, str]) -> RowIndustry:
    """Read the industry of a row; lists have few different ones, so each is worked out once."""
    return _industry(
        values.get(Column.MAIN_INDUSTRY, ""),
        values.get(Column.INDUSTRIES, ""),
        values.get(Column.INDUSTRY_REVISION, ""),
        values.get(INDUSTRY_NAME, ""),
    )


@lru_cache(maxsize=8192)
def _industry(main: str, others: str, revision_text: str, words: str) -> RowIndustry:
    """
    Work the industry out.

    The representative code decides, in its absence the first of manufacturing among all, and where
    there is no code what the words mean.
    """
    column = Column.INDUSTRIES if others and not main else Column.MAIN_INDUSTRY
    stated = ksic.normalise_codes(main)
    codes = tuple(dict.fromkeys((*stated, *ksic.normalise_codes(others))))
    revision = ksic.normalise_revision(revision_text)
    if not codes:
        meant = codes_by_words("\n".join((main, others, words)))
        warning = RowReason.INDUSTRY_BY_WORDS if meant else RowReason.INDUSTRY_MISSING
        return RowIndustry(next(iter(meant), ""), meant, False, True, warning, column)
    made = [code for code in codes if ksic.is_manufacturing(code, revision=revision)]
    chosen = stated[0] if stated else next(iter(made), codes[0])
    is_old = revision <= ksic.EIGHTH_REVISION
    return RowIndustry(
        main=chosen,
        codes=codes,
        is_old=is_old,
        is_ours=ksic.is_manufacturing(chosen, revision=revision),
        warning=RowReason.INDUSTRY_OLD if is_old else None,
        column=column,
    )
