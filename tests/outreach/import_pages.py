"""Opening the pages of a list as a clerk does."""

from __future__ import annotations

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from outreach.models import ImportFile

SignIn = Callable[..., Client]
BUSAN = {"name": "부산목재", "address": "부산광역시 중구 1"}
DURI = {"name": "두리봉제", "phone": "02-0123-4567", "address": "서울특별시 중구 퇴계로 100"}


def upload(client: Client, content: bytes, **ticks: str) -> str:
    """Upload a list and return the page that follows."""
    file = SimpleUploadedFile("명단.csv", content)
    sent = {"file": file, "kind": "WORKPLACES", **ticks}
    response = client.post(reverse("import-new"), sent, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def shown(client: Client, file: ImportFile, **query: str) -> str:
    """Return the page of a list."""
    return client.get(reverse("import", args=[file.pk]), query).content.decode()
