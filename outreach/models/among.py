from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, ForeignObject, Lookup
from django.db.models.sql.compiler import SQLCompiler

if TYPE_CHECKING:
    _Lookup = Lookup[Any]
else:
    _Lookup = Lookup


@ForeignObject.register_lookup
@Field.register_lookup
class Among(_Lookup):
    """
    `column__among=values`: what `in` does, for thousands of values at once.

    They go to the database as one parameter, where `in` makes each of them one.
    """

    lookup_name = "among"
    prepare_rhs = False
    rhs: Any

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        """Return the condition in the words of SQLite."""
        column, parameters = self.process_lhs(compiler, connection)
        wanted = json.dumps(list(self.rhs))
        return f"{column} IN (SELECT value FROM json_each(%s))", (*parameters, wanted)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        """Return the condition in the words of PostgreSQL."""
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", (*parameters, list(self.rhs))
