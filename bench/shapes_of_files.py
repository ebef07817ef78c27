"""
Print every shape of file in which lists come, and what becomes of it.

    python bench/shapes_of_files.py
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]

from tests.outreach.spreadsheet.shapes_of_texts import SHAPES_OF_TEXTS  # noqa: E402
from tests.outreach.spreadsheet.shapes_of_values import SHAPES_OF_VALUES  # noqa: E402
from tests.outreach.spreadsheet.shapes_of_workbooks import SHAPES_OF_WORKBOOKS  # noqa: E402


def main() -> int:
    """Print the table; the exit code says whether all are as they should."""
    shapes = (*SHAPES_OF_TEXTS, *SHAPES_OF_WORKBOOKS, *SHAPES_OF_VALUES)
    wrong = 0
    print("| shape | what becomes of it |\n|---|---|")
    for shape in shapes:
        became = shape.judge()
        wrong += became != shape.became
        told = became.replace("|", "\\|")
        print(f"| {shape.name} | {told}{'' if became == shape.became else ' **WRONG**'} |")
    print(f"\n{len(shapes)} shapes, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
