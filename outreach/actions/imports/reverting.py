"""Taking back what rows of workplaces brought, while nothing hangs on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from django.db.models import PROTECT, RESTRICT, Max, Model, Q, QuerySet
from django.utils.translation import gettext as _

from outreach.actions.imports.kinds import Hindrance
from outreach.actions.search import refresh
from outreach.models import Consent, Contact, ContactAttempt, ImportRow, Message, Workplace

CHUNK = 4_000
REGISTERED = Q(outcome="NEW") | Q(decision="NEW")


def hindrances(rows: Iterable[ImportRow]) -> Iterator[Hindrance]:
    """
    Say what hangs on workplaces that rows brought, or was changed since.

    Whatever refuses that a workplace is deleted hangs on it, of whichever layer; so do telephone
    calls and consents, which would go along in silence. What is only worked out from it goes along.
    """
    iterator = iter(rows)
    while chunk := list(islice(iterator, CHUNK)):
        for row, name, whats in _hindered(chunk):
            yield Hindrance(row.row, name, ", ".join(whats), row.sheet)


def revert(rows: Sequence[ImportRow], now: datetime) -> list[ImportRow]:
    """
    Remove the workplaces that the rows registered, and set back the fields that they changed.

    A field is set back only if it still is what the row wrote, a telephone taken off only if
    nobody used it. Returns the rows on which something hangs, which stay as they are.
    """
    kept = {row.pk: row for row, _name, _whats in _hindered(rows)}
    free = [row for row in rows if row.pk not in kept]
    _set_back([row for row in free if not _registered(row)], now)
    brought = [row.workplace_id for row in free if _registered(row) and row.workplace_id]
    Workplace.objects.filter(pk__in=brought).delete()
    return list(kept.values())


def _registered(row: ImportRow) -> bool:
    return "NEW" in (row.outcome, row.decision)


def _hindered(rows: Sequence[ImportRow]) -> Iterator[tuple[ImportRow, str, list[str]]]:
    workplaces = Workplace.objects.in_bulk([row.workplace_id for row in rows if row.workplace_id])
    brought = [row.workplace_id for row in rows if _registered(row) and row.workplace_id]
    found = _hanging(brought)
    last = _last_applied(ImportRow.objects.filter(file__in={row.file_id for row in rows}), brought)
    for row in rows:
        workplace = workplaces.get(row.workplace_id or 0)
        if workplace is None:
            continue
        whats = []
        if _registered(row):
            whats = found.get(workplace.pk, [])
            if workplace.facts_changed_at > last.get(workplace.pk, workplace.facts_changed_at):
                whats = [*whats, _("changed since")]
        elif any(
            getattr(workplace, name) != new
            for name, (_old, new) in row.undo.get("fields", {}).items()
        ):
            whats = [_("changed since")]
        if whats:
            yield row, workplace.name, whats


def _last_applied(rows: QuerySet[ImportRow], pks: Iterable[int | None]) -> dict[int, datetime]:
    """Return when the last of these rows was applied to each workplace."""
    applied = rows.filter(workplace__in=pks, applied_at__isnull=False).order_by()
    return dict(applied.values_list("workplace_id").annotate(Max("applied_at")))


def _hanging(pks: Sequence[int]) -> dict[int, list[str]]:
    """Return what hangs on each workplace; upper layers are asked without being known."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    asked: list[tuple[type[Model], str]] = [
        (relation.related_model, relation.field.attname)
        for relation in Workplace._meta.related_objects
        if relation.on_delete in (PROTECT, RESTRICT)
    ]
    asked += [(ContactAttempt, "workplace_id"), (Consent, "contact__workplace_id")]
    for model, column in asked:
        there = model._base_manager.filter(**{f"{column}__in": pks})
        for pk in there.order_by().values_list(column, flat=True).distinct():
            found[pk].append(str(model._meta.verbose_name))
    return found


def _set_back(rows: Sequence[ImportRow], now: datetime) -> None:
    """Undo changes, the last first; what the same file registered goes as a whole anyway."""
    changing = [row for row in rows if row.undo]
    pks = {row.workplace_id for row in changing} - {None}
    workplaces = Workplace.objects.select_for_update(of=("self",)).in_bulk(pks)
    going = _last_applied(
        ImportRow.objects.filter(REGISTERED, file__in={row.file_id for row in rows}), pks
    )
    contacts: list[int] = []
    written = set()
    for row in changing:
        contacts += row.undo.get("contacts", ())
        workplace = workplaces.get(row.workplace_id or 0)
        if workplace is None:
            continue
        for name, (old, new) in row.undo.get("fields", {}).items():
            if getattr(workplace, name) == new:
                setattr(workplace, name, old)
                written.add(name)
        if workplace.pk in going:  # it is removed next, unless somebody else changed it
            workplace.facts_changed_at = going[workplace.pk]
        else:
            workplace.facts_changed_at = now
            workplace.version += 1
    used = Q(pk__in=Message.objects.filter(contact__in=contacts).values("contact")) | Q(
        pk__in=Consent.objects.filter(contact__in=contacts).values("contact")
    )
    Contact.objects.filter(pk__in=contacts).exclude(used).delete()
    Workplace.objects.bulk_create(
        workplaces.values(),
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*sorted(written), "facts_changed_at", "version"],
    )
    refresh(workplaces=workplaces)
