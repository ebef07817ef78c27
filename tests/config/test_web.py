"""The web server as a real process: a connection that says nothing keeps nobody waiting."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
ONE_PROCESS = ["--bind", "127.0.0.1:0", "--workers", "1"]
SITE = "wsgiref.simple_server:demo_app"  # the server is looked at, not our pages
PATIENCE = 15.0
Start = Callable[..., int]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a web server of one process with the given settings, and return its port."""
    with ExitStack() as ends:

        def run(*settings: str) -> int:
            process = ends.enter_context(
                subprocess.Popen(
                    [sys.executable, "-m", "gunicorn", *settings, *ONE_PROCESS, SITE],
                    cwd=ROOT,
                    stderr=subprocess.PIPE,
                    text=True,
                )
            )
            ends.callback(process.kill)
            assert process.stderr
            for line in process.stderr:
                if found := re.search(r"Listening at: http://127\.0\.0\.1:(\d+)", line):
                    return int(found[1])
            raise AssertionError("The web server did not start.")

        yield run


def test_connections_opened_in_advance_keep_nobody_waiting(start: Start) -> None:
    port = start("--config", "python:config.web")
    assert _ask(port, PATIENCE) == 200

    with ExitStack() as silent:
        for _number in range(4):
            silent.enter_context(socket.create_connection(("127.0.0.1", port)))
        assert _ask(port, PATIENCE) == 200


def test_without_the_deferral_a_silent_connection_holds_the_process(start: Start) -> None:
    port = start()
    assert _ask(port, PATIENCE) == 200

    with socket.create_connection(("127.0.0.1", port)), pytest.raises(TimeoutError):
        _ask(port, 1.5)


def _ask(port: int, within: float) -> int:
    """Return the status of the answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=within) as connection:
        connection.sendall(b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n")
        return int(connection.recv(64).split()[1])
