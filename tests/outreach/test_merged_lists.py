"""The list that brought a double, brought again after the merge."""

from __future__ import annotations

import pytest

from outreach.models import Centre, Contact, Workplace
from tests.outreach.lists import outcomes, take_in
from tests.scheduling.merging import merge, settle

pytestmark = pytest.mark.django_db


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
