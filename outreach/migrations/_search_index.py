"""
The trigram index of SearchEntry, which Django has no words for.

0001_initial ends with `*_search_index.OPERATIONS`: whoever writes that migration anew puts the
import and the line back (tests/outreach/test_search_entries.py fails without them).
"""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

COLUMNS = ("name_keys", "initials", "place_keys", "people_keys", "numbers", "phones")
_LIST = ", ".join(COLUMNS)
_NEW = ", ".join(f"new.{column}" for column in COLUMNS)
_OLD = ", ".join(f"old.{column}" for column in COLUMNS)
_TAKE_IN = f"INSERT INTO outreach_searchtext (rowid, {_LIST}) VALUES (new.id, {_NEW});"
_TAKE_OUT = (
    f"INSERT INTO outreach_searchtext (outreach_searchtext, rowid, {_LIST}) "
    f"VALUES ('delete', old.id, {_OLD});"
)
# One for each kind, since each is asked for by itself: what is found in the other is not read.
POSTGRESQL_INDEXES = tuple(
    f"CREATE INDEX {name} ON outreach_searchentry USING gin ("
    + ", ".join(f"{column} gin_trgm_ops" for column in columns)
    + f") WHERE kind = '{kind}'"
    for name, kind, columns in (
        ("search_workplaces_by_trigram", "WORKPLACE", COLUMNS),
        ("search_workers_by_trigram", "WORKER", ("name_keys", "initials", "place_keys", "phones")),
    )
)
POSTGRESQL_INDEXES_OFF = (
    "DROP INDEX search_workplaces_by_trigram",
    "DROP INDEX search_workers_by_trigram",
)
POSTGRESQL = ("CREATE EXTENSION IF NOT EXISTS pg_trgm", *POSTGRESQL_INDEXES)
# The text stays in the table; triggers keep the index true, as PostgreSQL keeps its own, also
# when rows go with the workplace they belong to (sqlite.org/fts5.html, 4.4.3).
SQLITE = (
    f"CREATE VIRTUAL TABLE outreach_searchtext USING fts5({_LIST}, "
    "content='outreach_searchentry', content_rowid='id', tokenize='trigram')",
    f"CREATE TRIGGER search_entry_added AFTER INSERT ON outreach_searchentry BEGIN {_TAKE_IN} END",
    "CREATE TRIGGER search_entry_removed AFTER DELETE ON outreach_searchentry "
    f"BEGIN {_TAKE_OUT} END",
    "CREATE TRIGGER search_entry_changed AFTER UPDATE ON outreach_searchentry "
    f"BEGIN {_TAKE_OUT} {_TAKE_IN} END",
)
SQLITE_TRIGGERS_OFF = (
    "DROP TRIGGER search_entry_added",
    "DROP TRIGGER search_entry_removed",
    "DROP TRIGGER search_entry_changed",
)
STATEMENTS = {"postgresql": POSTGRESQL, "sqlite": SQLITE}
# Around the loading of very many rows, which an index takes in far quicker all at once.
BEFORE_LOADING = {"postgresql": POSTGRESQL_INDEXES_OFF, "sqlite": SQLITE_TRIGGERS_OFF}
AFTER_LOADING = {
    # What is deferred to the end of the transaction would stand in the way of an index.
    "postgresql": (
        "SET CONSTRAINTS ALL IMMEDIATE",
        *POSTGRESQL_INDEXES,
        "ANALYZE outreach_searchentry",
    ),
    "sqlite": (
        "INSERT INTO outreach_searchtext (outreach_searchtext, rank) "
        f"VALUES ('hashsize', {64 * 2**20})",
        "INSERT INTO outreach_searchtext (outreach_searchtext) VALUES ('rebuild')",
        f"INSERT INTO outreach_searchtext (outreach_searchtext, rank) VALUES ('hashsize', {2**20})",
        "INSERT INTO outreach_searchtext (outreach_searchtext) VALUES ('optimize')",
        *SQLITE[1:],
        "ANALYZE outreach_searchentry",
    ),
}
REMOVAL = {
    "postgresql": POSTGRESQL_INDEXES_OFF,
    "sqlite": (*SQLITE_TRIGGERS_OFF, "DROP TABLE outreach_searchtext"),
}


def make(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in STATEMENTS[editor.connection.vendor]:
        editor.execute(statement)


def remove(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in REMOVAL[editor.connection.vendor]:
        editor.execute(statement)


OPERATIONS = [migrations.RunPython(make, remove)]
