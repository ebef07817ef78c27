from __future__ import annotations

from datetime import date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection

from outreach.actions import contacts, workers, workplaces
from outreach.actions.search import false_entries, rebuild, refresh
from outreach.models import Centre, SearchEntry, Workplace
from tests import cast

pytestmark = pytest.mark.django_db


def entry_of(workplace: Workplace) -> SearchEntry:
    return SearchEntry.objects.get(workplace=workplace, worker=None)


def found_by(words: str) -> set[int]:
    rows = SearchEntry.objects.holding([words], "name_keys", "phones")
    return set(rows.values_list("workplace_id", flat=True))


def test_the_trigram_index_is_there() -> None:
    """Without it: put `*_search_index.OPERATIONS` back at the end of 0001_initial."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE 'search_entry_%'")
            there = {"search_entry_added", "search_entry_removed", "search_entry_changed"}
        else:
            cursor.execute("SELECT indexname FROM pg_indexes WHERE indexname LIKE '%trigram'")
            there = {"search_workers_by_trigram", "search_workplaces_by_trigram"}
        assert {name for (name,) in cursor.fetchall()} == there


def test_a_workplace_is_found_by_what_it_is_called_now(
    centre: Centre, today: date, now: datetime
) -> None:
    facts = {"name": "문래정밀", "road_address": "서울특별시 중구 을지로 157"}
    workplace = workplaces.register_workplace(centre=centre, facts=facts, today=today, now=now)
    assert found_by("ansfo") == {workplace.pk}

    changed = workplaces.change_workplace(
        workplace=workplace, version=workplace.version, changes={"name": "을지금속"}, now=now
    )

    assert entry_of(changed).initials == "dwrt"
    assert found_by("ansfo") == set()
    assert list(false_entries()) == []


def test_contacts_and_workers_are_found_while_they_are_there(now: datetime, today: date) -> None:
    workplace = cast.make_workplace()
    contact = contacts.add_contact(
        workplace=workplace, role="OWNER", name="박순자", phone="010-0000-9876", language="ko",
        is_primary=True, now=now,
    )  # fmt: skip
    worker = workers.add_worker(
        workplace=workplace, name="김철수", birth_date=None, phone="010-0000-5555",
        language="ko", job="", hired_date=None, now=now,
    )  # fmt: skip
    assert entry_of(workplace).phones == " 01000009876 "
    assert SearchEntry.objects.get(worker=worker).phones == " 01000005555 "

    contacts.remove_contact(contact=contact, left_date=today, now=now)
    workers.change_worker(worker=worker, changes={"name": "김철호"}, now=now)

    assert entry_of(workplace).phones == ""
    assert SearchEntry.objects.get(worker=worker).name_keys == "rlacjfgh"
    assert list(false_entries()) == []


def test_the_index_forgets_what_is_deleted() -> None:
    workplace = cast.make_workplace()
    cast.make_worker(workplace)
    refresh(workplaces=[workplace.pk])
    assert found_by("gksqlc") == {workplace.pk}

    workplace.workers.all().delete()
    workplace.delete()

    assert found_by("gksqlc") == set()
    assert not SearchEntry.objects.exists()


def test_what_nobody_refreshed_is_told_and_mended() -> None:
    """The twin: rows written past the actions are not found, and the check says so."""
    workplace = cast.make_workplace()
    assert list(false_entries()) == [f"workplace {workplace.pk}"]
    assert rebuild() == 1
    Workplace.objects.update(comparable_name="문래정밀")
    with pytest.raises(CommandError):
        call_command("reindex_search", check=True, stdout=StringIO())

    told = StringIO()
    call_command("reindex_search", stdout=told)
    call_command("reindex_search", check=True, stdout=told)

    assert told.getvalue() == "2 rows written\nOK\n"  # one removed, one written
    assert found_by("ansfo") == {workplace.pk}


def test_one_centre_is_rebuilt_alone(centre: Centre, other_centre: Centre) -> None:
    ours, theirs = cast.make_workplace(centre), cast.make_workplace(other_centre)

    call_command("reindex_search", centre="jung", stdout=StringIO())

    assert entry_of(ours).centre == centre
    assert list(false_entries()) == [f"workplace {theirs.pk}"]
    with pytest.raises(CommandError):
        call_command("reindex_search", centre="nowhere", stdout=StringIO())


def test_refreshing_what_is_true_writes_nothing() -> None:
    workplace = cast.make_workplace()
    cast.make_worker(workplace)

    assert refresh(workplaces=[workplace.pk]) == 2
    assert refresh(workplaces=[workplace.pk]) == 0


def test_an_entry_is_of_one_thing() -> None:
    workplace = cast.make_workplace()
    refresh(workplaces=[workplace.pk])
    second = entry_of(workplace)
    second.pk = None

    with pytest.raises(IntegrityError):
        second.save()
