"""Taking back what rows of rosters brought, while nothing hangs on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from outreach.actions.imports.kinds import Hindrance
from outreach.actions.search import refresh
from outreach.models import ImportRow, Worker, Workplace
from safety.actions.due_items import recompute_workplaces
from safety.actions.rosters.sealed import unseal
from safety.models import DueItem, Examination, ExaminationResult, Exposure

CHUNK = 500
GOES_ALONG = (DueItem,)  # worked out from the rest, and worked out again


def hindrances(rows: Iterable[ImportRow]) -> Iterator[Hindrance]:
    """Say what hangs on the workers and exams that rows brought, or was changed since."""
    iterator = iter(rows)
    while chunk := list(islice(iterator, CHUNK)):
        for row, name, whats in _hindered(chunk):
            yield Hindrance(row.row, name, ", ".join(dict.fromkeys(whats)), row.sheet)


def revert(rows: Sequence[ImportRow], now: datetime) -> list[ImportRow]:
    """
    Remove what the rows brought, the last first, set back what they changed, and work out what is
    due. Return the rows on which something hangs, which stay as they are.
    """
    kept = {row.pk: row for row, _name, _whats in _hindered(rows)}
    free = [row for row in rows if row.pk not in kept]
    workers = Worker.objects.in_bulk([row.subject_id for row in free if row.subject_id])
    touched = {worker.workplace_id for worker in workers.values()}
    touched |= {pk for row in free if (pk := _came_back_to(row)) is not None}
    list(Workplace.objects.select_for_update().filter(pk__in=touched).order_by("pk"))
    _clear_findings(free)
    _remove_records(free)
    for row in free:
        _set_back(row, workers.get(row.subject_id or 0))
    new = [row.subject_id for row in free if row.undo.get("is_new") and row.subject_id]
    Worker.objects.filter(pk__in=new).delete()
    Workplace.objects.filter(pk__in=touched).update(facts_changed_at=now)
    refresh(workplaces=touched)
    recompute_workplaces(workplaces=touched, today=timezone.localdate(now), now=now)
    return list(kept.values())


def _hindered(rows: Sequence[ImportRow]) -> Iterator[tuple[ImportRow, str, list[str]]]:
    workers = Worker.objects.in_bulk([row.subject_id for row in rows if row.subject_id])
    mine = _brought_by_the_file(rows)
    new = [row.subject_id for row in rows if row.undo.get("is_new") and row.subject_id]
    at_workers = _hanging(Worker, new, mine)
    exams = [pk for row in rows for pk in row.undo.get("exams", ())]
    at_exams = _hanging(Examination, exams, mine)
    booked = _booked(new)
    ended = set(
        Exposure.objects.filter(pk__in=mine["exposures"])
        .exclude(ended_date=None)
        .values_list("pk", flat=True)
    )
    results = ExaminationResult.objects.in_bulk(
        [int(pk) for row in rows for pk in unseal(row.undo.get("findings", ""))]
    )
    for row in rows:
        worker = workers.get(row.subject_id or 0)
        whats = [what for pk in row.undo.get("exams", ()) for what in at_exams.get(pk, ())]
        if worker is not None and row.undo.get("is_new"):
            whats += [*at_workers.get(worker.pk, []), *booked.get(worker.pk, [])]
        if worker is not None and _was_changed(row, worker):
            whats.append(_("changed since"))
        if ended.intersection(row.undo.get("exposures", ())):
            whats.append(_("changed since"))
        if any(_was_entered(results.get(int(pk)), both) for pk, both in _findings(row)):
            whats.append(_("changed since"))
        if whats:
            yield row, worker.name if worker else "", whats


def _findings(row: ImportRow) -> Iterable[tuple[str, tuple[str, str]]]:
    return unseal(row.undo.get("findings", "")).items()


def _was_entered(result: ExaminationResult | None, both: tuple[str, str]) -> bool:
    return result is not None and (result.code, result.fitness) != both


def _was_changed(row: ImportRow, worker: Worker) -> bool:
    for name, (_old, new) in row.undo.get("fields", {}).items():
        value = getattr(worker, name)
        if (value.isoformat() if isinstance(value, date) else value or "") != new:
            return True
    return bool(row.undo.get("is_new") and worker.left_date is not None)


def _brought_by_the_file(rows: Sequence[ImportRow]) -> dict[str, set[int]]:
    """Return the exposures and exams of the whole file: they go with it."""
    mine: defaultdict[str, set[int]] = defaultdict(set)
    applied = ImportRow.objects.filter(
        file__in={row.file_id for row in rows},
        subject_id__in={row.subject_id for row in rows if row.subject_id},
        applied_at__isnull=False,
    )
    for undo in applied.values_list("undo", flat=True):
        for key in ("exposures", "exams", "results"):
            mine[key] |= set(undo.get(key, ()))
    return mine


def _hanging(
    model: type[Model], pks: Sequence[int], mine: dict[str, set[int]]
) -> dict[int, list[str]]:
    """Return what refers to each record beside what the file brought, of whichever layer."""
    own: dict[type[Model], set[int]] = {
        Exposure: mine["exposures"],
        Examination: mine["exams"],
        ExaminationResult: mine["results"],
    }
    found: defaultdict[int, list[str]] = defaultdict(list)
    for relation in model._meta.related_objects:
        other: Any = relation.related_model
        if other in GOES_ALONG or relation.many_to_many:
            continue
        column = relation.field.attname
        there = other._base_manager.filter(**{f"{column}__in": pks})
        for pk, target in there.order_by().values_list("pk", column):
            if pk not in own.get(other, ()):
                found[target].append(str(other._meta.verbose_name))
    return found


def _booked(workers: Sequence[int]) -> dict[int, list[str]]:
    """Return what an upper layer plans for the open due items of each worker."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for relation in DueItem._meta.related_objects:
        through: Any = getattr(relation, "through", None)
        if through is None:
            continue
        there = through._base_manager.filter(
            dueitem__worker__in=workers, dueitem__closed_at=None
        ).values_list("dueitem__worker", flat=True)
        for worker in set(there):
            found[worker].append(str(relation.related_model._meta.verbose_name))
    return found


