"""Two people with one form open: who sees what, and what is saved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.actions import workplaces
from outreach.actions.contacts import change_contact
from outreach.actions.workers import change_worker
from outreach.actions.workplaces import ChangedMeanwhile
from outreach.forms.site_cards import SiteCardForm, card_of
from outreach.forms.versions import conflict_of
from outreach.models import Contact, Worker, Workplace
from tests import cast
from tests.cast import NOW

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]
LATER = NOW + timedelta(minutes=1)


def as_shown(client: Client, address: str) -> dict[str, str]:
    """Return what a browser would send if nobody touched the form."""
    initial = client.get(address).context["form"].initial
    return {
        name: value if isinstance(value, str) else "" if value in (None, False) else str(value)
        for name, value in initial.items()
    }


def pages() -> list[tuple[str, str, str, str]]:
    """Return a page of each kind, a field of it and two answers."""
    worker = cast.make_worker(phone="")
    contact = cast.make_contact(worker.workplace)
    place = worker.workplace_id
    return [
        (f"/workplaces/{place}/edit/", "representative_name", "이가람", "박나래"),
        (f"/workplaces/{place}/site-card/", "site_note", "뒷문", "옆문"),
        (f"/workers/{worker.pk}/edit/", "job", "세척", "건조"),
        (f"/contacts/{contact.pk}/edit/", "name", "이가람", "박나래"),
    ]


@pytest.mark.parametrize("number", range(4))
def test_the_second_one_sees_both_and_chooses(signed_in: SignedIn, number: int) -> None:
    client = signed_in()
    address, field, first, second = pages()[number]
    shown = as_shown(client, address)

    assert client.post(address, {**shown, field: first}).status_code == 302
    asked = client.post(address, {**shown, field: second})

    assert asked.status_code == 409
    conflict = asked.context["conflict"]
    [line] = conflict.differences
    assert (line.name, line.theirs, line.mine, line.chosen) == (field, first, second, "")
    again = {**dict(conflict.hidden), "asked": conflict.asked}
    assert client.post(address, again).status_code == 409  # nothing is saved unchosen
    assert client.post(address, {**again, f"choice-{field}": "theirs"}).status_code == 302
    assert as_shown(client, address)[field] == first
    assert client.post(address, {**again, f"choice-{field}": "mine"}).status_code == 302
    assert as_shown(client, address)[field] == second


@pytest.mark.parametrize("number", range(4))
def test_who_changed_nothing_of_it_loses_nothing(signed_in: SignedIn, number: int) -> None:
    """The first one's answer is ticked for what the second never touched."""
    client = signed_in()
    address, field, first, _second = pages()[number]
    shown = as_shown(client, address)
    client.post(address, {**shown, field: first})

    asked = client.post(address, shown)

    conflict = asked.context["conflict"]
    [line] = conflict.differences
    assert line.chosen == "theirs"
    client.post(address, {**dict(conflict.hidden), f"choice-{field}": line.chosen})
    assert as_shown(client, address)[field] == first


def test_two_pages_of_one_workplace_do_not_meet(signed_in: SignedIn) -> None:
    """Facts and site card share a version, but no field that both changed."""
    client, place = signed_in(), cast.make_workplace()
    facts = as_shown(client, f"/workplaces/{place.pk}/edit/")

    card = as_shown(client, f"/workplaces/{place.pk}/site-card/")
    client.post(f"/workplaces/{place.pk}/site-card/", {**card, "has_power": "yes"})
    asked = client.post(f"/workplaces/{place.pk}/edit/", {**facts, "name": "한빛 도장"})
    conflict = asked.context["conflict"]
    sent = {**dict(conflict.hidden), "choice-has_power": "theirs"}
    client.post(f"/workplaces/{place.pk}/edit/", sent)

    place.refresh_from_db()
    assert (place.name, place.has_power) == ("한빛 도장", True)


def change(row: Any, version: int) -> None:
    if isinstance(row, Workplace):
        workplaces.change_workplace(
            workplace=row, version=version, changes={"site_note": "뒷문"}, now=LATER
        )
    elif isinstance(row, Contact):
        change_contact(contact=row, version=version, changes={"name": "이가람"}, now=LATER)
    else:
        change_worker(worker=row, version=version, changes={"job": "세척"}, now=LATER)


@pytest.mark.parametrize("kind", [Workplace, Contact, Worker])
def test_an_old_version_is_refused_by_the_row_itself(kind: type[Any]) -> None:
    contact = cast.make_contact()
    cast.make_worker(contact.workplace)
    row, same = kind.objects.get(), kind.objects.get()

    change(row, row.version)

    with pytest.raises(ChangedMeanwhile):
        change(same, same.version)


def test_without_the_version_the_first_answer_is_lost() -> None:
    """The twin: saved over whatever version there is, the first one's work is gone unseen."""
    contact = cast.make_contact()
    first, second = Contact.objects.get(), Contact.objects.get()

    change_contact(contact=first, changes={"name": "이가람"}, now=LATER)
    change_contact(contact=second, changes={"language": "vi"}, now=LATER)

    contact.refresh_from_db()
    assert contact.name == "김한빛"


CARDS = st.fixed_dictionaries(
    {
        "floor": st.sampled_from(["", "-1", "2", "3"]),
        "has_lift": st.sampled_from(["", "yes", "no"]),
        "site_note": st.sampled_from(["", "뒷문", "옆문"]),
    }
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(base=CARDS, theirs=CARDS, mine=CARDS)
def test_a_field_that_both_changed_is_never_saved_unasked(
    base: dict[str, str], theirs: dict[str, str], mine: dict[str, str]
) -> None:
    """For any three cards: exactly what somebody else changed, and I would undo, is asked."""
    shown = SiteCardForm(initial=base)
    sent = {**mine, "version": "1", "shown": shown.initial["shown"]}

    form = SiteCardForm(sent, initial=theirs)  # type: ignore[arg-type]
    conflict = conflict_of(form, version=2)

    asked = {one.name: one.is_both for one in conflict.differences} if conflict else {}
    assert asked == {
        name: mine[name] != base[name]
        for name in base
        if theirs[name] != base[name] and mine[name] != theirs[name]
    }


def test_the_card_is_shown_as_it_is_on_record() -> None:
    assert card_of(cast.make_workplace(has_lift=False))["has_lift"] == "no"
