from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from outreach import clock
from outreach.access import Role
from outreach.models import Centre, Workplace
from safety.models import DueItem
from tests import cast
from tests.cast import NOW, TODAY

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def test_a_workplace_is_registered_with_its_name_alone(signed_in: SignIn, centre: Centre) -> None:
    client = signed_in()

    assert client.get(reverse("workplace-new")).status_code == 200
    answer = client.post(reverse("workplace-new"), {"name": "새봄금속"})

    workplace = Workplace.objects.get()
    assert answer.headers["Location"] == reverse("workplace", args=[workplace.pk])
    assert (workplace.centre, workplace.registered_date) == (centre, TODAY)
    kinds = set(DueItem.objects.open().values_list("kind", flat=True))
    assert kinds == {"CONSULTATION", "WORK_ENVIRONMENT", "RISK_ASSESSMENT"}


def test_everything_can_be_given(signed_in: SignIn) -> None:
    signed_in().post(
        reverse("workplace-new"),
        {
            "name": "새봄금속", "business_no": "120-81-47521", "insurance_no": "120-81-47521-0",
            "ksic": "25922", "road_address": "서울특별시 중구 을지로 157 (산림동)",
            "regular_workers": "3", "floor": "-1", "has_lift": "no", "has_power": "yes",
            "preferred_from": "10:00", "preferred_to": "12:00",
        },
    )  # fmt: skip

    workplace = Workplace.objects.get()
    assert (workplace.business_no, workplace.insurance_no) == ("1208147521", "12081475210")
    assert (workplace.has_lift, workplace.has_power) == (False, True)
    assert workplace.has_van_parking is None
    assert workplace.dong == "산림동"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"business_no": "120-81-47522"}, "business_no"),
        ({"insurance_no": "123"}, "insurance_no"),
        ({"preferred_from": "12:00", "preferred_to": "10:00"}, "preferred_to"),
        ({"site_note": "사장님 900101-1234567"}, "site_note"),
        ({"ksic": "99999"}, "ksic"),
    ],
)
def test_a_wrong_fact_is_refused_beside_its_field(
    signed_in: SignIn, change: dict[str, str], field: str
) -> None:
    answer = signed_in().post(reverse("workplace-new"), {"name": "새봄금속"} | change)

    assert field in answer.context["form"].errors
    assert "900101-1234567" not in answer.content.decode()
    assert not Workplace.objects.exists()


def sent_back(client: Client, address: str) -> dict[str, str]:
    """Return what a browser would send if nobody touched the form."""
    shown = client.get(address).context["form"].initial
    return {name: "" if value is None else str(value) for name, value in shown.items()}


def edit(client: Client, workplace: Workplace, **changes: str) -> object:
    address = reverse("workplace-edit", args=[workplace.pk])
    return client.post(address, sent_back(client, address) | changes)


def test_the_form_saves_what_it_showed(signed_in: SignIn) -> None:
    workplace = cast.make_workplace()
    before = dict(Workplace.objects.values().get())

    edit(signed_in(), workplace)

    after = dict(Workplace.objects.values().get())
    assert dict(after, version=0, facts_changed_at=0) == dict(before, version=0, facts_changed_at=0)


def test_two_people_do_not_overwrite_each_other(signed_in: SignIn) -> None:
    workplace = cast.make_workplace()
    client, address = signed_in(), reverse("workplace-edit", args=[workplace.pk])
    first = sent_back(client, address)

    edit(client, workplace, floor="2")
    answer = client.post(address, {**first, "floor": "5"})

    workplace.refresh_from_db()
    assert (workplace.floor, answer.status_code) == (2, 409)
    [line] = answer.context["conflict"].differences
    assert (line.name, line.before, line.theirs, line.mine) == ("floor", "3", "2", "5")


@pytest.mark.parametrize(
    "route", ["workplace-edit", "workplace-close", "worker-new", "measurement-new"]
)
def test_another_centres_workplace_is_not_found(
    signed_in: SignIn, other_centre: Centre, route: str
) -> None:
    theirs = cast.make_workplace(other_centre)
    client = signed_in()

    assert client.get(reverse(route, args=[theirs.pk])).status_code == 404
    assert client.post(reverse(route, args=[theirs.pk]), {"name": "내것"}).status_code == 404
    theirs.refresh_from_db()
    assert (theirs.name, theirs.closed_date) == ("한빛도장", None)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.FINANCE, Role.CLINICIAN, Role.DRIVER])
def test_the_facts_are_changed_by_coordinators(signed_in: SignIn, role: Role) -> None:
    workplace = cast.make_workplace()

    assert signed_in(role).get(reverse("workplace-edit", args=[workplace.pk])).status_code == 403
