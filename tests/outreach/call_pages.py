"""Opening the call list and calling, as staff do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from outreach.models import Workplace
from tests import cast

SignIn = Callable[..., Client]
VERSIONS = {"PERSONAL_DATA_version": "2026-11", "TEXTS_version": "2026-11"}


def make_shop(phone: str = "+82220006400", **changes: Any) -> Workplace:
    workplace = cast.make_workplace(**changes)
    cast.make_contact(
        workplace, role="LINE", name="", phone=phone, line_kind="LANDLINE", is_textable=False
    )
    return workplace


def post(client: Client, workplace: Workplace, outcome: str, prefix: str, **given: object) -> Any:
    data = {f"{prefix}-{name}": value for name, value in given.items()}
    return client.post(reverse("call", args=[workplace.pk]), {**data, "outcome": outcome})


def read(client: Client, **query: str) -> str:
    return client.get(reverse("call-list"), query).content.decode()
