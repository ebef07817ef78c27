"""Using the figures of a whole city again for half a minute, so that ten people can ask at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

Counted = TypeVar("Counted")
SECONDS = 30
LARGE = 20_000  # fewer rows are counted anew each time: nobody waits for them


def kept(
    what: str,
    rows: QuerySet[Any, Any],
    count: Callable[[], Counted],
    *,
    is_large: Callable[[Counted], bool],
) -> Counted:
    """
    Return what `count` makes of the rows, or made of the same rows a moment ago.

    Only what took long is kept. The rows' own query is the key, so it holds whose rows they are
    and the day; a moment that differs each time belongs into `count`.
    """
    try:
        asked = f"{what} {rows.query.sql_with_params()}"
    except EmptyResultSet:  # whoever has no centre sees none
        return count()
    key = "kept:" + hashlib.sha256(asked.encode()).hexdigest()
    found: Counted | None = cache.get(key)
    if found is None:
        found = count()
        if is_large(found):
            cache.set(key, found, SECONDS)
    return found
