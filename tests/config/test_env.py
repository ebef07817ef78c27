"""A wrong value in the environment stops the start and says which one."""

from __future__ import annotations

import base64
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env

ROOT = Path(__file__).resolve().parent.parent.parent
NAME = "ANSIM_TEST_VALUE"
KEY = base64.b64encode(bytes(range(32))).decode()


@pytest.mark.parametrize(
    ("read", "raw", "value"),
    [
        (lambda: env.truth(NAME), "1", True),
        (lambda: env.truth(NAME), " Yes ", True),
        (lambda: env.truth(NAME), "off", False),
        (lambda: env.truth(NAME, True), "", True),
        (lambda: env.integer(NAME, 2, least=1, most=9), "", 2),
        (lambda: env.integer(NAME, 2, least=1, most=9), "9", 9),
        (lambda: env.seconds(NAME, 3.0, most=10), "0.5", 0.5),
        (lambda: env.words(NAME), "a, b,,c", ["a", "b", "c"]),
        (lambda: env.web_address(NAME, ""), "https://ansim.example/", "https://ansim.example"),
        (lambda: env.key(NAME, b"x"), KEY, bytes(range(32))),
    ],
)
def test_a_value_is_read_as_what_it_is(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[], object], raw: str, value: object
) -> None:
    monkeypatch.setenv(NAME, raw)

    assert read() == value


@pytest.mark.parametrize(
    ("read", "raw"),
    [
        (lambda: env.truth(NAME), "maybe"),
        (lambda: env.integer(NAME, 2, least=1, most=9), "ten"),
        (lambda: env.integer(NAME, 2, least=1, most=9), "10"),
        (lambda: env.seconds(NAME, 3.0, most=10), "0"),
        (lambda: env.seconds(NAME, 3.0, most=10), "11"),
        (lambda: env.web_address(NAME, ""), "ftp://ansim.example"),
        (lambda: env.key(NAME, b"x"), "short"),
        (lambda: env.key(NAME, b"x"), base64.b64encode(b"short").decode()),
        (lambda: env.database(NAME, Path("x")), "mysql://host/name"),
    ],
)
def test_a_bad_value_is_refused_by_its_name(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[], object], raw: str
) -> None:
    monkeypatch.setenv(NAME, raw)

    with pytest.raises(ImproperlyConfigured, match=NAME):
        read()


def test_a_postgres_address_is_read_with_its_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "postgres://clerk:p%40ss@db:5433/ansim")

    found = env.database(NAME, Path("x"))

    assert (found["USER"], found["PASSWORD"]) == ("clerk", "p@ss")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db", "5433", "ansim")


def test_the_product_does_not_start_with_a_bad_value() -> None:
    ended = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "DEMO": "perhaps"},
        capture_output=True,
        text=True,
    )

    assert ended.returncode != 0
    assert "DEMO='perhaps' is neither yes nor no" in ended.stderr