def _clear_findings(rows: Sequence[ImportRow]) -> None:
    filled = [int(pk) for row in rows for pk, _both in _findings(row)]
    ExaminationResult.objects.filter(pk__in=filled).update(code="", fitness="")
    received = [pk for row in rows for pk in row.undo.get("received", ())]
    Examination.objects.filter(pk__in=received).update(result_table_received_date=None)


def _remove_records(rows: Sequence[ImportRow]) -> None:
    """Remove exams, results and exposures; what an exam closed is owed again if it is."""
    exams = [pk for row in rows for pk in row.undo.get("exams", ())]
    DueItem.objects.filter(examination__in=exams).update(
        closed_as=DueItem.Closed.NO_LONGER_OWED, examination=None
    )
    results = [pk for row in rows for pk in row.undo.get("results", ())]
    ExaminationResult.objects.filter(pk__in=results).delete()
    Examination.objects.filter(pk__in=exams).delete()
    exposures = [pk for row in rows for pk in row.undo.get("exposures", ())]
    Exposure.objects.filter(pk__in=exposures).delete()


def _set_back(row: ImportRow, worker: Worker | None) -> None:
    fields = row.undo.get("fields", {})
    if worker is not None and fields and not row.undo.get("is_new"):
        for name, (old, _new) in fields.items():
            is_date = name.endswith("_date")
            setattr(worker, name, (date.fromisoformat(old) if old else None) if is_date else old)
        worker.version += 1
        worker.save(update_fields=[*fields, "version"])
    for pk, name, old, new in reversed(row.undo.get("changed", ())):
        Exposure.objects.filter(**{"pk": pk, name: new}).update(**{name: old})
    for pk, old, new in row.undo.get("institutions", ()):
        Examination.objects.filter(pk=pk, institution=new).update(institution=old)
    if "left" in row.undo:
        pk, left = row.undo["left"]
        Worker.objects.filter(pk=pk, left_date=left).update(left_date=None)


def _came_back_to(row: ImportRow) -> int | None:
    if "left" not in row.undo:
        return None
    worker = Worker.objects.filter(pk=row.undo["left"][0]).first()
    return worker.workplace_id if worker else None
