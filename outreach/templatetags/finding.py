"""What the list of workplaces shows of columns that another layer adds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django import template

from outreach.finding.facets import Column
from outreach.finding.lines import Line

register = template.Library()


@register.filter
def with_columns(line: Line, columns: Sequence[Column]) -> list[tuple[Column, date | None]]:
    """Return each further column with what the line says there."""
    return list(zip(columns, line.added, strict=True))
