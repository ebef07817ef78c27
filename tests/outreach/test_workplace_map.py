from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from django.conf import settings as project
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from pytest_django.fixtures import DjangoAssertNumQueries

from outreach.models import Centre
from outreach.places.clusters import clusters
from outreach.places.districts import districts
from outreach.places.dongs import dongs
from outreach.places.sheets import areas, on_sheet, tiles
from tests.outreach.makers import make_town

SignIn = Callable[..., Client]
SHEETS = project.BASE_DIR / "static" / "map"
QUERIES = 8  # session, person, centre, count, facets twice and state, places


def test_each_district_and_dong_is_drawn_where_its_point_lies() -> None:
    for district in districts().values():
        box, (x, y) = areas()[district.code], on_sheet(district.lat, district.lon)
        assert box.x <= x <= box.x + box.width
        assert box.y <= y <= box.y + box.height
    drawn = {
        path.attrib["id"]
        for sheet in SHEETS.glob("*.svg")
        for path in ElementTree.parse(sheet).iter("{http://www.w3.org/2000/svg}path")
    }
    assert drawn == {f"a{code}" for code in districts()} | {f"a{d.code}" for d in dongs().values()}


def test_each_cluster_lies_in_dong_that_exist() -> None:
    known = set(dongs())
    for cluster in clusters().values():
        assert all(
            any((code, dong) in known for code in cluster.district_codes) for dong in cluster.dongs
        )


def test_tiles_cover_the_box() -> None:
    for code in ("", "11140", "11140155"):
        box = areas().get(code) or areas()["11140"]
        several = [place for _zoom, _column, _line, place in tiles(box)]
        assert 2 <= len(several) <= 64
        assert min(place.x for place in several) <= box.x
        assert max(place.x + place.width for place in several) >= box.x + box.width


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["", "?district=11140", "?district=11140&dong=11140.산림동"])
def test_the_list_beside_the_map_adds_up_to_its_count(
    centre: Centre, signed_in: SignIn, address: str
) -> None:
    make_town(centre)

    response = signed_in().get(reverse("workplace-map") + address)

    spots = response.context["spots"]
    assert sum(one.spot.count for one in spots) == response.context["search"].total > 0
    page = response.content.decode()
    listed = page[page.index('class="atlas__list"') :]
    assert listed.count("<li>") == len(spots)
    assert "국토지리정보원" in page


@pytest.mark.django_db
def test_choosing_a_district_narrows_the_filter(centre: Centre, signed_in: SignIn) -> None:
    make_town(centre)
    client = signed_in()

    page = client.get(reverse("workplace-map"), {"size": "1-4"}).content.decode()

    assert f"{reverse('workplace-map')}?district=11140&amp;size=1-4" in page


@pytest.mark.django_db
@pytest.mark.parametrize("count", [5, 60])
def test_queries_do_not_grow_with_the_points(
    centre: Centre,
    signed_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    make_town(centre, count=count)
    client = signed_in()

    with django_assert_num_queries(QUERIES):
        client.get(reverse("workplace-map"))


@pytest.mark.django_db
def test_no_other_host_is_asked_unless_a_setting_says_so(
    centre: Centre, signed_in: SignIn, settings: Settings
) -> None:
    make_town(centre, count=3)
    client = signed_in()

    alone = client.get(reverse("workplace-map"))
    assert not re.search(r'(href|src)="https?://(?!www\.w3\.org)', _main(alone.content.decode()))
    assert "tiles.example" not in alone["Content-Security-Policy"]

    settings.MAP_TILES_URL = "https://tiles.example/{z}/{x}/{y}.png"
    settings.MAP_TILES_CREDIT = "© tiles.example"
    tiled = client.get(reverse("workplace-map")).content.decode()
    assert 'href="https://tiles.example/' in tiled
    assert "© tiles.example" in tiled


def _main(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]
