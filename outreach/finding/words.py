"""Words in the list's box, looked up by the index that the search box reads."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db.models import Q

from outreach.access import Asker, sees_names
from outreach.models import SearchEntry
from outreach.models.search_entry import TRIGRAM, SearchEntryQuerySet
from outreach.rules.hangul import asked_initials, asked_number, keys
from outreach.rules.workplace_names import comparable

FEWEST_DIGITS = 4  # the last four of a telephone


def holding(words: str, asker: Asker) -> Q:
    """
    Tell which workplaces hold the words in name, address or number.

    People and telephones are looked up only for those who read them in full: being found by a name
    would tell what a masked name hides.
    """
    entries = SearchEntry.objects.for_staff(asker).filter(kind=SearchEntry.Kind.WORKPLACE)
    found = [entries.holding([keys(comparable(words)) or keys(words)], "name_keys")]
    number = asked_number(words)
    if len(number) >= FEWEST_DIGITS:
        found.append(entries.holding([f" {number}"], "numbers"))
        if sees_names(asker):
            found.append(entries.holding([f"{number} "], "phones"))
    if initials := asked_initials(words):
        return _any_of([*found, entries.holding([initials], "initials")])
    columns = ("name_keys", "place_keys", *(("people_keys",) if sees_names(asker) else ()))
    each = [typed for word in re.split(r"\s+", words) if (typed := keys(word))]
    if any(len(typed) >= TRIGRAM for typed in each):
        found.append(entries.holding(each, *columns))
    return _any_of(found)


def _any_of(found: Sequence[SearchEntryQuerySet]) -> Q:
    """Ask once whether it is among them all: of several such questions no index is a way in."""
    first, *others = (entries.order_by().values("workplace_id") for entries in found)
    return Q(pk__in=first.union(*others) if others else first)
