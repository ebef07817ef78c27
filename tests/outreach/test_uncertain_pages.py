from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from outreach.actions.message_bodies import body_of
from outreach.models import Link, Message, MessageDecision
from tests import cast
from tests.outreach.uncertain import make_uncertain

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


def test_the_page_shows_what_would_happen_and_changes_nothing(signed_in: SignIn) -> None:
    first = make_uncertain()

    page = signed_in().get(reverse("message-again", args=[first.pk])).content.decode()

    assert "11월 30일(월) 14:00" in page
    assert first.phone[-4:] in page
    assert "두 번" in page
    assert (Message.objects.count(), MessageDecision.objects.count()) == (1, 0)


def test_it_is_sent_with_a_reason_and_once(signed_in: SignIn) -> None:
    client, first = signed_in(), make_uncertain()
    address = reverse("message-again", args=[first.pk])

    without = client.post(address, {"reason": ""})
    sent = client.post(address, {"reason": "받지 못했다고 함"})
    again = client.post(address, {"reason": "받지 못했다고 함"})

    assert (without.status_code, sent.status_code, again.status_code) == (200, 302, 409)
    second = Message.objects.get(again_of=first)
    story = client.get(reverse("message", args=[first.pk])).content.decode()
    assert "받지 못했다고 함" in story
    assert reverse("message", args=[second.pk]) in story
    assert body_of(second) in client.get(reverse("message", args=[second.pk])).content.decode()


def test_a_refusal_is_told_and_offers_the_telephone(signed_in: SignIn) -> None:
    first = make_uncertain()
    Link.objects.update(revoked_at=cast.NOW)

    page = signed_in().get(reverse("message-again", args=[first.pk])).content.decode()

    assert "더 이상 맞지 않습니다" in page
    assert f"tel:{first.phone}" in page


def test_it_arrived_takes_it_off_the_list(signed_in: SignIn) -> None:
    client, first = signed_in(), make_uncertain()

    client.post(reverse("message-settle", args=[first.pk]), {"kind": "SENT_AGAIN"})
    assert first in Message.objects.needing_staff()
    client.post(reverse("message-settle", args=[first.pk]), {"kind": "ARRIVED"})

    assert first not in Message.objects.needing_staff()
    assert first.decision.kind == MessageDecision.Kind.ARRIVED
