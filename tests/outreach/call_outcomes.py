"""Calls with what came of them."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command

from outreach.actions.call_outcomes import (
    Answer,
    refuse,
    take_mobile,
)
from outreach.actions.call_queue import call_list, standing_in
from outreach.models import (
    Centre,
    Consent,
    Contact,
    ContactAttempt,
    Workplace,
)
from outreach.rules.call_queue import Place
from tests import cast
from tests.cast import NOW
from tests.outreach.lists import make_list

Purpose = Consent.Purpose
YES, NO = Answer(is_given=True, text_version="2026-11"), Answer(False, "2026-11")
LANDLINE = "+82220006400"


def make_shop(**changes: Any) -> tuple[Workplace, Contact]:
    """한빛도장 with nothing but a landline."""
    workplace = cast.make_workplace(**changes)
    line = cast.make_contact(
        workplace,
        role=Contact.Role.LINE,
        name="",
        phone=LANDLINE,
        line_kind=Contact.LineKind.LANDLINE,
        is_textable=False,
    )
    return workplace, line


def take(workplace: Workplace, **changes: Any) -> Contact:
    facts: dict[str, Any] = {
        "called": None, "role": Contact.Role.OWNER, "name": "김한빛", "phone": "010-0000-9501",
        "language": "ko", "answers": {Purpose.PERSONAL_DATA: YES, Purpose.TEXTS: YES},
        "staff": cast.make_staff(), "now": NOW, **changes,
    }  # fmt: skip
    return take_mobile(workplace=workplace, **facts)


def refuse_all(workplace: Workplace, called: Contact) -> ContactAttempt:
    return refuse(
        workplace=workplace,
        called=called,
        answers={Purpose.TEXTS: NO, Purpose.PERSONAL_DATA: NO},
        staff=cast.make_staff(),
        now=NOW,
    )


def bring(centre: Centre, folder: Path, *rows: dict[str, str]) -> None:
    """Take a list in as a clerk would, by the command."""
    path = folder / "명단.csv"
    path.write_bytes(make_list(*rows).getvalue())
    call_command("import_workplaces", str(path), centre=centre.code, stdout=StringIO())


def names_in_list() -> list[str]:
    rows = call_list(cast.make_staff())
    return [
        f"{row.name}: {place.value}" for place in Place for row in standing_in(rows, place, now=NOW)
    ]
