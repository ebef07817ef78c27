"""김 looks for workshops the way people remember them; 박 of another centre is never shown any."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from outreach.access import SEES_NAMES, TABLE, Permission, Role
from outreach.actions.search import refresh
from outreach.models import Centre, Contact, Worker, Workplace
from outreach.search import ADDRESS, INITIALS, NAME, NUMBER, PERSON, PHONE, SIMILAR, Hit, find
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(centre: Centre, other_centre: Centre) -> Workplace:
    """문래정밀 among its likes, with its owner and a worker; another centre has one of the name."""
    shop = cast.make_workplace(
        name="문래정밀", representative_name="박순자", business_no="1234567891",
        factory_no="111402024001", road_address="서울특별시 영등포구 도림로128길 7",
    )  # fmt: skip
    cast.make_contact(shop, name="박순자", phone="+821000004321")
    cast.make_worker(shop, name="김철수", phone="+821000008765")
    cast.make_workplace(name="대신문래정밀")
    cast.make_workplace(name="한국공업")
    cast.make_workplace(other_centre, name="문래정밀")
    refresh(workplaces=Workplace.objects.values_list("pk", flat=True))
    return shop


Look = Callable[..., list[Hit]]


@pytest.fixture
def look(centre: Centre) -> Look:
    def search(words: str, role: Role = Role.COORDINATOR) -> list[Hit]:
        place = None if role == Role.CITY else centre
        return find(asker=cast.make_staff(role, place), words=words, limit=10)

    return search


def names(hits: list[Hit]) -> list[str]:
    return [hit.subject.name for hit in hits]


@pytest.mark.parametrize(
    ("words", "matched"),
    [
        ("문래정밀", NAME),
        ("(주) 문래 정밀", NAME),
        ("문래", NAME),
        ("문ㄹ", NAME),
        ("문랮", NAME),
        ("무", NAME),
        ("ansfo", NAME),  # typed with the keyboard in English
        ("ㅁㄹㅈㅁ", INITIALS),
        ("ㅁㄹ", INITIALS),
        ("ㅁ", INITIALS),
        ("문레정밀", SIMILAR),
        ("문래정밈", SIMILAR),
        ("뭄래정밀", SIMILAR),
        ("123-45-67891", NUMBER),
        ("12345", NUMBER),
        ("111402024001", NUMBER),
        ("4321", PHONE),
        ("010-0000-4321", PHONE),
        ("+82 10-0000-4321", PHONE),
        ("박순자", PERSON),
        ("도림로128길", ADDRESS),
        ("영등포 정밀", ADDRESS),
        ("정밀 도림로", ADDRESS),
    ],
)
def test_a_workplace_is_found_by_what_is_remembered(
    shop: Workplace, look: Look, words: str, matched: str
) -> None:
    first = look(words)[0]

    assert (first.subject, first.matched) == (shop, matched)


def test_what_begins_so_comes_before_what_holds_it_and_a_slip_last(
    shop: Workplace, look: Look
) -> None:
    slip = cast.make_workplace(name="문레정밀")
    refresh(workplaces=[slip.pk])

    assert names(look("문래"))[:2] == ["문래정밀", "대신문래정밀"]
    assert names(look("문레정밀"))[0] == "문레정밀"


def test_what_closed_comes_last_of_its_likes(shop: Workplace, look: Look) -> None:
    Workplace.objects.filter(pk=shop.pk).update(closed_date=cast.TODAY)
    open_one = cast.make_workplace(name="문래정밀사")
    refresh(workplaces=[open_one.pk])

    assert [hit.is_gone for hit in look("문래")[:2]] == [False, True]


@pytest.mark.parametrize(
    ("words", "matched"),
    [("김철수", NAME), ("ㄱㅊㅅ", INITIALS), ("8765", PHONE), ("김철수 문래정밀", NAME)],
)
def test_a_worker_is_found_by_who_may_see_workers(
    shop: Workplace, look: Look, words: str, matched: str
) -> None:
    worker = Worker.objects.get()
    for role in Role:
        hits = [hit for hit in look(words, role) if isinstance(hit.subject, Worker)]

        may_see = Permission.SEE_WORKERS in TABLE[role]
        assert [(hit.subject, hit.matched) for hit in hits] == [(worker, matched)] * may_see


@pytest.mark.parametrize("words", ["박순자", "4321", "01000004321", "김철수", "8765", "박순"])
def test_a_masked_name_or_its_telephone_finds_nothing(
    shop: Workplace, look: Look, words: str
) -> None:
    assert names(look("문래정밀", Role.VIEWER))[0] == "문래정밀"
    assert look(words, Role.VIEWER) == []
    assert look(words, Role.COORDINATOR) != []


def test_masking_alone_keeps_workers_from_being_found(
    shop: Workplace, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A role that saw workers under masked names would learn a name by finding it."""
    monkeypatch.setitem(TABLE, Role.VIEWER, TABLE[Role.VIEWER] | {Permission.SEE_WORKERS})
    assert look("김철수", Role.VIEWER) == []

    monkeypatch.setattr("outreach.access.SEES_NAMES", SEES_NAMES | {Role.VIEWER})

    assert names(look("김철수", Role.VIEWER)) == ["김철수"]


@pytest.mark.parametrize("role", [Role.DRIVER, Role.INSTRUCTOR, Role.CITY])
def test_who_sees_no_workplaces_finds_none(shop: Workplace, look: Look, role: Role) -> None:
    assert look("문래", role) == []


@pytest.mark.parametrize("words", ["문래정밀", "ㅁㄹㅈㅁ", "문레정밀", "을지로", "한국"])
def test_nothing_of_another_centre_is_found(
    shop: Workplace, other_centre: Centre, look: Look, words: str
) -> None:
    theirs = cast.make_staff(Role.COORDINATOR, other_centre)
    found = find(asker=theirs, words=words, limit=10)

    assert {hit.workplace.centre for hit in found} <= {other_centre}
    assert shop not in {hit.workplace for hit in found}
    assert other_centre not in {hit.workplace.centre for hit in look(words)}


@pytest.mark.parametrize(
    "words", ["", " ", "-", "()", '"', "*", "없는곳입니다", "%", "_", "\\", "ㅏ"]
)
def test_nothing_sensible_finds_nothing(shop: Workplace, look: Look, words: str) -> None:
    assert look(words) == []


@pytest.mark.parametrize(
    "words", ['문래" OR "정밀', "문래%", "name_keys : 문래", "문래' --", "'a" * 99]
)
def test_signs_of_a_query_language_are_only_signs(shop: Workplace, look: Look, words: str) -> None:
    assert set(names(look(words))) <= {"문래정밀", "대신문래정밀"}


def test_no_more_than_asked_for_and_in_few_questions(
    shop: Workplace, look: Look, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    made = [
        cast.make_workplace(name=f"정밀{number}", comparable_name=f"정밀{number}")
        for number in range(30)
    ]
    refresh(workplaces=[workplace.pk for workplace in made])
    staff = cast.make_staff(Role.COORDINATOR)

    for words in ("정밀", "문레정밀", "4321", "ㅁㄹㅈㅁ", "서울 정밀", "12345678"):
        with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
            assert len(find(asker=staff, words=words, limit=5)) <= 10


def test_a_number_of_somebody_who_left_finds_nothing(shop: Workplace, look: Look) -> None:
    Contact.objects.update(left_date=cast.TODAY)
    refresh(workplaces=[shop.pk])

    assert look("4321") == []
