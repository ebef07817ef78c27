"""The house stands: imports and foreign keys point down, files stay small, doors stay thin."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ["outreach", "safety", "scheduling", "config"]  # bottom first
FORBIDDEN_NAMES = {"utils", "helpers", "services", "constants", "exceptions", "common", "misc"}
LONGEST_FILE = 250


def python_files() -> Iterator[Path]:
    for app in LAYERS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def test_imports_point_down() -> None:
    linter = Path(sys.executable).with_name("lint-imports")

    ended = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True)

    assert ended.returncode == 0, ended.stdout


def test_foreign_keys_point_down() -> None:
    """A key written as a string escapes the import linter, so the models are walked."""
    upward = []
    for model in apps.get_models():
        if model._meta.app_label not in LAYERS:
            continue
        for field in [*model._meta.fields, *model._meta.many_to_many]:
            if isinstance(field, ForeignKey | ManyToManyField):
                target = field.remote_field.model._meta.app_label
                if target in LAYERS and LAYERS.index(target) > LAYERS.index(model._meta.app_label):
                    upward.append(f"{model.__name__}.{field.name}")

    assert upward == []


def test_links_and_access_entries_point_at_nothing_above() -> None:
    below = {"outreach", "auth", "contenttypes"}
    for name in ("Link", "AccessEntry", "Message"):
        for field in apps.get_model("outreach", name)._meta.fields:
            if isinstance(field, ForeignKey):
                assert field.remote_field.model._meta.app_label in below


@pytest.mark.parametrize("path", list(python_files()), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_has_one_purpose(path: Path) -> None:
    assert path.stem not in FORBIDDEN_NAMES
    assert len(path.read_text().splitlines()) <= LONGEST_FILE
    if path.name != "__init__.py":
        assert "from __future__ import annotations" in path.read_text()


def test_a_test_file_is_no_longer_than_a_product_file() -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in (ROOT / "tests").rglob("*.py")}

    assert {str(path): lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_doors_reach_rows_only_through_the_asking_person() -> None:
    """A view that says `.objects.` says for whom, or asks only beside rows already scoped."""
    unscoped = []
    for path in python_files():
        if "views" not in path.parts or "@requires" not in path.read_text():
            continue  # a file without @requires holds doors behind a secret only
        for function in ast.walk(ast.parse(path.read_text())):
            if not isinstance(function, ast.FunctionDef) or is_behind_a_secret(function):
                continue
            for node in ast.walk(function):
                if not isinstance(node, SIMPLE_STATEMENTS):
                    continue
                words = ast.unparse(node)
                if ".objects." in words and not any(scope in words for scope in SCOPES):
                    unscoped.append(f"{path.relative_to(ROOT)}:{node.lineno}")

    assert unscoped == []


SIMPLE_STATEMENTS = (ast.Assign, ast.AnnAssign, ast.Return, ast.Expr, ast.Assert)
SCOPES = (
    ".for_staff(",
    "OuterRef(",  # a question about rows that are scoped where it is used
    "Prefetch(",
    # tables that belong to no centre
    "ExamInstitution.objects",
    "Course.objects",
    "Centre.objects.order_by('name')",  # city hall's figures, never people
    "Staff.objects.filter(is_active=True)",  # the demo's one click per role
)


def is_behind_a_secret(function: ast.FunctionDef) -> bool:
    """A door opened by a token or a code asks for nobody's centre."""
    return any(
        name in ast.unparse(decorator)
        for decorator in function.decorator_list
        for name in ("public", "secret_page")
    )


def test_the_clock_is_read_only_at_the_doors() -> None:
    readers = [
        str(path.relative_to(ROOT))
        for path in python_files()
        if re.search(r"timezone\.(now|localdate|localtime)\(\)|date\.today\(", path.read_text())
    ]
    doors = re.compile(r"(views|tasks|management)|outreach/clock\.py|config/")

    assert [path for path in readers if not doors.search(path)] == []


def test_nothing_is_saved_behind_the_readers_back() -> None:
    """No signals, and no work hidden in save()."""
    hidden = [
        str(path.relative_to(ROOT))
        for path in python_files()
        if re.search(r"django\.db\.models\.signals|@receiver|def save\(", path.read_text())
    ]

    assert hidden == []
