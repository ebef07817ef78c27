"""Write migrations as Django does, but make a new table together with its constraints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.core.management.commands import makemigrations
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation


def folded(operations: Sequence[Operation]) -> list[Operation]:
    """
    Return the operations with what belongs to a new table inside its making.

    Django renders its models anew for each statement beside it: with one a constraint, a new
    database took three times as long. What names a field that is added later stays where it is.
    """
    later: defaultdict[str, list[str]] = defaultdict(list)
    for one in operations:
        if isinstance(one, AddField):
            later[one.model_name_lower].append(one.name)
    made: dict[str, CreateModel] = {}
    kept: list[Operation] = []
    for one in operations:
        if isinstance(one, CreateModel):
            made[one.name_lower] = one
        if not isinstance(one, AddConstraint | AddIndex) or one.model_name_lower not in made:
            kept.append(one)
            continue
        part = one.constraint if isinstance(one, AddConstraint) else one.index
        if any(f"'{field}" in repr(part.deconstruct()) for field in later[one.model_name_lower]):
            kept.append(one)
            continue
        name = "constraints" if isinstance(one, AddConstraint) else "indexes"
        made[one.model_name_lower].options.setdefault(name, []).append(part)
    return kept


class Command(makemigrations.Command):
    def write_migration_files(self, changes: dict[str, Any], *rest: Any) -> None:
        """Fold each migration, then write it."""
        for migration in (one for migrations in changes.values() for one in migrations):
            migration.operations = folded(migration.operations)
        super().write_migration_files(changes, *rest)
