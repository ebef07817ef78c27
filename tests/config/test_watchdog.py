"""When a cluster counts as stalled, seen moment by moment."""

from __future__ import annotations

import os
import signal

import pytest

from config.watchdog import Busy, Watch

NOTHING: set[int] = set()
Moment = tuple[float, set[int], bool]


@pytest.mark.parametrize(
    ("moments", "stalled"),
    [
        ([(0, {1}, False), (14, {1}, False)], False),  # not long enough
        ([(0, {1}, False), (15, {1}, False)], True),
        ([(0, {1}, False), (15, {1, 2}, False)], True),  # new work does not hide the old
        ([(0, {1}, False), (10, {2}, False), (20, {2}, False)], False),  # 1 was done at 10
        ([(0, {1}, False), (10, {1}, True), (20, {1}, False)], False),  # a long job runs
        ([(0, NOTHING, False), (99, NOTHING, False)], False),  # nothing to do
        ([(0, NOTHING, False), (99, {1}, False)], False),  # it came just now
        ([(0, NOTHING, False), (99, {1}, False), (114, {1}, False)], True),
    ],
)
def test_a_cluster_is_stalled_when_jobs_wait_and_none_is_run(
    moments: list[Moment], stalled: bool
) -> None:
    watch = Watch(patience=15)

    seen = [watch.stalled(waiting, busy=busy, now=now) for now, waiting, busy in moments]

    assert seen[-1] is stalled
    assert not any(seen[:-1])


def test_a_worker_is_busy_from_begin_to_end() -> None:
    busy = Busy()

    before = bool(busy)
    busy.begin()
    during = bool(busy)
    busy.end()

    assert [before, during, bool(busy)] == [False, True, False]


def test_a_killed_worker_is_no_longer_busy() -> None:
    busy = Busy()
    hear, tell = os.pipe()
    child = os.fork()
    if child == 0:
        busy.begin()
        os.write(tell, b"!")
        signal.pause()
    os.read(hear, 1)

    during = bool(busy)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)

    assert during
    assert not busy
