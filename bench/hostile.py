"""
Print what becomes of files that were made to do harm, with seconds and megabytes.

    python bench/hostile.py
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]

from tests.outreach.spreadsheet.hostile_files import HOSTILE  # noqa: E402
from tests.outreach.spreadsheet.measured import measure  # noqa: E402

SECONDS, MEGABYTES = 2, 256


def main() -> int:
    """Print the table; the exit code says whether all stay within the budget."""
    over = 0
    print("| sample | KB | outcome | seconds | CPU | MB |\n|---|---|---|---|---|---|")
    for one in HOSTILE:
        content = one.make()
        found = measure(content)
        told = [] if found.became.startswith(one.became) else ["**WRONG**"]
        if found.cpu > SECONDS or found.megabytes > MEGABYTES:
            told.append("**OVER**")
        over += bool(told)
        print(
            f"| {one.name} | {len(content) / 1024:,.0f} | {' '.join([found.became, *told])} |"
            f" {found.seconds:.2f} | {found.cpu:.2f} | {found.megabytes:.0f} |",
            flush=True,
        )
    print(f"\n{len(HOSTILE)} samples, {over} not as they should; 2 s and 256 MB are allowed")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
