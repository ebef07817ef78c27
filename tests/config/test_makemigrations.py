"""A new table is made together with its constraints, unless they name a field added later."""

from __future__ import annotations

from collections import Counter
from importlib import import_module

import pytest
from django.db import models
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel

from config.management.commands.makemigrations import folded


def check(field: str) -> AddConstraint:
    condition = models.Q((f"{field}__gt", 0))
    return AddConstraint("shop", models.CheckConstraint(condition=condition, name=f"{field}_is"))


def test_what_belongs_to_a_new_table_is_made_with_it() -> None:
    table = CreateModel("Shop", [("id", models.AutoField(primary_key=True))])
    index = AddIndex("shop", models.Index(fields=["id"], name="by_id"))

    [made] = folded([table, check("id"), index])

    assert made is table
    assert [one.name for one in table.options["constraints"]] == ["id_is"]
    assert [one.name for one in table.options["indexes"]] == ["by_id"]


def test_what_names_a_later_field_and_what_changes_an_old_table_stay() -> None:
    table = CreateModel("Shop", [("id", models.AutoField(primary_key=True))])
    field = AddField("shop", "size", models.IntegerField(default=1))
    old = AddIndex("owner", models.Index(fields=["id"], name="by_id"))
    operations = [table, field, check("size"), old]

    assert folded(operations) == operations


@pytest.mark.parametrize("app", ["outreach", "safety", "scheduling"])
def test_the_first_migrations_are_folded(app: str) -> None:
    """By hand or by the command: a statement a constraint makes every new database slow."""
    first = import_module(f"{app}.migrations.0001_initial").Migration.operations
    again = Counter(type(one).__name__ for one in folded(first))

    assert again == Counter(type(one).__name__ for one in first)
