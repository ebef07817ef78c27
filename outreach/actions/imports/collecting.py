"""Pausing Python's collector of cycles, which makes none here and looks for them all the time."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collecting(*, is_large: bool) -> Iterator[None]:
    """
    Let a large list pass without the collector walking through a city's register again and again.

    It takes two fifths of the comparison otherwise. What nobody holds is freed as ever.
    """
    pauses = is_large and gc.isenabled()
    if pauses:
        gc.disable()
    try:
        yield
    finally:
        if pauses:
            gc.enable()
