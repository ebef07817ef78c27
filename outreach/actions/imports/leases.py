"""Who works on a file: one process at a time, and another one when that was killed."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from outreach.models import ImportFile

LEASE = timedelta(seconds=30)  # a chunk takes less than one; loading a whole register three
Clock = Callable[[], datetime]


class BeingWorkedOn(Exception):
    """Another process works on the file."""

    def __init__(self) -> None:
        super().__init__(_("This file is being worked on. Please wait a moment."))


class LeaseLost(Exception):
    """Another process has taken the file over, because this one stood still; it must stop."""


@dataclass(frozen=True)
class Lease:
    """The right to work on a file, renewed with each chunk."""

    pk: int
    holder: str
    clock: Clock

    @contextmanager
    def chunk(self, state: ImportFile.State) -> Iterator[ImportFile]:
        """
        Open one short transaction on the locked file, and renew the lease at its end.

        What the block sets on the file is saved with the rows it wrote, or neither is.

        :raises LeaseLost: the file is in another state or another process has it
        """
        with transaction.atomic():
            locked = ImportFile.objects.defer("content").select_for_update().get(pk=self.pk)
            if locked.lease_holder != self.holder or locked.state != state:
                raise LeaseLost
            yield locked
            if locked.is_at_work:
                locked.lease_until = self.clock() + LEASE
                locked.tries = 0
            else:
                locked.lease_until, locked.lease_holder = None, ""
            locked.save(
                update_fields=[
                    "state", "sheets", "counts", "rows_total", "rows_done", "lease_until",
                    "lease_holder", "tries", "finished_at", "committed_at", "refusal",
                ]
            )  # fmt: skip

    def renew(self) -> None:
        """
        Say that we still work, where no chunk does.

        :raises LeaseLost: another process has it
        """
        held = ImportFile.objects.filter(pk=self.pk, lease_holder=self.holder)
        if not held.update(lease_until=self.clock() + LEASE):
            raise LeaseLost


def take(import_file: ImportFile, clock: Clock) -> Lease:
    """
    Take a file at work that nobody works on.

    :raises BeingWorkedOn: another process has it and is not late
    """
    now = clock()
    lease = Lease(import_file.pk, uuid.uuid4().hex, clock)
    taken = (
        ImportFile.objects.at_work()
        .filter(Q(lease_until=None) | Q(lease_until__lt=now), pk=import_file.pk)
        .update(lease_until=now + LEASE, lease_holder=lease.holder, tries=F("tries") + 1)
    )
    if not taken:
        raise BeingWorkedOn
    return lease
