from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from outreach.access import Role
from outreach.models import Consent
from tests import cast

PAYER = {
    "purpose": "THIRD_PARTY", "channel": "PAPER",
    "THIRD_PARTY_version": "2026-11", "HEALTH_DATA_version": "2026-11",
}  # fmt: skip


@pytest.mark.django_db
def test_a_worker_agrees_and_takes_it_back(signed_in: Callable[..., Client]) -> None:
    worker, client = cast.make_worker(), signed_in(Role.CLINICIAN)
    page = f"/workers/{worker.pk}/consents/"

    client.post(page, {**PAYER, "answer": "yes"})
    agreed = worker.consents.standing().get()
    client.post(page, {**PAYER, "answer": "no"})

    assert (agreed.purpose, agreed.recorded_by) == ("THIRD_PARTY", cast.make_staff(Role.CLINICIAN))
    assert not worker.consents.standing().exists()
    assert worker.consents.count() == 2


@pytest.mark.django_db
def test_no_answer_is_taken_for_granted(signed_in: Callable[..., Client]) -> None:
    worker = cast.make_worker()

    response = signed_in().post(f"/workers/{worker.pk}/consents/", PAYER)

    assert response.status_code == 422
    assert not Consent.objects.exists()
