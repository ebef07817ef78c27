"""How often a roster asks the database: as often for many workplaces as for few."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outreach.models import ImportFile, Worker, Workplace
from tests import cast
from tests.cast_safety import make_exposure
from tests.safety.rosters.lists import bring, commit, painter

pytestmark = pytest.mark.django_db
FEW, MANY = 3, 12


def make_shops(count: int) -> list[Workplace]:
    shops = [cast.make_workplace(name=f"큰솔{number}공업") for number in range(count)]
    for shop in shops:
        make_exposure(cast.make_worker(shop, name="김철수"))
    return shops


def roster(shops: list[Workplace]) -> list[dict[str, str]]:
    rows = [painter(사업장명=shop.name, 검진기관="") for shop in shops]
    return [*rows, *(dict(row, 성명="박민수", 휴대폰="", 생년월일="1971-01-01") for row in rows)]


def reading(rows: list[dict[str, str]]) -> tuple[ImportFile, int]:
    with CaptureQueriesContext(connection) as asked:
        file = bring(*rows)
    return file, len(asked)


def test_looking_at_many_workplaces_asks_no_more_than_at_few() -> None:
    shops = make_shops(MANY)
    _file, first = reading(roster(shops[:1]))  # staff and centre are made with it

    _file, few = reading(roster(shops[:FEW]))
    file, many = reading(roster(shops))

    assert few == many <= first
    assert sum(file.counts.values()) == 2 * MANY


def test_nor_does_taking_them_in() -> None:
    shops = make_shops(FEW + MANY)
    asked = []
    for some in (shops[:FEW], shops[FEW:]):
        file = bring(*roster(some))
        with CaptureQueriesContext(connection) as queries:
            commit(file)
        asked.append(len(queries))

    assert asked[1] <= asked[0] + 2  # the first one made the institution that is not stated
    assert Worker.objects.filter(name="박민수").count() == FEW + MANY
