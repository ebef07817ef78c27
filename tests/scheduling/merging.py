"""Two rows of one paint shop, as two lists brought it, and a picture of every table."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import JSONField, Model

from outreach.actions.calls import record_call
from outreach.actions.merging import GROUPS, KEPT
from outreach.actions.search import refresh
from outreach.models import Workplace
from safety.actions.due_items import recompute_workplaces
from safety.models import DueBasis
from scheduling.actions import merges
from scheduling.models import MergeRecord
from tests import cast, cast_safety, cast_scheduling
from tests.cast import NOW, TODAY

BUSINESS_NO = "1208147521"
SIDES = dict.fromkeys(GROUPS, KEPT)


def make_double(**changes: Any) -> Workplace:
    """Make the second row of 한빛도장: another spelling, its number, no lift."""
    facts: dict[str, Any] = {
        "name": "한빛 도장(주)",
        "comparable_name": "한빛도장",
        "business_no": BUSINESS_NO,
        "representative_name": "",
        "regular_workers": None,
        "registered_date": date(2026, 1, 5),
        **changes,
    }
    return cast.make_workplace(**facts)


def make_pair() -> tuple[Workplace, Workplace]:
    """Make both rows with people, exams, visits, texts, calls and money on each side."""
    kept, gone = cast.make_workplace(), make_double()
    for number, place in enumerate((kept, gone)):
        cast.make_contact(place, name=f"사장 {number}")
        worker = cast.make_worker(place, name=f"일꾼 {number}")
        cast_safety.make_exposure(worker)
        cast_safety.make_examination(worker, "toluene", exam_date=TODAY - timedelta(days=30))
        cast_safety.make_consultation(worker, held_date=TODAY - timedelta(days=60))
        cast_safety.make_completion(worker)
        cast_safety.make_application(place)
        item = cast_scheduling.make_due_item(place)
        start = cast_scheduling.NEXT_MONDAY + timedelta(days=number)
        cast_scheduling.make_visit(place, starts_at=start, due_items=[item])
        record_call(workplace=place, outcome="REACHED", staff=cast.make_staff(), now=NOW)
    settle(kept, gone)
    return kept, gone


def settle(*places: Workplace) -> None:
    """Let the search and the due items know what was made by hand."""
    pks = [place.pk for place in places]
    refresh(workplaces=pks)
    recompute_workplaces(workplaces=pks, today=TODAY, now=NOW)
    for place in places:
        place.refresh_from_db()


def merge(kept: Workplace, gone: Workplace, **chosen: Any) -> MergeRecord:
    """Merge as the page does when nothing is chosen otherwise."""
    people = chosen.pop("same_people", ())
    return merges.merge(
        kept=kept,
        gone=gone,
        chosen=chosen or SIDES,
        same_people=people,
        staff=cast.make_staff(),
        today=TODAY,
        now=NOW,
    )


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """
    Read every table as it lies in the database, but the records of merges.

    Answers to "why this date?" stay once they are written, for whoever has the same ones next.
    JSON is read as what it says: two writers may escape the same letters differently.
    """
    models = [
        model
        for label in ("outreach", "safety", "scheduling")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if model not in (MergeRecord, DueBasis)
    ]
    return {model._meta.db_table: _rows(model) for model in models}


def _rows(model: type[Model]) -> list[tuple[Any, ...]]:
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {columns} FROM "{model._meta.db_table}"')
        rows = [
            tuple(_value(field, cell) for field, cell in zip(fields, row, strict=True))
            for row in cursor.fetchall()
        ]
    return sorted(rows, key=lambda row: str(row[0]))


def _value(field: object, cell: Any) -> Any:
    if isinstance(field, JSONField) and isinstance(cell, str):
        return json.loads(cell)
    return bytes(cell) if isinstance(cell, memoryview) else cell
