from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.conf import settings

from outreach.actions import demo_clock, messages
from outreach.actions.message_bodies import UnknownWord
from outreach.actions.message_lists import DATES, Date, as_context
from outreach.actions.message_templates import FOLDER, keys
from outreach.actions.messages import (
    AlreadyHandled,
    NotTextable,
    OptedOut,
    TooLate,
    UnknownTemplate,
)
from outreach.actions.opt_outs import NotOptedOut, opt_in, opt_out
from outreach.models import DemoClock, Language, Message, MessageState
from outreach.rules.placeholders import UnknownPlaceholder, fill, placeholders
from outreach.rules.sms_text import SmsKind, lint_body, measure, refused_characters
from tests import cast
from tests.outreach.outbox import VISIT_AT, make_message

EVERY_KEY = sorted(path.stem for path in (FOLDER / "ko").glob("*.txt"))
LONGEST_CENTRE = "서울특별시 영등포구 소공인 노동자 건강증진 통합지원센터 문래분소"
LONGEST_PLACE = "서울특별시 소공인복합지원센터 문래머시닝밸리 공동교육장 7층 대회의실"


def text_of(key: str, *, language: str, centre_name: str = "중구보건소") -> str:
    centre = cast.make_centre(
        "longest" if centre_name != "중구보건소" else "jung", name=centre_name
    )
    places = placeholders((FOLDER / "ko" / f"{key}.txt").read_text("utf-8"))
    context = {"starts_at": VISIT_AT.isoformat()} if places & {"day", "time"} else {}
    if "list" in places:
        dates = [Date(VISIT_AT + timedelta(days=day), "class", "CANCELLED") for day in range(9)]
        context[DATES] = as_context(dates)
    if "place" in places:
        context["place"] = LONGEST_PLACE
    message = make_message(centre=centre, template=key, context=context, language=language)
    return messages.render(message)


@pytest.mark.django_db
def test_the_text_of_a_visit_reads_as_a_person_would_write_it() -> None:
    text = messages.render(make_message())

    assert text.startswith("[중구보건소] 11월 30일(월) 14:00에 찾아뵙겠습니다. 확인하기: http")
    assert text.endswith("/ 문의 02-000-6400")


@pytest.mark.django_db
def test_whoever_reads_neither_korean_nor_english_gets_plain_english() -> None:
    centre = cast.make_centre("jung", english_name="Jung-gu Health Centre")

    text = messages.render(make_message(centre=centre, language="vi"))

    assert text.startswith("[Jung-gu Health Centre] We will visit you on Mon 30 Nov at 14:00.")


@pytest.mark.parametrize("key", EVERY_KEY)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_text_names_the_centre_and_the_number_to_call(key: str, language: str) -> None:
    text = (FOLDER / language / f"{key}.txt").read_text("utf-8")

    assert {"centre", "callback"} <= placeholders(text)
    assert "\n" not in text.strip()


def test_every_text_exists_in_both_languages() -> None:
    assert {p.stem for p in (FOLDER / "en").glob("*.txt")} == set(EVERY_KEY) == keys()
    assert len(EVERY_KEY) >= 10


@pytest.mark.django_db
@pytest.mark.parametrize("key", EVERY_KEY)
@pytest.mark.parametrize("language", Language.values)
def test_every_text_can_be_carried_and_says_nothing_about_health(key: str, language: str) -> None:
    for centre_name in ("중구보건소", LONGEST_CENTRE):
        text = text_of(key, language=language, centre_name=centre_name)

        assert refused_characters(text) == ()
        assert placeholders(text) == frozenset() and "{" not in text
        assert lint_body(text) == ()
        assert measure(text).kind in {SmsKind.SMS, SmsKind.LMS}
        assert text.isascii() or language == "ko"


@pytest.mark.django_db
def test_no_text_holds_the_name_of_a_person_or_of_a_workplace() -> None:
    workplace = cast.make_workplace(name="뷁뷁도장")
    contact = cast.make_contact(workplace)

    text = messages.render(make_message(workplace=workplace, contact=contact))

    assert contact.name not in text and "도장" not in text


@pytest.mark.django_db
def test_a_sign_that_no_carrier_knows_is_written_as_a_gap() -> None:
    context = {"starts_at": VISIT_AT.isoformat(), "place": "뷁 회의실 – 2층😀"}

    text = messages.render(make_message(template="class_booked", context=context))

    assert "○ 회의실 - 2층에서" in text


@pytest.mark.parametrize("written", ["{{settings.SECRET_KEY}}", "{% load i18n %}", "{x.__class__}"])
def test_a_text_cannot_reach_beyond_its_words(written: str) -> None:
    assert fill(f"{written} {{centre}}", {"centre": "중구보건소"}) == f"{written} 중구보건소"


