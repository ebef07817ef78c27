"""Work in a process of its own, for which Django is set up first."""

from __future__ import annotations

import gc
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import current_process, get_context, parent_process
from threading import Thread
from typing import Any

import django
from django.db import connection
from django.utils.module_loading import import_string

AHEAD = 4  # answers that wait for each helper at most: a city's do not all lie in memory


def spare_processors() -> int:
    """
    Return how many helpers there can be beside this process; none inside a transaction.

    Helpers read what is committed. The queue's own workers may not start processes.
    """
    if connection.in_atomic_block or current_process().daemon:
        return 0
    return len(os.sched_getaffinity(0)) - 1


def helped(
    path: str, asked: Iterable[Any], *, helpers: int, told: tuple[Any, ...]
) -> Iterator[Any]:
    """
    Yield what the function at a dotted path answers to each argument, in their order.

    It runs in helper processes, which ask the database for themselves; `told` goes with each call.
    """
    waiting: deque[Future[Any]] = deque()
    with ProcessPoolExecutor(helpers, get_context("spawn"), begin) as pool:
        for one in asked:
            waiting.append(pool.submit(call, path, one, *told))
            if len(waiting) > helpers * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def begin() -> None:
    """Set Django up in a helper; what it keeps for the run is not looked through again."""
    Thread(target=_end_with_parent, daemon=True).start()
    django.setup()
    gc.disable()


def _end_with_parent() -> None:
    """Let no helper outlive whoever asked it, however that one ended."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def call(path: str, *given: Any) -> Any:
    """Call the function at a dotted path; it is imported once Django is set up."""
    return import_string(path)(*given)
