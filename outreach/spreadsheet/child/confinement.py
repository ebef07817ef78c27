"""What this process may use: a hostile file must not cost the machine more than a list does."""

from __future__ import annotations

import resource
from pathlib import Path

OPEN_FILES = 16
ROOM = 0.9
SPARE = 16 * 2**20  # what is mapped now and touched later, such as libraries
PAGE = resource.getpagesize()


def confine(*, memory: int, seconds: int) -> None:
    """
    Limit memory, processor time, files and their size for good.

    What is mapped but not touched does not count as memory, so that much is allowed on top; of
    that, a part is touched after all.
    """
    mapped, resident = _mapped_and_resident()
    _limit(resource.RLIMIT_AS, memory - SPARE + mapped - resident)
    _limit(resource.RLIMIT_CPU, seconds, grace=1)  # the first signal says why, the second kills
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    _limit(resource.RLIMIT_CORE, 0)  # a core would hold the list


def halve_memory(*, memory: int, shared: int) -> bool:
    """
    Leave half of the memory to a second process, which shares so much of it.

    Return whether what is taken already leaves room for that; if not, all stays as it is.
    """
    half = (memory - SPARE + shared) // 2
    mapped, resident = _mapped_and_resident()
    if resident > ROOM * half:
        return False
    _limit(resource.RLIMIT_AS, half + mapped - resident)
    return True


def _limit(what: int, most: int, grace: int = 0) -> None:
    allowed = resource.getrlimit(what)[1]
    most = most if allowed == resource.RLIM_INFINITY else min(most, allowed - grace)
    resource.setrlimit(what, (most, most + grace))


def _mapped_and_resident() -> tuple[int, int]:
    try:
        mapped, resident = Path("/proc/self/statm").read_text("ascii").split()[:2]
    except OSError:
        return 0, 0
    return int(mapped) * PAGE, int(resident) * PAGE
