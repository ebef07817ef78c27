"""The whole database as one file, made and put back by the database's own means."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection, connections
from django.utils.translation import gettext_lazy as _

LOCK_SECONDS = 10  # whoever still works with the database is waited for so long


class CopyFailed(Exception):
    """The database's own tool said no."""

    def __init__(self, words: str) -> None:
        super().__init__(_("The database refused: %(words)s") % {"words": words.strip()[-500:]})


def file_name() -> str:
    """Return what the copy is called; its ending says of which database it is."""
    return "database.sqlite3" if connection.vendor == "sqlite" else "database.dump"


def copy_database(target: Path) -> None:
    """
    Copy the database as it is at one moment, while everybody goes on working.

    :raises CopyFailed: the tool is missing or did not end well
    """
    if connection.vendor != "sqlite":
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")
        return
    with closing(_sqlite(_path_of_sqlite())) as source, closing(_sqlite(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, not three
        _look(copy)


def put_back(source: Path) -> None:
    """
    Replace everything in the database by the copy, at once or not at all.

    :raises CopyFailed: the tool is missing, did not end well, or somebody works with the database
    """
    connections.close_all()
    if connection.vendor != "sqlite":
        script = source.with_suffix(".sql")
        try:
            _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", source)
            _run(
                "psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1",
                f"--command=SET lock_timeout='{LOCK_SECONDS}s'",
                "--command=DROP SCHEMA public CASCADE", "--command=CREATE SCHEMA public",
                f"--file={script}",
            )  # fmt: skip
        finally:
            script.unlink(missing_ok=True)
        return
    with closing(_sqlite(source)) as copy, closing(_sqlite(_path_of_sqlite())) as target:
        _look(copy)
        try:
            copy.backup(target)
        except sqlite3.Error as reason:
            raise CopyFailed(str(reason)) from None


def _sqlite(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=LOCK_SECONDS)


def _path_of_sqlite() -> Path:
    return Path(connection.settings_dict["NAME"])


def _look(copy: sqlite3.Connection) -> None:
    [found] = copy.execute("PRAGMA integrity_check").fetchone()
    if found != "ok":
        raise CopyFailed(str(found))


def _run(program: str, *arguments: str | Path) -> None:
    """Run one of PostgreSQL's tools on our database; its password stands in no command line."""
    if shutil.which(program) is None:
        raise CopyFailed(f"{program} is not installed (apt install postgresql-client)")
    facts = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    given = {name: str(facts[key]) for name, key in names.items() if facts[key]}
    # pg_restore must write a script, not into the database: psql makes it one transaction.
    database = {} if program == "pg_restore" else {"PGDATABASE": str(facts["NAME"])}
    ended = subprocess.run(
        [program, *arguments],
        env={**os.environ, **given, **database},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if ended.returncode != 0:
        raise CopyFailed(ended.stderr)
