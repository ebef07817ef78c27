from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from outreach import clock
from outreach.access import Role
from outreach.actions.opt_outs import is_opted_out
from outreach.models import Centre, Contact, ContactAttempt
from tests import cast
from tests.cast import NOW, TODAY

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
GIVEN = {"role": "OWNER", "name": "김한빛", "phone": "010-0000-9301", "language": "ko"}


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def test_a_contact_is_added_and_the_number_is_recognised(signed_in: SignIn) -> None:
    workplace = cast.make_workplace()
    client = signed_in()
    address = reverse("contact-new", args=[workplace.pk])

    assert client.get(address).context["form"].initial["is_primary"] is True
    answer = client.post(address, GIVEN | {"texts": "yes"}, follow=True)

    contact = Contact.objects.get()
    assert (contact.phone, contact.is_textable) == ("+821000009301", True)
    assert contact.consents.standing().get().channel == "TELEPHONE"
    assert "휴대전화: 문자를 보낼 수 있습니다" in answer.content.decode()


def test_a_landline_is_kept_for_calls(signed_in: SignIn) -> None:
    workplace = cast.make_workplace()

    signed_in().post(reverse("contact-new", args=[workplace.pk]), GIVEN | {"phone": "02-2000-6400"})

    assert Contact.objects.get().line_kind == Contact.LineKind.LANDLINE


@pytest.mark.parametrize(
    "change", [{"name": "", "phone": ""}, {"phone": "900101-1234567"}, {"language": "xx"}]
)
def test_a_wrong_contact_is_refused(signed_in: SignIn, change: dict[str, str]) -> None:
    workplace = cast.make_workplace()

    answer = signed_in().post(reverse("contact-new", args=[workplace.pk]), GIVEN | change)

    assert answer.context["form"].errors
    assert "900101-1234567" not in answer.content.decode()
    assert not Contact.objects.exists()


def test_a_contact_is_changed_and_refuses_texts(signed_in: SignIn) -> None:
    contact = cast.make_contact()
    client = signed_in()
    address = reverse("contact-edit", args=[contact.pk])

    page = client.get(address).content.decode()
    client.post(address, GIVEN | {"texts": "no"})

    contact.refresh_from_db()
    assert "010-0000-" in page
    assert contact.phone == "+821000009301"
    assert is_opted_out(contact.phone)
    assert client.get(address).context["form"].initial["texts"] == "no"


def test_a_number_is_not_taken_twice(signed_in: SignIn) -> None:
    contact = cast.make_contact(phone="+821000009301")
    client = signed_in()

    answer = client.post(reverse("contact-new", args=[contact.workplace_id]), GIVEN)

    assert "phone" in answer.context["form"].errors


def test_a_contact_is_removed_after_a_question(signed_in: SignIn) -> None:
    contact = cast.make_contact()
    client = signed_in()
    address = reverse("contact-remove", args=[contact.pk])

    assert client.get(address).status_code == 200
    client.post(address)
    client.post(address)

    contact.refresh_from_db()
    assert contact.left_date == TODAY
    assert client.get(reverse("contact-edit", args=[contact.pk])).status_code == 404


@pytest.mark.parametrize("outcome", ContactAttempt.Outcome.values)
def test_one_click_records_a_call(signed_in: SignIn, outcome: str) -> None:
    workplace = cast.make_contact().workplace
    client = signed_in()
    address = reverse("call-record", args=[workplace.pk])

    assert f'value="{outcome}"' in client.get(address).content.decode()
    answer = client.post(address, {"outcome": outcome})

    attempt = ContactAttempt.objects.get()
    assert (attempt.outcome, attempt.made_at) == (outcome, NOW)
    wanted = "contact-new" if outcome == "GOT_MOBILE" else "workplace"
    assert answer.headers["Location"] == reverse(wanted, args=[workplace.pk])


def test_a_call_leads_back_to_the_page_it_came_from_but_never_outside(
    signed_in: SignIn,
) -> None:
    workplace = cast.make_workplace()
    client = signed_in(Role.CLINICIAN)
    address = reverse("call-record", args=[workplace.pk])

    back = client.post(address, {"outcome": "REACHED", "next": "/due/?week=2026-11-23"})
    outside = client.post(address, {"outcome": "REACHED", "next": "https://example.org/"})

    assert back.headers["Location"] == "/due/?week=2026-11-23"
    assert outside.headers["Location"] == reverse("workplace", args=[workplace.pk])


def test_an_unknown_outcome_is_refused(signed_in: SignIn) -> None:
    workplace = cast.make_workplace()

    signed_in().post(reverse("call-record", args=[workplace.pk]), {"outcome": "SANG"})

    assert not ContactAttempt.objects.exists()


def test_another_centres_rows_are_not_found(signed_in: SignIn, other_centre: Centre) -> None:
    theirs = cast.make_contact(cast.make_workplace(other_centre))
    client = signed_in()

    for route, pk in (
        ("contact-edit", theirs.pk),
        ("contact-remove", theirs.pk),
        ("contact-new", theirs.workplace_id),
        ("call-record", theirs.workplace_id),
    ):
        assert client.get(reverse(route, args=[pk])).status_code == 404
        assert client.post(reverse(route, args=[pk]), GIVEN).status_code == 404


@pytest.mark.parametrize("role", [Role.VIEWER, Role.FINANCE, Role.DRIVER, Role.CITY])
def test_contacts_are_changed_by_coordinators(signed_in: SignIn, role: Role) -> None:
    contact = cast.make_contact()

    for route in ("contact-edit", "contact-remove"):
        assert signed_in(role).get(reverse(route, args=[contact.pk])).status_code == 403
    call = reverse("call-record", args=[contact.workplace_id])
    assert signed_in(role).get(call).status_code == 403
