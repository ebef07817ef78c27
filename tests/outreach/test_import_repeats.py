from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.models import Centre, Contact, Workplace
from outreach.places.districts import districts
from tests import cast
from tests.outreach.lists import commit, preview, take_in

REGISTER = Path(__file__).parents[3] / "shared/data/factory_register_seoul.xlsx"
VALID_NUMBER = "124-81-00998"
pytestmark = pytest.mark.django_db


@pytest.mark.skipif(not REGISTER.exists(), reason="the real register lies beside the checkout")
def test_the_real_register_enters_once() -> None:
    centre = cast.make_centre("seoul", district_codes=list(districts()))
    with REGISTER.open("rb") as file:
        first = preview(centre=centre, file=file, name=REGISTER.name)
    commit(first)
    with REGISTER.open("rb") as file:
        again = preview(centre=centre, file=file, name=REGISTER.name)

    assert first.counts == {"NEW": 324, "REJECTED": 84}
    assert again.counts == {"SAME": 324, "REJECTED": 84}
    assert Workplace.objects.filter(centre=centre).count() == 324
    assert Workplace.objects.filter(centre=centre).textable().count() < 40  # landlines, mostly


texts = st.sampled_from(["", "한빛도장", "(주)한빛도장", "두리봉제", "ＡＢＣ", "=1+1"])
addresses = st.sampled_from(
    [
        "",
        "서울 중구 을지로 157",
        "서울특별시 중구 을지로 157 (을지로3가)",
        "서울 중구 퇴계로 1",
        "중구",
        "부산 중구 1",
    ]
)
list_rows = st.fixed_dictionaries(
    {
        "name": texts,
        "address": addresses,
        "phone": st.sampled_from(["", "02", "010-0123-4567", "02-0123-4567/010-0123-4567"]),
        "business_no": st.sampled_from(["", VALID_NUMBER, "124810****", "106-81-00011"]),
        "site_no": st.sampled_from(["", "1", "2"]),
        "factory_no": st.sampled_from(["", "1", "2", "3"]),
        "workers": st.sampled_from(["", "2", "열"]),
    }
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(list_rows, min_size=1, max_size=8))
def test_the_same_file_twice_is_as_good_as_once(centre: Centre, rows: list[dict[str, str]]) -> None:
    Workplace.objects.all().delete()

    first = take_in(centre, *rows)
    once = (list(Workplace.objects.values()), list(Contact.objects.values()))
    second = take_in(centre, *rows)

    # What repeats a row that waits for a decision waits with it.
    accepted = first.rows.filter(applied_at__isnull=False)
    again = set(
        second.rows.filter(row__in=accepted.values("row")).values_list("outcome", flat=True)
    )
    assert again <= {"SAME", "MERGED"}
    assert not second.rows.filter(row__in=accepted.values("row"), applied_at=None).exclude(
        outcome="SAME"
    )
    assert (list(Workplace.objects.values()), list(Contact.objects.values())) == once