def test_a_word_that_looks_like_a_place_is_not_filled_again() -> None:
    assert fill("{place}", {"place": "{callback}", "callback": "02"}) == "{callback}"


@pytest.mark.django_db
def test_a_text_without_its_words_is_refused_when_it_is_planned() -> None:
    with pytest.raises(UnknownPlaceholder, match="link"):
        make_message(link=None)
    with pytest.raises(UnknownPlaceholder, match="day"):
        make_message(context={})
    with pytest.raises(UnknownWord, match="worker_name"):
        make_message(context={"starts_at": VISIT_AT.isoformat(), "worker_name": "응우옌"})
    with pytest.raises(UnknownTemplate):
        make_message(template="../../../config/settings")
    assert not Message.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("due", "leaves"),
    [
        (cast.NOW, cast.NOW),
        (cast.NOW - timedelta(days=3), cast.NOW),  # a moment that has passed is now
        (cast.NOW.replace(hour=19, minute=59), cast.NOW.replace(hour=19, minute=59)),
        (cast.NOW.replace(hour=20), cast.NOW.replace(day=24, hour=9)),
        (cast.NOW.replace(day=24, hour=3), cast.NOW.replace(day=24, hour=9)),
    ],
)
def test_a_text_is_due_outside_quiet_hours(due: datetime, leaves: datetime) -> None:
    message = make_message(due_at=due)

    assert message.due_at == message.next_try_at == leaves


@pytest.mark.django_db
def test_a_text_that_could_only_leave_too_late_is_refused() -> None:
    evening = cast.NOW.replace(hour=21)

    with pytest.raises(TooLate):
        make_message(due_at=evening, send_before=evening.replace(day=24, hour=9))


@pytest.mark.django_db
@pytest.mark.parametrize("phone", ["02-2148-3500", "+8215881234", "", "010-1234", "070-1234-5678"])
def test_only_a_mobile_number_is_texted(phone: str) -> None:
    with pytest.raises(NotTextable):
        make_message(phone=phone)


@pytest.mark.django_db
def test_a_number_that_opted_out_gets_nothing_until_it_opts_in() -> None:
    phone = cast.mobile()
    waiting = make_message(phone=phone)

    opt_out(phone=phone, now=cast.NOW)
    opt_out(phone=phone, now=cast.NOW)

    waiting.refresh_from_db()
    assert waiting.state == MessageState.WITHDRAWN
    with pytest.raises(OptedOut):
        make_message(phone="0" + phone.removeprefix("+82"))  # however it is written
    opt_in(phone=phone)
    make_message(phone=phone)
    with pytest.raises(NotOptedOut):
        opt_in(phone=phone)


@pytest.mark.django_db
def test_withdrawing_takes_back_what_nobody_has_begun_to_send() -> None:
    waiting, sent = make_message(), make_message()
    Message.objects.filter(pk=sent.pk).update(state=MessageState.ACCEPTED, sid="SM1")

    number = messages.withdraw(
        messages=Message.objects.filter(centre__code="jung"), reason="MOVED", now=cast.NOW
    )

    assert number == 1
    waiting.refresh_from_db()
    sent.refresh_from_db()
    assert (waiting.state, waiting.withdrawn_reason) == (MessageState.WITHDRAWN, "MOVED")
    assert sent.state == MessageState.ACCEPTED


@pytest.mark.django_db
def test_a_failure_is_taken_care_of_once() -> None:
    failed = make_message()
    with pytest.raises(AlreadyHandled):
        messages.mark_handled(message=failed, now=cast.NOW)
    Message.objects.filter(pk=failed.pk).update(state=MessageState.REFUSED, error_code="21614")

    messages.mark_handled(message=failed, now=cast.NOW)

    assert not Message.objects.needing_staff().exists()
    with pytest.raises(AlreadyHandled):
        messages.mark_handled(message=failed, now=cast.NOW)


@pytest.mark.django_db
def test_the_demo_clock_goes_from_text_to_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DEMO", True)
    make_message()  # may leave already
    moments = [cast.NOW.replace(day=24, hour=21), cast.NOW.replace(day=28)]
    for moment in moments:
        make_message(due_at=moment)

    stops = [demo_clock.advance_to_next_text(now=cast.NOW)]
    stops.append(demo_clock.advance_to_next_text(now=stops[-1]))

    assert stops == [cast.NOW.replace(day=25, hour=9), cast.NOW.replace(day=28)]
    assert DemoClock.offset() == stops[-1] - cast.NOW
    with pytest.raises(demo_clock.NoTextWaiting):
        demo_clock.advance_to_next_text(now=stops[-1])


@pytest.mark.django_db
def test_a_real_servers_clock_cannot_be_set() -> None:
    with pytest.raises(demo_clock.OnlyInDemo):
        demo_clock.advance_to_next_text(now=cast.NOW)
