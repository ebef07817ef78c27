"""Run the whole product with a made-up city on this machine; Ctrl-C stops it.

bin/demo            set up what is missing, then start every line of the Procfile and the phones
bin/demo --fresh    the same with a new city

HOST, PORT and PUBLIC_URL say where it listens and which address the texts name.
DEMO_WORKPLACES says how large a new city is (2000), DEMO_DIR where it lies (var/demo).
Needs nothing but Python's own library, since it runs before anything is installed.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import http.client
import json
import os
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from types import FrameType
from typing import NoReturn
from urllib.parse import urlsplit

from processes import Child, end_with_parent, say, stop_all

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("DEMO_DIR", ROOT / "var/demo")).resolve()
DATABASE = VAR / "demo.sqlite3"
PYTHON = str(ROOT / ".venv/bin/python")


def stop(number: int, frame: FrameType | None) -> NoReturn:
    """Leave through every `finally` when asked to end."""
    raise SystemExit(0)


def is_free(host: str, port: int) -> bool:
    """Return whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def keys() -> dict[str, str]:
    """Return the demo's own secrets, made once and kept beside its database."""
    path = VAR / "keys.json"
    if not path.exists():
        made = {
            "SECRET_KEY": secrets.token_urlsafe(64),
            "LINK_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
            "FIELD_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
            "TWILIO_ACCOUNT_SID": f"AC{secrets.token_hex(16)}",
            "TWILIO_AUTH_TOKEN": secrets.token_hex(16),
        }
        path.touch(mode=0o600)
        path.write_text(json.dumps(made))
    kept: dict[str, str] = json.loads(path.read_text())
    return kept


def environment(host: str, port: int, phones: int) -> dict[str, str]:
    """Return the settings of the demo; a database that the caller works with stays out of it."""
    public = os.environ.get("PUBLIC_URL", f"http://{'127.0.0.1' if is_any(host) else host}:{port}")
    hosts = {"127.0.0.1", "localhost", "[::1]", host, urlsplit(public).hostname or ""} - {""}
    demo = {
        "DEMO": "1",
        "HOST": host,
        "PORT": str(port),
        "PUBLIC_URL": public,
        "ALLOWED_HOSTS": ",".join(sorted(hosts)),
        "VAR_DIR": str(VAR),
        "DATABASE_URL": f"sqlite://{DATABASE}",
        "ALLOW_FAKE_PROVIDER": "1",
        "TWILIO_BASE_URL": f"http://127.0.0.1:{phones}",
        "SIMULATOR_URL": f"http://127.0.0.1:{phones}",
    }
    own = {"PATH": f"{ROOT / '.venv/bin'}:{os.environ['PATH']}", "PYTHONUNBUFFERED": "1"}
    return {**os.environ, **keys(), **demo, **own}


def is_any(host: str) -> bool:
    """Return whether the address means every address of this machine."""
    return host in {"0.0.0.0", "::", ""}


def run(line: str, command: list[str], settings: dict[str, str]) -> None:
    """Run one step of the preparation to its end and stop the demo when it fails."""
    say(line)
    with subprocess.Popen(command, cwd=ROOT, env=settings, preexec_fn=end_with_parent) as process:
        try:
            code = process.wait()
        finally:
            process.terminate()
    if code != 0:
        sys.exit(f"bin/demo: {' '.join(command)} ended with {code}")


def digest(files: Iterable[Path]) -> str:
    """Return a fingerprint of files by name, size and time."""
    told = sorted((str(p), p.stat().st_size, p.stat().st_mtime_ns) for p in files if p.is_file())
    return hashlib.sha256(repr(told).encode()).hexdigest()


def prepare(settings: dict[str, str], *, fresh: bool) -> None:
    """Bring libraries, database, city and static files to the state of the code."""
    setup = [str(ROOT / "bin/setup"), "--run-only"]
    run("checking the set-up", setup, dict(os.environ))
    seeded, migrated, collected = VAR / "seeded", VAR / "migrated", VAR / "collected"
    make_city = ROOT / "scheduling/management/commands/make_city.py"
    if fresh or not seeded.exists():  # a city that was left half built is built anew
        for path in (*VAR.glob("demo.sqlite3*"), *VAR.glob("phones.*"), seeded, migrated):
            path.unlink(missing_ok=True)
        shutil.rmtree(VAR / "files", ignore_errors=True)
    libraries = [ROOT / "requirements.txt", ROOT / "config/settings.py"]
    state = digest([*ROOT.glob("*/migrations/*.py"), *libraries])
    if not migrated.exists() or migrated.read_text() != state:
        run("preparing the database", [PYTHON, "manage.py", "migrate", "-v0"], settings)
        migrated.write_text(state)
    if not seeded.exists() and make_city.exists():
        size = os.environ.get("DEMO_WORKPLACES", "2000")
        city = ["make_city", "--workplaces", size, "--seed", "1", "--demo"]
        run(f"building a city of {size} workplaces", [PYTHON, "manage.py", *city], settings)
        seeded.touch()
    parts = ROOT / "package-lock.json"
    state = digest([*(ROOT / "static").rglob("*"), parts, *libraries])
    if not collected.exists() or collected.read_text() != state:
        collect = [PYTHON, "manage.py", "collectstatic", "--noinput", "-v0"]
        run("collecting static files", collect, settings)
        collected.write_text(state)


def children(settings: dict[str, str], phones: int) -> list[Child]:
    """Return the phones first, so that no text meets a closed door, then the Procfile."""
    named = [line.split(":", 1) for line in (ROOT / "Procfile").read_text().splitlines() if line]
    log = shlex.quote(f"{VAR}/phones.jsonl")
    if (ROOT / "bin/simulator").exists():
        named.insert(0, ["phones", f"bin/simulator --port {phones} --log {log}"])
    return [Child(name.strip(), command.strip(), settings) for name, command in named]


def answers(host: str, port: int) -> bool:
    """Return whether the first page is there."""
    connection = http.client.HTTPConnection("127.0.0.1" if is_any(host) else host, port, timeout=5)
    try:
        connection.request("GET", "/", headers={"Host": "localhost"})
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()


def watch(running: list[Child], host: str, port: int, address: str, begun: float) -> NoReturn:
    """Keep every child alive and say once when the first page answers."""
    announced = False
    while True:
        for child in running:
            child.revive()
        if not announced and answers(host, port):
            announced = True
            say(f"ready after {time.monotonic() - begun:.1f} s; Ctrl-C stops it")
            say(f"open {address}")
        time.sleep(0.5 if announced else 0.1)


def main(arguments: list[str]) -> None:
    """Prepare, start, watch and stop."""
    if arguments not in ([], ["--fresh"]):
        sys.exit(__doc__)
    begun = time.monotonic()
    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    VAR.mkdir(parents=True, exist_ok=True)
    lock = (VAR / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit("bin/demo: a demo of this folder is already running.")
    if not is_free(host, port):
        sys.exit(f"bin/demo: port {port} of {host} is taken. Try: PORT={port + 1} bin/demo")
    phones = next(p for p in range(port + 1, 65536) if is_free("127.0.0.1", p))
    settings = environment(host, port, phones)
    prepare(settings, fresh=bool(arguments))
    running: list[Child] = []
    try:
        for child in children(settings, phones):
            child.start()
            running.append(child)
        watch(running, host, port, settings["PUBLIC_URL"], begun)
    finally:
        stop_all(running)
        say("stopped")


if __name__ == "__main__":
    main(sys.argv[1:])
