"""Rosters as files, taken in the way a page or the command does it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date

from outreach.access import Role
from outreach.actions import imports
from outreach.models import Centre, ImportFile, ImportRow, Worker, Workplace
from outreach.spreadsheet.reading import read_file
from safety.models import DueItem
from tests import cast

HEADINGS = (
    "사업장명", "성명", "생년월일", "휴대폰", "국적", "공정", "입사일", "배치일", "유해인자",
    "최종 특수검진일", "검진기관", "판정", "업무수행적합여부",
)  # fmt: skip
PAINTER = {
    "사업장명": "한빛도장",
    "성명": "김철수",
    "생년월일": "1988-04-12",
    "휴대폰": "010-0000-8888",
    "국적": "베트남",
    "공정": "도장",
    "입사일": "2025-01-02",
    "배치일": "2025-01-10",
    "유해인자": "톨루엔",
    "최종 특수검진일": "2026-01-10",
    "검진기관": "한마음병원",
    "판정": "",
    "업무수행적합여부": "",
}
LEE = {"성명": "이영희", "생년월일": "1990-05-05", "휴대폰": "010-0000-9999"}


def painter(**changes: str) -> dict[str, str]:
    """Return the painter's row, changed."""
    return {**PAINTER, **changes}


def as_csv(rows: Sequence[dict[str, str]]) -> bytes:
    """Return a roster as a spreadsheet saves it for Korean readers."""
    out = io.StringIO()
    headings = list(dict.fromkeys([*HEADINGS, *(heading for row in rows for heading in row)]))
    writer = csv.DictWriter(out, headings, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def bring(
    *rows: dict[str, str], centre: Centre | None = None, workplace: Workplace | None = None
) -> ImportFile:
    """Upload a roster and read it."""
    file = imports.receive(
        centre=centre or cast.make_centre(),
        kind="WORKERS",
        book=read_file(io.BytesIO(as_csv(rows)), "명단.csv"),
        name="명단.csv",
        staff=cast.make_staff(Role.COORDINATOR),
        all_districts=False,
        now=cast.NOW,
        workplace=workplace,
    )
    return imports.work(import_file=file, clock=lambda: cast.NOW)


def take_in(*rows: dict[str, str], workplace: Workplace | None = None) -> ImportFile:
    """Upload a roster, read it and take it in."""
    return commit(bring(*rows, workplace=workplace))


def commit(file: ImportFile) -> ImportFile:
    """Take a previewed roster in."""
    staff = cast.make_staff(Role.COORDINATOR)
    imports.start_commit(import_file=file, staff=staff, now=cast.NOW)
    return imports.work(import_file=file, clock=lambda: cast.NOW)


def undo(file: ImportFile) -> ImportFile:
    """Take a roster back."""
    staff = cast.make_staff(Role.COORDINATOR)
    imports.start_undo(import_file=file, staff=staff, now=cast.NOW)
    return imports.work(import_file=file, clock=lambda: cast.NOW)


def only(file: ImportFile) -> ImportRow:
    """Return the one row of a file."""
    return file.rows.get()


def outcomes(file: ImportFile) -> list[str]:
    """Return what became of each row."""
    return list(file.rows.order_by("pk").values_list("outcome", flat=True))


def codes(row: ImportRow) -> set[str]:
    """Return why a row waits or does not enter."""
    return {note["code"] for note in row.reasons}


def due_dates(worker: Worker) -> dict[str, date]:
    """Return when which exam is due."""
    items = DueItem.objects.open().filter(worker=worker, kind=DueItem.Kind.SPECIAL_EXAM)
    return dict(items.values_list("hazard", "due_date"))


def decide(row: ImportRow, decision: str, **changes: str) -> None:
    """Decide about a held row."""
    imports.decide(
        row=row, decision=decision, changes=changes, staff=None, now=cast.NOW, today=cast.TODAY
    )
