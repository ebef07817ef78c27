from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 2**20


@dataclass(frozen=True)
class Limits:
    """How much we take in at once: of a file, and of this machine while it is read."""

    max_bytes: int = 32 * MEGABYTE
    max_rows: int = 120_000
    max_columns: int = 500
    max_sheets: int = 200
    max_unpacked: int = 512 * MEGABYTE  # the city's own list unpacks to 165 MB
    seconds: int = 20  # of a processor
    patience: int = 60  # seconds by the clock: a busy machine may take longer for the same
    memory: int = 256 * MEGABYTE


UPLOAD = Limits()
