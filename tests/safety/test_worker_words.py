"""A worker reads the certificate's pages in their own language."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from outreach import clock
from outreach.actions import links
from outreach.models import Link, Worker
from safety.actions.certificates import issue
from safety.worker_words import LANGUAGES, in_language
from tests.cast import NOW, TODAY, make_worker
from tests.cast_safety import make_completion


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def page_of(worker: Worker) -> str:
    link = links.open_link(
        centre=worker.workplace.centre, purpose=Link.Purpose.CERTIFICATE, worker=worker, now=NOW
    )
    return f"/c/{links.token_of(link)}/"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.django_db
def test_both_pages_are_in_the_workers_language(client: Client, language: str) -> None:
    worker = make_worker(language=language)
    issue(completion=make_completion(worker), staff=None, today=TODAY, now=NOW)
    page = page_of(worker)

    asked = client.get(page).content.decode()
    wrong = client.post(page, {"answer": "000000"}).content.decode()
    shown = client.post(page, {"answer": "880412"}, follow=True).content.decode()

    assert f'<html lang="{language}">' in asked
    assert in_language("Your certificate is ready", language) in asked
    assert in_language("Your birth date, 6 digits", language) in asked
    mismatch = "That does not match. Please check it and try again."
    assert in_language(mismatch, language) in wrong
    assert in_language("Open the paper (PDF)", language) in shown
    assert worker.name in shown


@pytest.mark.django_db
def test_whoever_chose_english_reads_english(client: Client) -> None:
    page = page_of(make_worker(language="vi"))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    body = client.get(page).content.decode()

    assert "Your certificate is ready" in body
    assert in_language("Your certificate is ready", "vi") not in body
