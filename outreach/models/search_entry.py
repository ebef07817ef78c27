from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Self

from django.db import connections, models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from outreach.access import CentreQuerySet
from outreach.models.centre import Centre
from outreach.models.worker import Worker
from outreach.models.workplace import Workplace

TRIGRAM = 3  # fewer letters have no entry in an index of three-letter pieces
ENOUGH = 9  # letters at the end of a word that lead to few entries; the rest is compared there
AFTER_ALL = "\U0010ffff"
MATCHING = "SELECT rowid FROM outreach_searchtext WHERE outreach_searchtext MATCH %s"


class SearchEntryQuerySet(CentreQuerySet["SearchEntry"]):
    def beginning(self, column: str, typed: str) -> Self:
        """Entries whose column begins with these keys, read from the index in its order."""
        if connections[self.db].vendor == "sqlite":  # whose LIKE knows no such index
            there = {f"{column}__gte": typed, f"{column}__lt": typed + AFTER_ALL}
            return self.filter(**there).order_by(column, "pk")
        return self.filter(**{f"{column}__startswith": typed}).order_by(column, "pk")

    def holding(self, words: Iterable[str], *columns: str) -> Self:
        """Entries that hold each word in one of the columns."""
        rows, long = self, []
        for word in words:
            is_looked_up = len(word) >= TRIGRAM and connections[self.db].vendor == "sqlite"
            if is_looked_up:
                piece = word[-ENOUGH:].replace('"', "")
                long.append(f'{{{" ".join(columns)}}} : "{piece}"')
            if not is_looked_up or len(word) > ENOUGH:
                rows = rows.filter(_any_holds(columns, word))
        return rows.filter(pk__in=RawSQL(MATCHING, [" AND ".join(long)])) if long else rows

    def holding_two(self, pieces: Sequence[str], column: str) -> Self:
        """Entries that hold two of the pieces, or one if there are but two."""
        pairs = [(one, other) for at, one in enumerate(pieces) for other in pieces[at + 1 :]]
        chosen = [(one,) for one in pieces] if len(pieces) == TRIGRAM - 1 else pairs
        if connections[self.db].vendor == "sqlite":
            either = " OR ".join(
                "(" + " AND ".join(f'{column} : "{piece}"' for piece in some) + ")"
                for some in chosen
            )
            return self.filter(pk__in=RawSQL(MATCHING, [either]))
        found = Q()
        for some in chosen:
            both = Q()
            for piece in some:
                both &= Q(**{f"{column}__contains": piece})
            found |= both
        return self.filter(found)


def _any_holds(columns: Iterable[str], word: str) -> Q:
    return reduce(or_, (Q(**{f"{column}__contains": word}) for column in columns))


class SearchEntry(models.Model):
    """
    What one workplace or worker is found by, as the keys that type it (`rules/hangul.py`).

    Worked out from the workplace, its contacts and its workers by `actions/search.py`, and never
    changed by anything else. PostgreSQL reads it by a trigram index, SQLite by a full-text table
    of trigrams (`migrations/_search_index.py`).
    """

    class Kind(models.TextChoices):
        WORKPLACE = "WORKPLACE", _("workplace")
        WORKER = "WORKER", _("worker")

    # Its own index would double the ones below; a worker's that of the constraint.
    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=9, choices=Kind)
    workplace = models.ForeignKey(Workplace, on_delete=models.CASCADE, related_name="+")
    worker = models.ForeignKey(
        Worker, on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    name_keys = models.TextField()
    initials = models.TextField()
    place_keys = models.TextField()  # addresses; of a worker, the workplace
    people_keys = models.TextField()  # representative and contacts, for who sees names
    numbers = models.TextField()  # " 1234567890 20111 ": each between blanks
    phones = models.TextField()  # likewise, from the 0 on; for who sees names

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workplace"],
                condition=Q(worker=None),
                name="one_search_entry_per_workplace",
            ),
            models.UniqueConstraint(fields=["worker"], name="one_search_entry_per_worker"),
            models.CheckConstraint(
                condition=Q(kind="WORKPLACE", worker=None) | Q(kind="WORKER", worker__isnull=False),
                name="a_search_entry_is_of_a_worker_or_of_a_workplace",
            ),
        ]
        indexes = [
            # names and initials that begin with what is typed
            models.Index(
                fields=["centre", "kind", "name_keys"],
                opclasses=["int8_ops", "varchar_ops", "text_pattern_ops"],
                name="search_by_name",
            ),
            models.Index(
                fields=["centre", "kind", "initials"],
                opclasses=["int8_ops", "varchar_ops", "text_pattern_ops"],
                name="search_by_initials",
            ),
        ]
