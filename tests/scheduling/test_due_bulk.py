"""Several workplaces of the due list at once, and whether texting them helps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from outreach.access import Role
from outreach.models import Workplace
from outreach.places.clusters import clusters
from safety.models import DueItem, DueSetting
from scheduling.actions import mass_offers
from scheduling.models import Offer
from scheduling.rules.call_ranking import is_held_out
from scheduling.rules.due_skills import Skill, skill_of
from scheduling.views.workplace_year import Owed, year_ahead
from tests import cast
from tests.cast import NOW, TODAY, make_contact, make_worker, make_workplace
from tests.cast_scheduling import make_due_item, make_exam_item, make_shift, make_team, make_visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]
SignedIn = Callable[..., Client]
BULK, ASK = "/due/bulk/", "/due/ask/"


def ticked(*items: DueItem) -> str:
    return ",".join(str(item.pk) for item in items)


def at_work() -> None:
    team = make_team()
    for day in range(1, 7):
        make_shift(team, TODAY + timedelta(days=day))


def test_what_was_ticked_is_put_off_once_the_reason_is_given(signed_in: SignedIn) -> None:
    items = [make_due_item(make_workplace(name=f"공장 {n}"), due_date=TODAY) for n in range(3)]
    client, sent = signed_in(), {"items": [ticked(items[0], items[1])]}

    asked = client.post(BULK, sent)
    assert asked.status_code == 200
    assert "공장 0" in asked.content.decode()
    assert not DueItem.objects.exclude(put_off_until=None).exists()
    refused = client.post(BULK, {**sent, "sure": "1", "until": "2026-12-24", "reason": ""})
    assert refused.status_code == 422
    client.post(BULK, {**sent, "sure": "1", "until": "2026-12-24", "reason": "공장 이사"})

    days = [DueItem.objects.get(pk=item.pk).put_off_until for item in items]
    assert days == [date(2026, 12, 24), date(2026, 12, 24), None]


def test_one_wrong_reason_puts_nothing_off(signed_in: SignedIn) -> None:
    items = [make_due_item(make_workplace(name=f"공장 {n}"), due_date=TODAY) for n in range(2)]

    sent = {"items": [ticked(*items)], "sure": "1", "until": "2026-11-01"}
    assert signed_in().post(BULK, {**sent, "reason": "이사"}).status_code == 422

    assert not DueItem.objects.exclude(put_off_until=None).exists()


def test_ticked_owners_are_asked_once_and_who_cannot_be_texted_is_told(signed_in: SignedIn) -> None:
    at_work()
    textable = make_contact().workplace
    silent = make_workplace(name="무전화")
    items = [make_due_item(place, due_date=TODAY + timedelta(9)) for place in (textable, silent)]
    client, sent = signed_in(), {"items": [ticked(*items)], "once": "a key of the form"}

    shown = client.post(ASK, sent).context
    assert [one.workplace for one in shown["asked"]] == [textable]
    assert [one.workplace for one, _why in shown["skipped"]] == [silent]
    assert not Offer.objects.exists()
    done = client.post(ASK, {**sent, "sure": "1"}).context["told"]
    again = client.post(ASK, {**sent, "sure": "1"})

    assert {one.workplace: one.is_done for one, _why in done} == {textable: True, silent: False}
    assert [offer.workplace for offer in Offer.objects.all()] == [textable]
    assert again.status_code == 302


def test_the_hold_out_share_is_called_and_never_texted(signed_in: SignedIn) -> None:
    at_work()
    places = [make_contact(make_workplace(name=f"공장 {n}")).workplace for n in range(6)]
    DueSetting.objects.create(centre=cast.make_centre(), hold_out_percent=50)
    items = [make_due_item(place, due_date=TODAY) for place in places]

    page = signed_in().post(ASK, {"items": [ticked(*items)], "sure": "1"})

    held = {place.pk for place in places if is_held_out(place.pk, percent=50)}
    untold = {one.workplace.pk for one, _why in page.context["told"] if not one.is_done}
    assert held == untold
    assert not Offer.objects.filter(workplace__in=held).exists()
    assert Offer.objects.count() == 6 - len(held)


def test_at_most_so_many_owners_are_asked_at_once(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mass_offers, "MOST", 3)
    items = [
        make_due_item(make_contact(make_workplace(name=f"공장 {n}")).workplace, due_date=TODAY)
        for n in range(4)
    ]

    page = signed_in().post(ASK, {"items": [ticked(*items)], "sure": "1"})

    assert page.status_code == 302
    assert not Offer.objects.exists()


def test_nothing_of_another_centre_is_touched(signed_in: SignedIn) -> None:
    item = make_due_item(make_workplace(cast.make_centre("mapo")), due_date=TODAY)

    sent = {"items": [ticked(item)], "sure": "1", "until": "2026-12-24"}
    signed_in().post(BULK, {**sent, "reason": "이사"})

    item.refresh_from_db()
    assert item.put_off_until is None


def test_both_groups_are_counted_by_who_booked_within_thirty_days(signed_in: SignedIn) -> None:
    DueSetting.objects.create(centre=cast.make_centre(), hold_out_percent=50)
    team, places = make_team(), [make_workplace(name=f"공장 {n}") for n in range(8)]
    for number, place in enumerate(places):
        Offer.objects.create(
            centre=place.centre, workplace=place, minutes=60, made_at=NOW - timedelta(days=40),
            made_by=cast.make_staff(), expires_at=NOW - timedelta(days=39),
            state=Offer.State.LET_GO,
        )  # fmt: skip
        day = NOW + timedelta(days=1 + number)
        late = timedelta(days=5 if number % 2 else 35)
        make_visit(place, team=team, starts_at=day, now=NOW - timedelta(days=40) + late)

    groups = signed_in(Role.ADMINISTRATOR).get("/due/compare/").context["groups"]

    assert sum(group.contacted for group in groups) == 8
    assert sum(group.booked for group in groups) == 4
    for group in groups:
        mine = [one for one in places if is_held_out(one.pk, percent=50) == group.is_held_out]
        assert group.contacted == len(mine)


def test_the_coming_year_of_a_workplace_adds_up() -> None:
    worker = make_worker()
    days = (-40, 0, 3, 40, 200, 360, 500)
    for day, hazard in zip(days, HAZARDS, strict=True):
        make_exam_item(worker, hazard, due_date=TODAY + timedelta(days=day))
    owed = [Owed(*row) for row in DueItem.objects.values_list(*Owed._fields)]

    cells = year_ahead(owed, today=TODAY)

    assert len(cells) == 13
    assert (cells[0].month, cells[0].count, cells[1].count) == (None, 1, 2)
    assert sum(cell.count for cell in cells) == 5  # two fall due later
    assert Workplace.objects.count() == 1


HAZARDS = ("toluene", "benzene", "noise", "mineral-dusts", "wood-dusts", "xylene", "styrene")


def test_the_chart_and_its_table_hold_the_same_numbers(signed_in: SignedIn) -> None:
    for days in (-40, 0, 40, 100):
        make_exam_item(make_worker(name=f"일꾼 {days}"), due_date=TODAY + timedelta(days=days))
    make_due_item(make_workplace(), due_date=TODAY, kind=DueItem.Kind.CONSULTATION)

    page = signed_in().get("/due/forecast/").context

    chart = page["chart"]
    assert [bar.count for bar in chart.bars] == page["totals"][1:]
    assert sum(line.total for line in chart.lines) == page["total"] == 5
    assert {line.skill for line in chart.lines} == {"EXAM", "CONSULTATION"}


def test_every_kind_is_somebodys_work() -> None:
    assert {skill_of(kind) for kind in DueItem.Kind.values} == set(Skill)


def test_the_list_is_narrowed_to_a_cluster(signed_in: SignedIn) -> None:
    """문래 in 영등포 is where metal is worked; another trade there is no part of it."""
    centre = cast.make_centre(district_codes=["11560"])
    cluster = next(one for one in clusters().values() if "11560" in one.district_codes)
    home = {"district_code": "11560", "dong": sorted(cluster.dongs)[0]}
    trade = sorted(cluster.divisions)[0] + "111"
    inside = make_due_item(make_workplace(centre, ksic=trade, **home), due_date=TODAY)
    make_due_item(make_workplace(centre, ksic="99999", **home, name="다른 업종"), due_date=TODAY)

    page = signed_in().get("/due/", {"cluster": cluster.code}).context

    assert (list(page["page"]), page["total"]) == ([inside.pk], 1)
