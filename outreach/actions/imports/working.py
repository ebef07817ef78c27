"""Working on a file until it rests, whoever calls: a job, the sweep, the command or a page."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta

from outreach.actions.imports.committing import commit
from outreach.actions.imports.leases import BeingWorkedOn, Clock, Lease, LeaseLost, take
from outreach.actions.imports.reading import Seen, fail, read
from outreach.actions.imports.reasons import Refused
from outreach.actions.imports.undoing import undo
from outreach.models import ImportFile

logger = logging.getLogger(__name__)
KEPT_FOR = timedelta(days=1)
MOST_TRIES = 20  # so often a file may stop a process before one row of it is done
State = ImportFile.State
STAGES: Mapping[str, Callable[[ImportFile, Lease], None]] = {
    State.COMMITTING: commit,
    State.UNDOING: undo,
}


def work(*, import_file: ImportFile, clock: Clock, seen: Seen | None = None) -> ImportFile:
    """
    Read, commit or undo a file until it rests, going on where a killed process stood.

    `seen` is shown the rows of the preview once they are kept.

    :raises BeingWorkedOn: another process works on it, or took it over because we stood still
    """
    current = _current(import_file)
    if not current.is_at_work:
        return current
    lease = take(current, clock)
    try:
        while (current := _current(import_file)).is_at_work:
            if current.tries > MOST_TRIES:
                _give_up(current, lease)
            elif current.state == State.READING:
                read(current, lease, seen)
            else:
                STAGES[current.state](current, lease)
    except LeaseLost as lost:
        raise BeingWorkedOn from lost
    except Exception:
        # Whoever comes next need not wait for the lease to run out; `tries` counts it.
        ImportFile.objects.filter(pk=current.pk, lease_holder=lease.holder).update(
            lease_until=None, lease_holder=""
        )
        raise
    return current


def sweep(*, clock: Clock) -> int:
    """
    Go on with the files whose process was killed, and forget contents older than a day.

    Returns how many files were worked on.
    """
    now = clock()
    old = ImportFile.objects.filter(uploaded_at__lt=now - KEPT_FOR)
    old.filter(state=State.PREVIEWED).exclude(content=None).update(content=None)
    for unread in old.filter(state=State.READING).filter(pk__in=_abandoned(clock)):
        with take(unread, clock).chunk(State.READING) as locked:
            fail(locked, Refused.EXPIRED.value)
    worked = 0
    failure: Exception | None = None
    for pk in _abandoned(clock):
        try:
            work(import_file=ImportFile(pk=pk), clock=clock)
        except BeingWorkedOn:
            continue
        except Exception as error:  # one file must not keep the others waiting
            logger.error("import file %s: %s", pk, type(error).__name__)  # it may quote a row
            failure = error
        worked += 1
    if failure is not None:
        raise failure
    return worked


def _abandoned(clock: Clock) -> list[int]:
    files = ImportFile.objects.abandoned(clock())
    return list(files.order_by("uploaded_at").values_list("pk", flat=True))


def _current(import_file: ImportFile) -> ImportFile:
    return ImportFile.objects.select_related("centre").get(pk=import_file.pk)


def _give_up(current: ImportFile, lease: Lease) -> None:
    """Stop trying: what was applied is taken back first, if that can be done."""
    with lease.chunk(State(current.state)) as locked:
        if locked.state == State.COMMITTING:
            locked.state = State.UNDOING
            locked.cancel_asked_at = lease.clock()
            ImportFile.objects.filter(pk=locked.pk).update(cancel_asked_at=lease.clock())
            locked.rows_total = locked.rows.filter(applied_at__isnull=False).count()
            locked.rows_done = 0
        elif locked.state == State.READING:
            fail(locked, Refused.STOPPED_TOO_OFTEN.value)
        else:
            locked.state, locked.refusal = State.FAILED, Refused.STOPPED_TOO_OFTEN.value
