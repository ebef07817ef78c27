"""Writing what a whole city is found by, into an empty table."""

from __future__ import annotations

from django.db import connection, transaction

from outreach.actions.search import Wanted, entries_of, in_chunks
from outreach.migrations._search_index import AFTER_LOADING, BEFORE_LOADING
from outreach.models import SearchEntry, Workplace, bulk


class AlreadyBuilt(Exception):
    """There are entries already; `search.rebuild` corrects them."""


@transaction.atomic
def build() -> int:
    """
    Write what every workplace and worker is found by; return how many rows that took.

    The trigram index is made after the rows, at once, which takes a tenth of the time.

    :raises AlreadyBuilt: when there is an entry
    """
    if SearchEntry.objects.exists():
        raise AlreadyBuilt
    _run(BEFORE_LOADING[connection.vendor])
    written = 0
    every = Workplace.objects.order_by("pk").values_list("pk", flat=True)
    for chunk in in_chunks(list(every)):
        entries = list(entries_of(chunk))
        bulk.insert(SearchEntry, Wanted._fields, entries)
        written += len(entries)
    _run(AFTER_LOADING[connection.vendor])
    return written


def _run(statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
