"""What the README says is so."""

from __future__ import annotations

import re
from pathlib import Path

from outreach.access import TABLE, Permission, Role

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COLUMNS = list(Role)


def row_of(permission: Permission) -> str:
    """Write a permission's line of the table: a dot for each role that holds it."""
    cells = ("●" if permission in TABLE[role] else "" for role in COLUMNS)
    return f"| {permission.value.replace('_', ' ')} | {' | '.join(cells)} |"


def test_the_printed_table_is_the_one_in_the_code() -> None:
    missing = [row_of(permission) for permission in Permission if row_of(permission) not in README]

    assert missing == []


def test_every_command_it_names_exists() -> None:
    named = set(re.findall(r"manage\.py ([a-z_]+)", README))
    found = {path.stem for path in ROOT.glob("*/management/commands/*.py")}
    built_in = {"migrate", "check", "createsuperuser", "collectstatic", "shell"}

    assert named - found - built_in == set()


def test_every_file_it_links_exists() -> None:
    linked = re.findall(r"\]\((?!https?:|#)([^)#]+)", README)

    assert [link for link in linked if not (ROOT / link).exists()] == []
