"""
Print every shape in which lists write what we must understand, and what becomes of it.

    python bench/shapes.py
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]

from tests.outreach.shapes import GROUPS  # noqa: E402


def main() -> int:
    """Print one table for each kind of cell; the exit code says whether all are as they should."""
    wrong = 0
    for group in GROUPS:
        print(f"\n| {group.name} | what becomes of it |\n|---|---|")
        for shape, should in group.shapes:
            became = group.judge(shape)
            wrong += became != should
            written = shape.replace("|", "\\|").replace("\u200b", "<ZWSP>")
            print(f"| `{written or ' '}` | {became}{'' if became == should else ' **WRONG**'} |")
    print(f"\n{sum(len(group.shapes) for group in GROUPS)} shapes, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
