"""The call list and the page before whoever is calling."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.urls import reverse

from outreach import clock
from outreach.access import Role
from outreach.actions.opt_outs import is_opted_out, opt_out
from outreach.models import CallTurn, Consent, Contact, ContactAttempt
from tests import cast
from tests.cast import NOW, SEOUL, TODAY
from tests.outreach.call_pages import VERSIONS, SignIn, make_shop, post, read

pytestmark = pytest.mark.django_db
MOBILE = {
    "phone": "010-0000-9701", "role": "OWNER", "name": "김한빛", "language": "ko",
    "personal_data": "yes", "texts": "yes", **VERSIONS,
}  # fmt: skip


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def test_calling_begins_with_the_first_and_goes_on_after_each_outcome(signed_in: SignIn) -> None:
    first, second = make_shop(regular_workers=9), make_shop(regular_workers=3)
    client = signed_in()

    begun = client.post(reverse("call-next"))
    gone_on = post(client, first, "NO_ANSWER", "again", day="2026-11-24", at="13:30")
    ended = post(client, second, "NO_ANSWER", "again", day="2026-11-30", at="15:00")

    assert begun.headers["Location"] == reverse("call", args=[first.pk])
    assert gone_on.headers["Location"] == reverse("call", args=[second.pk])
    assert ended.headers["Location"] == reverse("call-list")
    assert CallTurn.objects.get(workplace=first).rests_until == datetime(
        2026, 11, 24, 13, 30, tzinfo=SEOUL
    )
    attempts = dict(ContactAttempt.objects.values_list("workplace", "not_before"))
    assert attempts == {
        first.pk: None,  # as the rule proposed
        second.pk: datetime(2026, 11, 30, 15, 0, tzinfo=SEOUL),
    }


def test_a_workplace_can_be_left_for_the_next(signed_in: SignIn) -> None:
    first, second = make_shop(regular_workers=9), make_shop(regular_workers=3)

    answer = signed_in().post(reverse("call-next"), {"skipped": first.pk})

    assert answer.headers["Location"] == reverse("call", args=[second.pk])


def test_the_page_shows_the_number_the_words_and_both_texts(signed_in: SignIn) -> None:
    page = signed_in().get(reverse("call", args=[make_shop().pk])).content.decode()

    assert "02-2000-6400" in page
    assert "안녕하세요, 중구보건소입니다. 한빛도장 맞으신가요?" in page
    assert "성함과 휴대전화 번호를 기록합니다" in page
    assert "광고는 보내지 않습니다" in page
    assert 'name="mobile-TEXTS_version" value="2026-11"' in page
    assert 'value="2026-11-24"' in page
    assert 'value="13:30"' in page


def test_a_number_is_taken_with_each_consent_as_it_was_read_out(signed_in: SignIn) -> None:
    workplace = make_shop()

    post(signed_in(), workplace, "GOT_MOBILE", "mobile", **MOBILE, note="점심 뒤가 좋음")

    contact = Contact.objects.get(is_textable=True)
    attempt = ContactAttempt.objects.get()
    given = contact.consents.values_list("purpose", "is_given", "text_version").order_by("purpose")
    assert list(given) == [("PERSONAL_DATA", True, "2026-11"), ("TEXTS", True, "2026-11")]
    assert (attempt.note, attempt.contact) == (
        "점심 뒤가 좋음",
        workplace.contacts.get(role="LINE"),
    )
    assert "지금 전화할 곳이 없습니다" in read(signed_in())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"phone": "02-2000-6400"}, "유선전화라서"),
        ({"phone": "0505-123-4567"}, "안심번호(050)"),
        ({"phone": "011-234-5678"}, "없어진 번호"),
        ({"phone": ""}, "필수 항목"),
        ({"personal_data": "no"}, "번호를 보관할 수 없습니다"),
        ({"personal_data": ""}, "필수 항목"),
        ({"texts": ""}, "필수 항목"),
        ({"TEXTS_version": "1999-01"}, "동의문을 다시 읽어"),
        ({"note": "당뇨로 쉬심"}, "건강에 관한 내용은"),
        ({"name": "900101-1234567"}, "주민등록번호"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_its_field(
    signed_in: SignIn, change: dict[str, str], words: str
) -> None:
    workplace = make_shop()

    answer = post(signed_in(), workplace, "GOT_MOBILE", "mobile", **{**MOBILE, **change})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "900101-1234567" not in page
    assert 'data-key="1" open' in page
    assert not ContactAttempt.objects.exists()


def test_a_number_that_opted_out_is_refused_clearly(signed_in: SignIn) -> None:
    opt_out(phone="+821000009701", now=NOW)

    answer = post(signed_in(), make_shop(), "GOT_MOBILE", "mobile", **MOBILE)

    assert "문자를 거부하신 분의 번호입니다" in answer.content.decode()


def test_a_time_at_which_nobody_calls_is_refused(signed_in: SignIn) -> None:
    answer = post(signed_in(), make_shop(), "NO_ANSWER", "again", day="2026-11-28", at="10:00")

    assert "근무일, 9시에서 18시" in answer.content.decode()


def test_a_wrong_number_makes_room_for_another(signed_in: SignIn) -> None:
    workplace, client = make_shop(), signed_in()
    other = cast.make_contact(
        workplace, phone="+82220006401", line_kind="LANDLINE", is_textable=False, is_primary=False
    )

    answer = client.get(reverse("call", args=[workplace.pk]), {"contact": other.pk})
    chosen = answer.content.decode()
    client.post(
        reverse("call", args=[workplace.pk]), {"outcome": "WRONG_NUMBER", "contact": other.pk}
    )

    other.refresh_from_db()
    assert 'class="call__number number" href="tel:+82220006401"' in chosen
    assert other.left_date == TODAY
    assert "지난 번호는 잘못된 번호였습니다" in read(client, state="RESTING")


def test_without_a_number_only_a_found_one_can_be_written_down(signed_in: SignIn) -> None:
    workplace, client = cast.make_workplace(), signed_in()

    page = client.get(reverse("call", args=[workplace.pk]))
    refused = post(client, workplace, "REFUSED", "refused", purposes=["TEXTS"], **VERSIONS)
    post(client, workplace, "GOT_MOBILE", "mobile", **MOBILE)

    assert [way.outcome for way in page.context["ways"]] == ["GOT_MOBILE"]
    assert refused.status_code == 422
    assert Contact.objects.get().is_textable


def test_whoever_can_be_texted_is_not_called_for_a_number(signed_in: SignIn) -> None:
    workplace = cast.make_contact().workplace

    answer = signed_in().get(reverse("call", args=[workplace.pk]))

    assert answer.headers["Location"] == reverse("workplace", args=[workplace.pk])


def test_a_consent_is_withdrawn_on_its_page_and_the_old_answer_stays(signed_in: SignIn) -> None:
    contact, client = cast.make_contact(), signed_in(Role.CLINICIAN)
    address = reverse("contact-consents", args=[contact.pk])
    given = {"purpose": "TEXTS", "channel": "TELEPHONE", **VERSIONS}

    client.post(address, {**given, "answer": "yes"})
    client.post(address, {**given, "answer": "no"})

    page = client.get(address).content.decode()
    assert is_opted_out(contact.phone)
    assert contact.consents.count() == 2
    assert "동의함" in page
    assert "동의하지 않음" in page
    assert "2026. 11. 23.(월)까지" in page
    assert page.count("광고는 보내지 않습니다") == 3  # today's text, and the two that were read out


def test_an_answer_to_a_text_that_nobody_knows_is_refused(signed_in: SignIn) -> None:
    contact = cast.make_contact()

    answer = signed_in().post(
        reverse("contact-consents", args=[contact.pk]),
        {"purpose": "TEXTS", "channel": "TELEPHONE", "answer": "yes", **VERSIONS,
         "TEXTS_version": "1999-01"},
    )  # fmt: skip

    assert answer.status_code == 422
    assert not Consent.objects.exists()
