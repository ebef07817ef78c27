"""Whether everything that the service needs is there; numbers only, for a watching program."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min, Q, Sum
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_q.models import OrmQ, Schedule

from outreach import clock
from outreach.access import public
from outreach.actions.sending_alarms import (
    LONGEST_LOOK_UP,
    LONGEST_SILENCE,
    MOST_IN_DOUBT,
    OLDEST_TEXT,
    silent_for,
)
from outreach.models import MassSend, Message, MessageState, SendingStop, SendingTally
from outreach.rules.quiet_hours import is_quiet

LONGEST_MASS = timedelta(hours=1)
LATEST_JOB = timedelta(minutes=15)
LEAST_DISK = 200 * 1024 * 1024

Answer = tuple[bool, int]  # whether it is well, and the figure that says so


def _database() -> Answer:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,), 1


def _migrations() -> Answer:
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return not missing, len(missing)


def _texts() -> Answer:
    """The seconds for which the oldest text that may leave has waited."""
    now = clock.now()
    oldest = Message.objects.due(now).aggregate(since=Min("next_try_at"))["since"]
    waited = _seconds(now, oldest)
    return is_quiet(now) or waited <= OLDEST_TEXT.total_seconds(), waited


def _doubt() -> Answer:
    count = Message.objects.filter(state=MessageState.DOUBT, handled_at=None).count()
    return count <= MOST_IN_DOUBT, count


def _look_ups() -> Answer:
    """The seconds for which the oldest doubt has been looked up in vain."""
    doubts = Message.objects.exclude(look_up_at=None).filter(state=MessageState.DOUBT)
    waited = _seconds(timezone.now(), doubts.aggregate(since=Min("claimed_at"))["since"])
    return waited <= settings.SMS_SETTLE_SECONDS + LONGEST_LOOK_UP.total_seconds(), waited


def _senders() -> Answer:
    """The seconds for which no sender has shown itself; a house without one is not asked."""
    silence = silent_for(real_now=timezone.now()) or timedelta(0)
    return silence <= LONGEST_SILENCE, int(silence.total_seconds())


def _uncertain() -> Answer:
    """Texts of which nobody knows whether they arrived, until staff have taken care of them."""
    count = Message.objects.filter(state=MessageState.UNCERTAIN, handled_at=None).count()
    return count <= MOST_IN_DOUBT, count


def _holds() -> Answer:
    """Whether all sending is off: by the environment, or since an older copy was restored."""
    everywhere = SendingStop.objects.standing().filter(centre=None).count()
    held = everywhere + int(settings.SMS_KILL_SWITCH)
    return held == 0, held


def _masses() -> Answer:
    """Masses of texts that have waited long for their second word."""
    long_ago = clock.now() - LONGEST_MASS
    forgotten = MassSend.objects.unconfirmed().filter(found_at__lt=long_ago).count()
    return forgotten == 0, forgotten


def _amounts() -> Answer:
    """Centres that have sent all they may today, or spent all they may this month."""
    day = clock.today()
    spent = (
        SendingTally.month_of(day)
        .order_by()
        .values("centre")
        .annotate(won_in_month=Sum("won"), today=Sum("texts", filter=Q(date=day)))
        .filter(Q(won_in_month__gte=settings.SMS_MONTH_WON) | Q(today__gte=settings.SMS_CENTRE_CAP))
        .count()
    )
    return spent == 0, spent


def _jobs() -> Answer:
    """
    The seconds by which the timetable or the queue is behind; they run by the real clock.

    The queue keeps no row of a job that went well, so what has not moved on tells: a line of the
    timetable whose time has passed, or a job that nobody has taken.
    """
    now = timezone.now()
    planned = Schedule.objects.aggregate(since=Min("next_run"))["since"]
    queued = OrmQ.objects.aggregate(since=Min("lock"))["since"]
    behind = max(_seconds(now, planned), _seconds(now, queued))
    return behind <= LATEST_JOB.total_seconds(), behind


def _disk() -> Answer:
    free = shutil.disk_usage(settings.VAR_DIR).free
    return free >= LEAST_DISK, free // (1024 * 1024)


CHECKS: dict[str, Callable[[], Answer]] = {
    "database": _database,
    "migrations": _migrations,
    "oldest_due_text_seconds": _texts,
    "texts_in_doubt": _doubt,
    "oldest_doubt_seconds": _look_ups,
    "texts_uncertain": _uncertain,
    "sender_silent_seconds": _senders,
    "sending_held": _holds,
    "masses_forgotten": _masses,
    "centres_out_of_texts": _amounts,
    "jobs_behind_seconds": _jobs,
    "free_disk_megabytes": _disk,
}


@public
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when all is well, 503 when something is not, with the figure of each check."""
    found = {name: _asked(check) for name, check in CHECKS.items()}
    is_ready = all(well for well, _figure in found.values())
    body = {
        "ready": is_ready,
        "checks": {name: {"ok": well, "value": figure} for name, (well, figure) in found.items()},
    }
    return JsonResponse(body, status=200 if is_ready else 503)


def _asked(check: Callable[[], Answer]) -> Answer:
    try:
        return check()
    except (DatabaseError, OSError):
        return False, 0


def _seconds(now: datetime, since: datetime | None) -> int:
    return max(0, int((now - since).total_seconds())) if since else 0
