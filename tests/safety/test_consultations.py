from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from outreach.access import Role
from outreach.models import Worker
from safety.actions import consultations
from safety.actions.consultations import (
    AlreadyConsulted,
    FollowUpTooEarly,
    HeldLater,
    NoConsent,
    UnknownClinic,
    record_consultation,
)
from safety.actions.due_items import recompute_workplace
from safety.actions.exposures import NotEmployed
from safety.models import Consultation, DueItem
from tests import cast
from tests.cast import NOW, TODAY
from tests.cast_safety import make_consent

pytestmark = pytest.mark.django_db
PLANTED = "수축기혈압-심어둔-값-187"


@pytest.fixture
def painter() -> Worker:
    """응우옌, who agreed on paper; his workplace owes a consultation since June."""
    worker = cast.make_worker()
    make_consent(worker)
    recompute_workplace(workplace=worker.workplace, today=TODAY, now=NOW)
    return worker


def consult(worker: Worker, **changes: Any) -> Consultation:
    facts: dict[str, Any] = {
        "held_date": TODAY, "clinics": ["METABOLIC"], "measures": {"systolic": 142},
        "follow_up_date": None, "staff": cast.make_staff(Role.CLINICIAN), "today": TODAY,
        "now": NOW + timedelta(hours=1),
    }  # fmt: skip
    return record_consultation(worker=worker, **{**facts, **changes})


def workplace_item(worker: Worker) -> DueItem:
    items = DueItem.objects.open().filter(kind=DueItem.Kind.CONSULTATION)
    return items.get(workplace=worker.workplace, worker=None)


def test_a_consultation_closes_what_was_due_and_opens_the_next(painter: Worker) -> None:
    before = workplace_item(painter)

    consultation = consult(painter)

    before.refresh_from_db()
    assert (before.closed_as, before.consultation) == (DueItem.Closed.DONE, consultation)
    assert workplace_item(painter).due_date == date(2027, 5, 23)
    assert consultation.measures == {"systolic": 142}


def test_the_second_worker_of_the_day_closes_nothing_more(painter: Worker) -> None:
    consult(painter)
    coworker = cast.make_worker(painter.workplace, name="동료")
    make_consent(coworker)

    consult(coworker)

    assert workplace_item(painter).due_date == date(2027, 5, 23)
    assert DueItem.objects.filter(closed_as=DueItem.Closed.DONE).count() == 1


def test_a_follow_up_is_owed_to_the_worker_and_closed_by_the_next_one(painter: Worker) -> None:
    consult(painter, held_date=date(2026, 11, 2), follow_up_date=date(2026, 12, 1))
    follow_up = DueItem.objects.open().get(worker=painter, kind=DueItem.Kind.CONSULTATION)
    due_date = follow_up.due_date

    second = consult(painter)

    follow_up.refresh_from_db()
    assert due_date == date(2026, 12, 1)
    assert (follow_up.closed_as, follow_up.consultation) == (DueItem.Closed.DONE, second)


def test_without_consent_nothing_is_kept(painter: Worker) -> None:
    painter.consents.update(withdrawn_at=NOW)

    with pytest.raises(NoConsent):
        consult(painter)

    assert not Consultation.objects.exists()


@pytest.mark.parametrize("change", [{"is_given": False}, {"purpose": "TEXTS"}])
def test_another_consent_is_none(painter: Worker, change: dict[str, object]) -> None:
    painter.consents.update(**change)

    with pytest.raises(NoConsent):
        consult(painter)


def test_without_the_guard_a_withdrawn_consent_would_do(
    painter: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: any consent ever given would let health data in."""
    painter.consents.update(withdrawn_at=NOW)
    monkeypatch.setattr(consultations, "_standing_consent", lambda worker: worker.consents.first())

    assert consult(painter).measures


def test_measures_are_unreadable_in_the_database(painter: Worker) -> None:
    consultation = consult(painter, measures={"note": PLANTED})

    kept = _as_stored("safety_consultation")

    assert consultation.measures == {"note": PLANTED}
    assert "METABOLIC" in kept
    assert PLANTED not in kept


def test_without_encryption_they_would_be_read(
    painter: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: the same dump shows the planted value when the field keeps it as it is."""
    monkeypatch.setattr(
        "outreach.models.encrypted.EncryptedTextField.get_prep_value", lambda self, value: value
    )

    consult(painter, measures={"note": PLANTED})

    assert PLANTED in _as_stored("safety_consultation")


def _as_stored(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
        return "\n".join(str(row) for row in cursor.fetchall())


@pytest.mark.django_db(transaction=True)
def test_measures_are_unreadable_in_the_database_file(painter: Worker) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a server keeps its files elsewhere; the table's rows are read above")
    consult(painter, measures={"note": PLANTED})
    name = Path(str(connection.settings_dict["NAME"]))

    kept = b"".join(path.read_bytes() for path in name.parent.glob(name.name + "*"))

    assert painter.name.encode() in kept  # the search can find something
    assert PLANTED.encode() not in kept


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"held_date": TODAY + timedelta(days=1)}, HeldLater),
        ({"follow_up_date": TODAY}, FollowUpTooEarly),
        ({"clinics": ["DANCING"]}, UnknownClinic),
    ],
)
def test_a_wrong_record_is_refused(
    painter: Worker, change: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        consult(painter, **change)


def test_a_day_has_one_consultation_of_a_worker(painter: Worker) -> None:
    consult(painter)

    with pytest.raises(AlreadyConsulted):
        consult(painter)


def test_nobody_who_left_is_consulted(painter: Worker) -> None:
    painter.left_date = TODAY
    painter.save()

    with pytest.raises(NotEmployed):
        consult(painter)
