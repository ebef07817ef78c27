from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection

from outreach.models import (
    Centre,
    Contact,
    ImportFile,
    ImportRow,
    Message,
    MessageState,
    Workplace,
    bulk,
)
from tests import cast
from tests.outreach.outbox import make_message

pytestmark = pytest.mark.django_db
ROWS = ("file_id", "sheet", "row", "outcome", "canonical", "warnings")


@pytest.fixture
def file(centre: Centre) -> ImportFile:
    return ImportFile.objects.create(centre=centre, name="명단.csv", uploaded_at=cast.NOW)


def plain(row: Any) -> dict[str, Any]:
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }


def test_a_row_is_as_if_made_by_its_model(centre: Centre) -> None:
    made = Workplace.objects.create(
        centre=centre, name="가", comparable_name="가", latitude=37.1234567890123, longitude=0.1,
        registered_date=cast.TODAY, facts_changed_at=cast.NOW, regular_workers=None,
    )  # fmt: skip
    names = ("centre_id", "name", "comparable_name", "latitude", "longitude", "registered_date")
    values = (centre.pk, "가", "가", 37.1234567890123, 0.1, cast.TODAY)

    [pk] = bulk.reserve(Workplace, 1)
    bulk.insert(Workplace, ("id", *names, "facts_changed_at"), [(pk, *values, cast.NOW)])

    assert plain(Workplace.objects.get(pk=pk)) == plain(Workplace.objects.get(pk=made.pk))
    assert Workplace.objects.create(**{**plain(made), "name": "나"}).pk > pk  # ids go on


@pytest.mark.parametrize("text", ["탭\t줄\n\\N 따옴표'\"", "", "\\", "한글 ㈜ 😀"])
def test_texts_come_back_as_they_were(file: ImportFile, text: str) -> None:
    told = {"name": text, "regular_workers": None, "phones": [1.5, True]}

    bulk.insert(ImportRow, ROWS, [(file.pk, text, 1, "NEW", told, "[]")])

    row = ImportRow.objects.get()
    assert (row.sheet, row.canonical, row.warnings, row.undo) == (text, told, [], {})


def test_rows_are_changed_each_to_its_own(file: ImportFile) -> None:
    bulk.insert(ImportRow, ROWS, [(file.pk, "", n, "NEW", {}, []) for n in range(3)])
    first, second, third = ImportRow.objects.order_by("row")

    names = ("subject_id", "applied_at", "undo", "digest")
    changes = [(first.pk, 7, cast.NOW, {"fields": "'"}, "x"), (third.pk, None, None, {}, "")]
    bulk.change(ImportRow, names, changes)

    assert list(ImportRow.objects.order_by("row").values_list(*names)) == [
        (7, cast.NOW, {"fields": "'"}, "x"),
        (None, None, {}, ""),
        (None, None, {}, ""),
    ]
    assert second.applied_at is None


def test_the_database_refuses_what_must_not_be(file: ImportFile) -> None:
    """The twin of writing past the models: what the tables forbid stays forbidden."""
    with pytest.raises(IntegrityError):
        bulk.insert(ImportRow, ROWS, [(file.pk, "", 1, "NEW", {}, [])] * 2)


def test_nothing_is_nothing(centre: Centre) -> None:
    assert bulk.reserve(Contact, 0) == []
    bulk.insert(Contact, ("workplace_id",), [])
    bulk.change(Contact, ("name",), [])

    assert not Contact.objects.exists()


def test_a_restored_row_is_as_if_read_by_its_model(file: ImportFile) -> None:
    bulk.insert(ImportRow, ROWS, [(file.pk, "가", 1, "NEW", {"name": "가"}, "[]")])
    names = ("id", "file_id", "sheet", "row", "outcome", "canonical")

    [row] = bulk.restore(ImportRow, names, ImportRow.objects.values_list(*names))

    assert row == ImportRow.objects.get()
    assert plain(row) == plain(ImportRow.objects.get())  # the other columns are read when asked for
    assert row.file == file
    row.sheet = "나"
    ImportRow.objects.bulk_update([row], ["sheet"])
    assert ImportRow.objects.get().sheet == "나"


@pytest.mark.parametrize("wanted", [(), ("가",), ("가", "나", "없음", "따옴표'\"", "\\")])
def test_among_finds_what_in_finds(centre: Centre, wanted: tuple[str, ...]) -> None:
    for name in ("가", "나", "다", "따옴표'\"", "\\"):
        workplace = cast.make_workplace(centre, name=name, business_no="")
        Contact.objects.create(workplace=workplace, phone=name)

    pks = list(Workplace.objects.filter(name__in=wanted).values_list("pk", flat=True))

    assert set(Workplace.objects.filter(name__among=wanted)) == set(
        Workplace.objects.filter(name__in=wanted)
    )
    assert set(Workplace.objects.filter(pk__among=pks)) == set(Workplace.objects.filter(pk__in=pks))
    assert set(Contact.objects.filter(workplace_id__among=set(pks))) == set(
        Contact.objects.filter(workplace__in=pks)
    )


def test_what_the_database_works_out_is_left_to_it() -> None:
    told = plain(make_message()) | {"state": MessageState.REFUSED, "link_id": None}
    names = [field.attname for field in Message._meta.concrete_fields if not field.generated][1:]

    [pk] = bulk.reserve(Message, 1)
    bulk.insert(Message, ("id", *names), [(pk, *(told[name] for name in names))])

    assert Message.objects.get(pk=pk).has_failed


def settings_now() -> dict[str, object]:
    found: dict[str, object] = {}
    with connection.cursor() as cursor:
        for name in bulk.ROOM[connection.vendor]:
            cursor.execute(f"PRAGMA {name}" if connection.vendor == "sqlite" else f"SHOW {name}")
            found[name] = cursor.fetchone()[0]
    return found


@pytest.fixture
def careful() -> Iterator[None]:
    """Let PostgreSQL wait for the disk, whatever the server of the tests does."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = 'on'")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET synchronous_commit")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("careful")
def test_after_a_large_list_the_connection_is_as_it_was() -> None:
    before = settings_now()
    with bulk.room(is_large=True):
        assert settings_now() != before
    assert settings_now() == before


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite maps its file")
def test_a_command_reads_without_mapping_the_file() -> None:
    def mapped() -> int:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA mmap_size")
            return int((cursor.fetchone() or (0,))[0])

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA mmap_size = 1048576")
    before = mapped()
    with bulk.unmapped():
        assert mapped() == 0
    assert mapped() == before


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL guesses")
def test_what_was_just_written_is_counted(file: ImportFile) -> None:
    def guessed() -> float:
        with connection.cursor() as cursor:
            name = ImportRow._meta.db_table
            cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [name])
            return float(cursor.fetchone()[0])

    before = guessed()
    rows: list[bulk.Row] = [(file.pk, "명단", number, "NEW", {}, []) for number in range(1, 51)]
    bulk.insert(ImportRow, ROWS, rows)
    assert guessed() == before
    bulk.look_over(ImportRow)
    assert guessed() >= len(rows)
