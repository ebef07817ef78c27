"""A PostgreSQL server for one run of the tests, thrown away afterwards."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from pwd import getpwnam

from processes import end_with_parent

# Crash safety is of no use to a database that lives for one run.
HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=256MB")


def postgresql_programs() -> Path:
    """Return the folder of the newest PostgreSQL server of this machine."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: p.parts[-3])
    on_path = shutil.which("initdb")
    if not found and on_path is None:
        sys.exit("bin/test: no PostgreSQL server here; set TEST_DATABASE_URL to use another one.")
    return found[-1].parent if found else Path(str(on_path)).resolve().parent


def free_port() -> int:
    """Return a port of the loopback address that nobody uses now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def postgresql() -> Iterator[str]:
    """Run a throw-away server as an unprivileged user and yield its address."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    programs = postgresql_programs()
    user = "postgres" if os.getuid() == 0 else None  # the server refuses to run as root
    # Not under var/: the checkout may lie where that user may not go, and a socket's path is short.
    folder = Path(tempfile.mkdtemp(prefix="ansim-pg-"))
    server: subprocess.Popen[bytes] | None = None
    try:
        password = secrets.token_hex(16)
        (folder / "password").write_text(password)
        if user is not None:
            for path in (folder, folder / "password"):
                os.chown(path, getpwnam(user).pw_uid, getpwnam(user).pw_gid)
        data, log = folder / "data", folder / "log"
        with log.open("wb") as output:
            subprocess.run(
                [str(programs / "initdb"), "-D", str(data), "-U", "ansim", "--no-sync",
                 "-A", "scram-sha-256", f"--pwfile={folder / 'password'}",
                 "-E", "UTF8", "--locale=C.UTF-8"],
                user=user, cwd=folder, stdout=output, stderr=output, check=True,
            )  # fmt: skip
            port = free_port()
            options = [part for value in HASTY for part in ("-c", value)]
            server = subprocess.Popen(
                [programs / "postgres", "-D", data, "-h", "127.0.0.1", "-p", str(port),
                 "-k", folder, *options],
                user=user, cwd=folder, stdout=output, stderr=output,
                start_new_session=True, preexec_fn=end_with_parent,
            )  # fmt: skip
        ready = [str(programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
        deadline = time.monotonic() + 30
        while subprocess.run(ready, check=False).returncode != 0:
            if server.poll() is not None or time.monotonic() > deadline:
                sys.exit(f"bin/test: PostgreSQL did not start:\n{log.read_text()}")
            time.sleep(0.1)
        yield f"postgres://ansim:{password}@127.0.0.1:{port}/ansim"
    finally:
        if server is not None and server.poll() is None:
            server.send_signal(signal.SIGINT)  # fast shutdown: sessions are cut, files are closed
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)
                server.wait()
        shutil.rmtree(folder, ignore_errors=True)
