"""Columns of one row per workplace that triggers work out from another table's rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

EVENTS = ("insert", "update", "delete")


@dataclass(frozen=True)
class Source:
    """A table whose rows belong to workplaces, what of it matters, and what follows from it."""

    table: str
    watched: tuple[str, ...]
    columns: Mapping[str, str]
    """Column of the target → SQL that works it out for the target's workplace."""
    earliest: Mapping[str, str] = field(default_factory=dict)
    """Column → SQL over new rows, where these can only make it earlier and nothing else."""
    counted: str = "TRUE"
    """Which new rows are looked at for that."""
    brought: str = ""
    """Which new rows SQLite leaves alone: whoever writes a million runs `insertion` once for all."""

    @property
    def settings(self) -> str:
        """What an UPDATE of the target sets."""
        return ", ".join(f"{column} = {sql}" for column, sql in self.columns.items())

    def insertion(self, target: str, fresh: str) -> str:
        """Return the statement that takes new rows in, read from a table or subquery."""
        if not self.earliest:
            return (
                f"INSERT INTO {target} (workplace_id) SELECT DISTINCT workplace_id FROM {fresh} "
                "WHERE workplace_id IS NOT NULL ORDER BY workplace_id ON CONFLICT DO NOTHING"
            )
        names, values = ", ".join(self.earliest), ", ".join(self.earliest.values())
        sooner = ", ".join(
            f"{one} = CASE WHEN {target}.{one} IS NULL OR excluded.{one} < {target}.{one} "
            f"THEN excluded.{one} ELSE {target}.{one} END"
            for one in self.earliest
        )
        return (
            f"INSERT INTO {target} (workplace_id, {names}) SELECT workplace_id, {values} "
            f"FROM {fresh} WHERE {self.counted} GROUP BY workplace_id ORDER BY workplace_id "
            f"ON CONFLICT (workplace_id) DO UPDATE SET {sooner}"
        )


def operations(target: str, *sources: Source) -> list[migrations.RunPython]:
    """Return the operations that make the triggers of these sources, and take them away."""
    return [
        migrations.RunPython(
            partial(_run, target=target, sources=sources, makes=True),
            partial(_run, target=target, sources=sources, makes=False),
        )
    ]


def statements(vendor: str, target: str, source: Source, *, makes: bool = True) -> Iterator[str]:
    """Yield what makes the triggers of one source, or takes them away."""
    yield from {"sqlite": _sqlite, "postgresql": _postgresql}[vendor](target, source, makes)


def _run(
    apps: Any,
    editor: BaseDatabaseSchemaEditor,
    *,
    target: str,
    sources: tuple[Source, ...],
    makes: bool,
) -> None:
    for source in sources:
        for statement in statements(editor.connection.vendor, target, source, makes=makes):
            editor.execute(statement)


def _sqlite(target: str, source: Source, makes: bool) -> Iterator[str]:
    new = ", ".join(f"new.{column} AS {column}" for column in source.watched)
    insertion = source.insertion(target, f"(SELECT {new}) AS fresh")
    update = f"UPDATE {target} SET {source.settings} WHERE workplace_id"
    bodies = {
        "insert": [insertion] if source.earliest else [insertion, f"{update} = new.workplace_id"],
        "update": [insertion, f"{update} IN (old.workplace_id, new.workplace_id)"],
        # A workplace that goes takes its rows along: none is made for it.
        "delete": [f"{update} = old.workplace_id"],
    }
    for event in EVENTS:
        name = f"{source.table}_{event}_kept"
        if not makes:
            yield f"DROP TRIGGER {name}"
            continue
        of = f" OF {', '.join(source.watched)}" if event == "update" else ""
        when = f" WHEN NOT ({source.brought})" if event == "insert" and source.brought else ""
        body = " ".join(f"{statement};" for statement in bodies[event])
        yield f"CREATE TRIGGER {name} AFTER {event}{of} ON {source.table}{when} BEGIN {body} END"


def _postgresql(target: str, source: Source, makes: bool) -> Iterator[str]:
    function = f"{source.table}_kept"
    if not makes:
        for event in EVENTS:
            yield f"DROP TRIGGER {source.table}_{event}_kept ON {source.table}"
        yield f"DROP FUNCTION {function}"
        return
    fresh, stale = (
        ", ".join(f"{side}.{column}" for column in source.watched) for side in ("fresh", "stale")
    )
    is_done = "RETURN NULL;" if source.earliest else ""
    # One statement may change many rows, and two transactions rows of one workplace: the target's
    # rows are locked in their order before anything is worked out from what is then committed.
    yield f"""
        CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE ids bigint[];
        BEGIN
            IF TG_OP = 'INSERT' THEN
                {source.insertion(target, "fresh")};
                {is_done}
                SELECT array_agg(DISTINCT workplace_id) INTO ids FROM fresh
                WHERE workplace_id IS NOT NULL;
            ELSIF TG_OP = 'DELETE' THEN
                SELECT array_agg(DISTINCT workplace_id) INTO ids FROM stale
                WHERE workplace_id IS NOT NULL;
            ELSE
                SELECT array_agg(DISTINCT one) INTO ids FROM (
                    SELECT unnest(ARRAY[fresh.workplace_id, stale.workplace_id]) AS one
                    FROM fresh JOIN stale USING (id)
                    WHERE ROW({fresh}) IS DISTINCT FROM ROW({stale})
                ) AS changed WHERE one IS NOT NULL;
                INSERT INTO {target} (workplace_id)
                SELECT one FROM unnest(ids) AS one ORDER BY one ON CONFLICT DO NOTHING;
            END IF;
            IF ids IS NULL THEN
                RETURN NULL;
            END IF;
            PERFORM 1 FROM {target} WHERE workplace_id = ANY(ids) ORDER BY workplace_id FOR UPDATE;
            UPDATE {target} SET {source.settings} WHERE workplace_id = ANY(ids);
            RETURN NULL;
        END $$
    """
    tables = {
        "insert": "NEW TABLE AS fresh",
        "update": "OLD TABLE AS stale NEW TABLE AS fresh",
        "delete": "OLD TABLE AS stale",
    }
    for event in EVENTS:
        yield (
            f"CREATE TRIGGER {source.table}_{event}_kept AFTER {event} ON {source.table} "
            f"REFERENCING {tables[event]} FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
        )
