"""Workbooks as they come: two tiers of column names, ticks by agent, names merged over rows."""

from __future__ import annotations

import io
from datetime import date

import pytest
import xlsxwriter

from outreach.access import Role
from outreach.actions import imports
from outreach.models import ImportFile, Worker
from outreach.spreadsheet.reading import read_file
from safety.models import DueItem
from tests import cast
from tests.cast_safety import make_institution
from tests.safety.rosters.lists import commit, outcomes

pytestmark = pytest.mark.django_db
NAMES = ("No", "성명", "주민등록번호", "부서(공정)", "배치일자")


def by_columns(sheet: xlsxwriter.worksheet.Worksheet) -> None:
    """Write a list for an exam bus: agents in columns to be ticked, below a merged name."""
    sheet.merge_range(0, 0, 0, 8, "2026년 특수건강진단 대상자 명단")
    for column, name in enumerate(NAMES):
        sheet.merge_range(2, column, 3, column, name)
    sheet.merge_range(2, 5, 2, 6, "유해인자")
    sheet.write_row(3, 5, ["톨루엔", "소음"])
    sheet.merge_range(2, 7, 2, 8, "최종 특수건강진단")
    sheet.write_row(3, 7, ["검진일자", "건강구분"])
    sheet.write_row(4, 0, [1, "김철수", "880412-1******", "도장", "2025.1.10", "○", ""])
    sheet.write_row(4, 7, ["2026.1.10", "A"])
    sheet.write_row(5, 0, [2, "이영희", "900505-2222222", "프레스", 45667, "", "○"])
    sheet.write_row(5, 7, ["26.1.10", "C1"])
    sheet.write_row(6, 0, ["합계", 2])


def by_rows(sheet: xlsxwriter.worksheet.Worksheet) -> None:
    """Write a list of an exam institution: a row for each agent, the worker's cells merged."""
    sheet.write_row(0, 0, ["업체명", "성명", "생년월일", "유해인자명", "입사일", "최근특수검진일"])
    for column, text in enumerate(("한빛도장", "박민수", "1975.3.4")):
        sheet.merge_range(1, column, 2, column, text)
    for row, hazard in enumerate(("톨루엔", "소음"), start=1):
        sheet.write_row(row, 3, [hazard, "2020-01-02", "2026-02-02"])


def bring_workbook() -> ImportFile:
    """Upload a workbook with both lists, for one workplace, and take it in."""
    make_institution()
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        by_columns(book.add_worksheet("대상자"))
        by_rows(book.add_worksheet("인자별"))
    content.seek(0)
    shop = cast.make_workplace()
    file = imports.receive(
        centre=shop.centre,
        kind="WORKERS",
        book=read_file(content, "명단.xlsx"),
        name="명단.xlsx",
        staff=cast.make_staff(Role.COORDINATOR),
        all_districts=False,
        now=cast.NOW,
        workplace=shop,
    )
    return commit(imports.work(import_file=file, clock=lambda: cast.NOW))


def test_a_workbook_of_two_lists_enters_and_its_exams_are_due() -> None:
    file = bring_workbook()

    assert outcomes(file) == ["NEW", "NEW", "REJECTED", "NEW", "MERGED"]
    due = DueItem.objects.open().filter(kind=DueItem.Kind.SPECIAL_EXAM)
    assert set(due.values_list("worker__name", "hazard", "due_date")) == {
        ("김철수", "toluene", date(2027, 1, 10)),  # 별표 23: 12 months
        ("이영희", "noise", date(2028, 1, 10)),  # 24 months
        ("박민수", "toluene", date(2027, 2, 2)),
        ("박민수", "noise", date(2028, 2, 2)),
    }


def test_of_a_masked_number_only_the_birth_date_is_kept_and_of_a_full_one_nothing() -> None:
    bring_workbook()

    born = dict(Worker.objects.values_list("name", "birth_date"))
    assert born["김철수"] == date(1988, 4, 12)
    assert born["이영희"] is None
