"""The cluster of django-q2 with an eye on itself; see `config.watchdog` for why."""

from __future__ import annotations

import logging
import os
import signal
import time
from typing import Any, NoReturn

from django.db import DatabaseError, connections
from django.utils import timezone
from django_q.brokers.orm import ORM
from django_q.cluster import Cluster
from django_q.conf import Conf
from django_q.models import OrmQ
from django_q.signals import post_execute_in_worker, pre_execute

from config import periodic
from config.watchdog import Busy, Watch

logger = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
SYNC_SECONDS = 60.0


class TellingBroker(ORM):  # type: ignore[misc]  # django-q2 ships no types
    """The ORM broker, telling through a pipe which rows this cluster has taken."""

    def __init__(self) -> None:
        super().__init__()
        self.hear, self.tell = os.pipe()
        os.set_blocking(self.hear, False)

    def dequeue(self) -> list[tuple[int, str]] | None:
        """Take rows from the queue and tell their ids."""
        taken: list[tuple[int, str]] | None = super().dequeue()
        for pk, _ in taken or []:
            os.write(self.tell, f"{pk}\n".encode())
        return taken

    def heard(self) -> set[int]:
        """Return the ids told since the last time; a line is written whole or not at all."""
        try:
            return {int(line) for line in os.read(self.hear, 65536).split()}
        except BlockingIOError:
            return set()


def run_cluster(*, patience: float) -> None:
    """Run the cluster in this process until it is stopped; end the whole group when it stalls."""
    periodic.guard_queue()
    periodic.sync_periodic()
    connections.close_all()  # the cluster's processes must not share our connection
    busy, broker, watch = Busy(), TellingBroker(), Watch(patience)
    pre_execute.connect(busy.begin, weak=False)
    post_execute_in_worker.connect(busy.end, weak=False)
    cluster = Cluster(broker)
    cluster.start()
    watch_cluster(cluster, broker, busy, watch)


def watch_cluster(cluster: Any, broker: TellingBroker, busy: Busy, watch: Watch) -> None:
    """Look at the queue once a second, at the timetable once a minute."""
    taken: set[int] = set()
    synced_at = time.monotonic()
    keeper = os.getppid()
    while not cluster.has_stopped:
        time.sleep(LOOK_SECONDS)
        taken |= broker.heard()
        now = time.monotonic()
        try:
            taken &= set(OrmQ.objects.filter(pk__in=taken).values_list("pk", flat=True))
            if watch.stalled(taken | overdue(), busy=bool(busy), now=now):
                give_back(taken)
                end_group(f"{len(watch.waiting)} jobs wait and none is run")
            if now - synced_at >= SYNC_SECONDS:
                periodic.sync_periodic()
                synced_at = now
        except DatabaseError:
            logger.exception("the watchdog cannot see the queue")
            connections.close_all()
            watch.moved_at = None  # not seen is not stalled
        if not cluster.has_stopped and not cluster.sentinel.is_alive():
            end_group("the sentinel is gone")
        if os.getppid() != keeper:
            end_group("the process that keeps it running is gone")


def overdue() -> set[int]:
    """Return the first rows that any cluster may take now."""
    rows = OrmQ.objects.filter(key=Conf.CLUSTER_NAME, lock__lt=timezone.now()).order_by("pk")
    return set(rows.values_list("pk", flat=True)[:1000])


def give_back(taken: set[int]) -> None:
    """Let the rows that we took and never ran be taken again at once, not after `retry`."""
    OrmQ.objects.filter(pk__in=taken).update(lock=timezone.now())


def end_group(reason: str) -> NoReturn:
    """End this process and all it started; whoever keeps it running starts it again."""
    logger.critical("the job cluster ends: %s", reason)
    os.killpg(os.getpgid(0), signal.SIGKILL)
    raise SystemExit(1)
