from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from django.db import models


class DueBasisManager(models.Manager["DueBasis"]):
    """Finds or makes the one row of an answer."""

    def holding(self, told: Mapping[str, Any]) -> DueBasis:
        """Return the row that holds this answer."""
        text = as_text(told)
        return self.get_or_create(pk=key_of(text), defaults={"told": dict(told)})[0]


class DueBasis(models.Model):
    """
    Why a date is what it is: rule, article, facts and arithmetic, the same for many workers.

    A city's million due items have some ten thousand different answers, so each is kept once. Its
    id is the digest of its text; a row never changes, and closed items go on pointing to theirs.
    """

    id = models.BigIntegerField(primary_key=True)
    told = models.JSONField()

    objects = DueBasisManager()

    def __str__(self) -> str:
        return f"basis {self.pk}"


def as_text(told: Mapping[str, Any]) -> str:
    """Return an answer as the text that its id is made of."""
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def key_of(text: str) -> int:
    """Return the id of an answer."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), signed=True)
