"""Using the figures of a whole city again for half a minute, so that ten people can ask at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
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
    key = _key(what, rows)
    if not key:
        return count()
    found: Counted | None = cache.get(key)
    if found is None:
        found = count()
        if is_large(found):
            cache.set(key, found, SECONDS)
    return found


def kept_part(
    what: str,
    rows: QuerySet[Any, Any],
    part: str,
    count: Callable[[], Mapping[str, Counted]],
    *,
    nothing: Counted,
) -> Counted:
    """
    Return one part of what `count` makes of the rows, part by part, or made a moment ago.

    For figures of which each page shows a part, such as one district's, and which take no longer
    to count for all parts than for one.
    """
    key = _key(what, rows)
    if not key:
        return nothing
    if cache.get(key) is None:
        found = count()
        cache.set_many({f"{key}:{name}": counted for name, counted in found.items()}, SECONDS * 2)
        cache.set(key, True, SECONDS)
        return found.get(part, nothing)
    kept_one: Counted | None = cache.get(f"{key}:{part}")
    return nothing if kept_one is None else kept_one


def _key(what: str, rows: QuerySet[Any, Any]) -> str:
    try:
        asked = f"{what} {rows.query.sql_with_params()}"
    except EmptyResultSet:  # whoever has no centre sees none
        return ""
    return "kept:" + hashlib.sha256(asked.encode()).hexdigest()
