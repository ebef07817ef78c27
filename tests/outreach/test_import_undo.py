"""Taking a list back as a whole, while nothing hangs on it."""

from __future__ import annotations

import pytest

from outreach.actions import imports
from outreach.actions.contacts import add_contact, record_texts_consent
from outreach.actions.imports import SomethingHangsOnIt, hindrances, start_undo, work
from outreach.actions.opt_outs import is_opted_out, opt_out
from outreach.models import Centre, Consent, Contact, ContactAttempt, ImportFile, Workplace
from tests import cast
from tests.outreach.lists import LATER, look, outcomes, take_in

pytestmark = pytest.mark.django_db
DURI = {"name": "두리봉제", "phone": "010-0123-0002"}
EVEN_LATER = LATER.replace(hour=23)


def undo(file: ImportFile) -> ImportFile:
    start_undo(import_file=file, staff=None, now=EVEN_LATER)
    return work(import_file=file, clock=lambda: EVEN_LATER)


def facts() -> list[tuple[object, ...]]:
    columns = [
        f.name for f in Workplace._meta.fields if f.name not in ("facts_changed_at", "version")
    ]
    return list(Workplace.objects.order_by("pk").values_list(*columns))


def test_a_list_is_undone_as_a_whole(centre: Centre) -> None:
    take_in(centre, {})
    before = (facts(), list(Contact.objects.values()))
    file = take_in(
        centre,
        {"name": "(주)한빛도장", "workers": "9", "address": "서울 중구 을지로 157, 2층"},
        DURI,
        {**DURI, "phone": "02-000-1111"},
    )
    assert Workplace.objects.count() == 2

    done = undo(file)

    assert done.state == ImportFile.State.UNDONE
    assert (facts(), list(Contact.objects.values())) == before
    assert Workplace.objects.get().facts_changed_at == EVEN_LATER  # so that due items follow
    assert outcomes(look(centre, DURI)) == ["NEW"]
    with pytest.raises(imports.NotTakenIn):
        undo(file)


def test_a_worker_hangs_on_it(centre: Centre) -> None:
    file = take_in(centre, {}, DURI)
    cast.make_worker(Workplace.objects.get(name="두리봉제"))

    with pytest.raises(SomethingHangsOnIt) as refusal:
        undo(file)

    assert [(h.row, h.name) for h in refusal.value.hindrances] == [(3, "두리봉제")]
    assert Workplace.objects.count() == 2


def test_a_change_since_hangs_on_it(centre: Centre) -> None:
    take_in(centre, {})
    file = take_in(centre, {"workers": "9"}, DURI)
    assert hindrances(import_file=file) == []  # the twin
    Workplace.objects.filter(name="한빛도장").update(regular_workers=10)
    add_contact(
        workplace=Workplace.objects.get(name="두리봉제"), role="OWNER", name="박", phone="",
        language="ko", is_primary=False, now=EVEN_LATER,
    )  # fmt: skip

    assert [h.row for h in hindrances(import_file=file)] == [2, 3]


def test_a_telephone_call_hangs_on_it(centre: Centre) -> None:
    file = take_in(centre, {})
    ContactAttempt.objects.create(
        workplace=Workplace.objects.get(),
        outcome="REFUSED",
        staff=cast.make_staff(),
        made_at=LATER,
    )

    assert [h.row for h in hindrances(import_file=file)] == [2]


def test_a_field_that_somebody_changed_in_this_moment_stays(centre: Centre) -> None:
    take_in(centre, {})
    file = take_in(centre, {"workers": "9", "owner": "박두리"})
    start_undo(import_file=file, staff=None, now=EVEN_LATER)
    Workplace.objects.update(regular_workers=10)

    done = work(import_file=file, clock=lambda: EVEN_LATER)

    assert done.counts["KEPT"] == 1
    assert Workplace.objects.get().regular_workers == 10


def test_refused_texts_stay_refused(centre: Centre) -> None:
    take_in(centre, {})
    contact = Contact.objects.get()
    record_texts_consent(
        contact=contact, is_given=False, text_version="1", staff=cast.make_staff(), now=LATER
    )
    opt_out(phone=contact.phone, now=LATER)

    file = take_in(centre, {"workers": "9"}, {"owner": "다른이"})

    assert outcomes(file) == ["CHANGED", "MERGED"]
    assert Contact.objects.get() == contact
    assert not Consent.objects.get().is_given
    assert is_opted_out(contact.phone)
