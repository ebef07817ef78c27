"""A centre's own words: refused with the reason, previewed as they travel, kept as versions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from outreach import clock
from outreach.access import Role
from outreach.actions import messages, wordings
from outreach.actions.message_templates import OWN, Words, built_in, current_words
from outreach.actions.messages import NotAskedFor
from outreach.models import Consent, Contact, Language, Message, MessageState, Wording
from outreach.rules.wordings import Fault, faults
from tests import cast
from tests.outreach.outbox import make_message

pytestmark = pytest.mark.django_db
KO = "[{centre}] {day} {time}에 갑니다. 차 세울 곳을 알려 주세요. {link} 문의 {callback}"
EN = "[{centre}] We come on {day} at {time}. Where may we park? {link} Call {callback}"


def write(**changes: object) -> Wording:
    facts: dict[str, object] = {
        "centre": cast.make_centre(), "key": "visit_booked", "body_ko": KO, "body_en": EN,
        "is_advertising": False, "staff": cast.make_staff(), "now": cast.NOW, **changes,
    }  # fmt: skip
    return wordings.write_words(**facts)  # type: ignore[arg-type]


def agree(contact: Contact, *, days_ago: int) -> None:
    Consent.objects.create(
        contact=contact, purpose=Consent.Purpose.ADVERTISING, is_given=True,
        text_version="2026-11", channel=Consent.Channel.TELEPHONE,
        recorded_at=cast.NOW - timedelta(days=days_ago),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("body", "fault", "what"),
    [
        ("", Fault.EMPTY, ""),
        ("[{centre}] {name} {callback}", Fault.UNKNOWN_PLACE, "{name}"),
        ("[{centre}]", Fault.MISSING_PLACE, "{callback}"),
        ("[{centre}] – {callback}", Fault.CANNOT_TRAVEL, "–"),
        ("[{centre}] 똠 {callback}", Fault.CANNOT_TRAVEL, "똠"),
        ("[{centre}] 😀 {callback}", Fault.CANNOT_TRAVEL, "😀"),
        ("[{centre}] 혈압 검사 {callback}", Fault.HEALTH_WORD, "혈압"),
        ("(광고) [{centre}] {callback}", Fault.MARK_BY_HAND, "광고"),
        ("[{centre}] 광 고 {callback}", Fault.MARK_BY_HAND, "광 고"),
        ("[{centre}] https://bit.ly/x {callback}", Fault.OWN_ADDRESS, "https://bit.ly/x"),
        ("[{centre}] {settings.SECRET_KEY} {callback}", None, ""),
        ("[{centre}] {% load x %} {callback}", None, ""),
    ],
)
def test_what_is_wrong_with_words_is_named(body: str, fault: Fault | None, what: str) -> None:
    found = faults(
        body, is_korean=True, allowed={"centre", "callback"}, required={"centre", "callback"}
    )

    assert [(one.fault, one.what) for one in found] == ([(fault, what)] if fault else [])


def test_an_english_text_is_plain_ascii() -> None:
    found = faults("Café 가 {centre}", is_korean=False, allowed={"centre"}, required={"centre"})

    assert [(one.fault, one.what, one.instead) for one in found] == [
        (Fault.CANNOT_TRAVEL, "é", "e"),
        (Fault.NOT_ASCII, "가", None),
    ]


def test_own_words_hold_for_what_waits_and_what_comes_and_not_for_what_has_left() -> None:
    sent, waiting = make_message(), make_message()
    Message.objects.filter(pk=sent.pk).update(state=MessageState.ACCEPTED, sid="SM1")

    write()

    for text in (sent, waiting):
        text.refresh_from_db()
    assert "갑니다. 차 세울 곳을" in messages.render(waiting)
    assert "갑니다. 차 세울 곳을" in messages.render(make_message())
    assert "찾아뵙겠습니다" in messages.render(sent)
    other = make_message(centre=cast.make_centre("seongdong"))
    assert "찾아뵙겠습니다" in messages.render(other)


def test_each_change_is_a_version_and_the_last_one_holds() -> None:
    write()
    second = write(body_ko=KO.replace("갑니다", "찾아갑니다"))

    assert second.version == OWN + 2
    assert current_words(centre=cast.make_centre(), key="visit_booked").version == OWN + 2
    with pytest.raises(wordings.NothingNew):
        write(body_ko=second.body_ko)


def test_the_link_the_moment_and_the_callback_may_not_go() -> None:
    with pytest.raises(wordings.CannotBeUsed) as refused:
        write(body_ko="[{centre}] 갑니다")

    assert {one.what for one in refused.value.found} == {"{callback}", "{day}", "{link}", "{time}"}
    assert not Wording.objects.exists()


def test_advertising_is_marked_and_goes_to_who_agreed_within_two_years() -> None:
    with pytest.raises(wordings.NoFreeRefusal):
        write(is_advertising=True)
    centre = cast.make_centre()
    centre.refusal_number = "080-000-1234"
    centre.save()
    write(centre=centre, is_advertising=True)
    asked, long_ago, never = (cast.make_contact() for _ in range(3))
    agree(asked, days_ago=30)
    agree(long_ago, days_ago=731)

    text = messages.render(make_message(centre=centre, contact=asked))

    assert text.startswith("(광고)[중구보건소]")
    assert text.endswith(" 무료수신거부 080-000-1234")
    for contact in (long_ago, never):
        with pytest.raises(NotAskedFor):
            make_message(centre=centre, contact=contact)


def test_the_preview_is_the_longest_that_was_really_said() -> None:
    centre = cast.make_centre()
    long = "중구 소공인 지원센터 별관 지하 2층 대강당"
    for place in ("회의실", long):
        context = {"starts_at": cast.NOW.isoformat(), "place": place}
        make_message(template="class_booked", context=context, link=None)
    words = built_in("class_booked")

    shown = wordings.preview(
        centre=centre, key="class_booked", words=words, language=Language.KO, now=cast.NOW
    )

    assert long in shown.body
    assert (shown.recipients, shown.characters) == (2, len(shown.body))
    assert shown.won == shown.won_each * 2


@pytest.mark.parametrize("key", ["visit_booked", "several", "class_booked", "certificate_ready"])
def test_before_any_was_sent_the_preview_is_made_up(key: str) -> None:
    words = Words(OWN, built_in(key).ko, built_in(key).en)

    shown = wordings.preview(
        centre=cast.make_centre(), key=key, words=words, language=Language.EN, now=cast.NOW
    )

    assert shown.body.isascii() and shown.recipients == 0


def test_the_page_refuses_with_a_replacement_and_keeps_what_is_right(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: cast.NOW)
    client.force_login(cast.make_staff(Role.COORDINATOR))
    page, form = "/messages/words/visit_booked/", {"body_ko": KO + " – 곧", "body_en": EN}

    refused = client.post(page, {**form, "save": "1"})
    replaced = client.post(page, {**form, "replace": "1"})
    assert (refused.status_code, replaced.status_code) == (422, 200)
    assert "–" in refused.content.decode()
    assert replaced.context["form"]["body_ko"].value() == KO + " - 곧"

    kept = client.post(page, {"body_ko": KO, "body_en": EN, "save": "1"})
    assert kept.status_code == 302
    assert Wording.objects.get().made_by.role == Role.COORDINATOR
    assert client.get("/messages/words/").status_code == 200
    assert client.get("/messages/words/nothing/").status_code == 404
