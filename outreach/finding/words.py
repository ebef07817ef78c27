"""Words in the list's box, looked up by the index that the search box reads."""

from __future__ import annotations

import re

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
    found = _fits(entries.holding([keys(comparable(words)) or keys(words)], "name_keys"))
    number = asked_number(words)
    if len(number) >= FEWEST_DIGITS:
        found |= _fits(entries.holding([f" {number}"], "numbers"))
        if sees_names(asker):
            found |= _fits(entries.holding([f"{number} "], "phones"))
    if initials := asked_initials(words):
        return found | _fits(entries.holding([initials], "initials"))
    columns = ("name_keys", "place_keys", *(("people_keys",) if sees_names(asker) else ()))
    each = [typed for word in re.split(r"\s+", words) if (typed := keys(word))]
    if any(len(typed) >= TRIGRAM for typed in each):
        found |= _fits(entries.holding(each, *columns))
    return found


def _fits(entries: SearchEntryQuerySet) -> Q:
    return Q(pk__in=entries.order_by().values("workplace_id"))
