from __future__ import annotations

import pytest

from outreach.actions.imports import work
from outreach.models import Centre, Workplace
from tests import cast
from tests.outreach.lists import LATER, codes, commit, look, only_row, take_in

DURI = {"name": "두리봉제", "phone": "010-0123-0002"}
pytestmark = pytest.mark.django_db


def test_a_row_that_would_now_do_something_else_is_held_and_the_others_enter(
    centre: Centre,
) -> None:
    take_in(centre, {})
    file = look(centre, {"workers": "5"}, DURI)
    Workplace.objects.update(regular_workers=3)

    commit(file)

    row = file.rows.get(row=2)
    assert (row.outcome, codes(row), row.applied_at) == ("HELD", ["CHANGED_SINCE_PREVIEW"], None)
    assert Workplace.objects.get(name="한빛도장").regular_workers == 3
    assert Workplace.objects.filter(name="두리봉제").exists()


def test_a_fresh_preview_of_the_same_list_is_taken_in(centre: Centre) -> None:
    """The twin: without the change in between nothing is refused."""
    take_in(centre, {})
    file = look(centre, {"workers": "5"}, DURI)

    commit(file)

    assert Workplace.objects.get(name="한빛도장").regular_workers == 5


def test_a_failure_in_the_middle_leaves_nothing(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = look(centre, {}, DURI)

    def fail(*args: object, **rest: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr("outreach.actions.imports.applying.enter", fail)
        with pytest.raises(OSError, match="disk full"):
            commit(file)
    assert not Workplace.objects.exists()
    assert not file.rows.exclude(applied_at=None).exists()

    work(import_file=file, clock=lambda: LATER)  # the twin: nothing else stood in its way
    assert Workplace.objects.count() == 2


def test_what_somebody_registered_meanwhile_is_held(centre: Centre) -> None:
    file = look(centre, {"factory_no": "111402006113705"})
    cast.make_workplace(centre, name="먼저", factory_no="111402006113705")

    commit(file)

    assert codes(only_row(file)) == ["CHANGED_SINCE_PREVIEW"]
    assert Workplace.objects.count() == 1
