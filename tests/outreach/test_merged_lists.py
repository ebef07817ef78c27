"""The list that brought a double, brought again after the merge."""

from __future__ import annotations

import pytest

from outreach.actions.imports import decide, start_commit, work
from outreach.models import Centre, Contact, ImportRow, Workplace
from tests import cast
from tests.outreach.lists import LATER, look, only_row, outcomes, take_in
from tests.scheduling.merging import merge, settle

pytestmark = pytest.mark.django_db
KEPT = {"name": "한빛도장", "phone": "010-0123-4567", "factory_no": "1"}
GONE = {"name": "새봄금속", "phone": "010-0123-9999", "address": "서울특별시 중구 을지로 9",
        "factory_no": "2"}  # fmt: skip


@pytest.fixture
def double(centre: Centre) -> tuple[Workplace, Workplace]:
    take_in(centre, KEPT, GONE)
    kept, gone = Workplace.objects.order_by("pk")
    settle(kept, gone)
    merge(kept, gone)
    return kept, gone


def test_brings_neither_the_double_nor_its_telephone_again(centre: Centre) -> None:
    rows = (
        {"name": "한빛도장", "phone": "010-0123-4567"},
        {"name": "새봄금속", "phone": "010-0123-9999", "address": "서울특별시 중구 을지로 9"},
    )
    take_in(centre, *rows)
    kept, gone = Workplace.objects.order_by("pk")
    settle(kept, gone)
    merge(kept, gone)

    again = take_in(centre, *rows)

    assert outcomes(again) == ["SAME", "SAME"]
    assert Workplace.objects.count() == 2
    assert Contact.objects.current().filter(workplace=kept).count() == 2
    assert not Contact.objects.filter(workplace=gone).exists()


def test_what_it_tells_of_the_double_is_written_to_what_was_kept(
    centre: Centre, double: tuple[Workplace, Workplace]
) -> None:
    kept, gone = double

    file = take_in(centre, GONE | {"workers": "7", "phone": "010-0123-5555"})

    assert outcomes(file) == ["CHANGED"]
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.regular_workers, gone.regular_workers) == (7, 2)
    assert (kept.name, kept.factory_no, kept.dong) == ("한빛도장", "1", "을지로3가")
    assert Contact.objects.filter(phone="+821001235555").get().workplace == kept
    assert not Contact.objects.filter(workplace=gone).exists()


@pytest.mark.parametrize("rows", [(KEPT, GONE), (GONE, KEPT)], ids=["after it", "before it"])
def test_the_same_list_twice_changes_nothing_whichever_row_comes_first(
    centre: Centre, double: tuple[Workplace, Workplace], rows: tuple[dict[str, str], ...]
) -> None:
    told = [rows[0] | {"workers": "5"}, rows[1] | {"workers": "8"}]
    take_in(centre, *told)

    again = look(centre, *told)

    assert not any(row.changes for row in again.rows.all())
    assert "HELD" not in outcomes(again)
    assert Workplace.objects.get(pk=double[0].pk).regular_workers == 5


def test_a_row_that_was_to_join_the_double_joins_what_was_kept(centre: Centre) -> None:
    take_in(centre, KEPT, GONE)
    kept, gone = Workplace.objects.order_by("pk")
    file = look(centre, GONE | {"factory_no": "", "name": "새봄금숙", "workers": "9"})
    row = only_row(file)
    assert (row.outcome, row.candidates[0]["workplace"]) == ("HELD", gone.pk)
    decide(row=row, decision=ImportRow.Decision.JOIN, changes={"regular_workers": 9},
           staff=None, now=LATER, today=cast.TODAY)  # fmt: skip
    settle(kept, gone)
    merge(kept, gone)

    start_commit(import_file=file, staff=None, now=LATER)
    work(import_file=file, clock=lambda: LATER)

    assert Workplace.objects.get(pk=kept.pk).regular_workers == 9
    assert Workplace.objects.get(pk=gone.pk).regular_workers == 2
