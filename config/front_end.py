"""The parts that npm brings and we serve: their names in addresses, their folders."""

from __future__ import annotations

FOLDERS = (
    ("krds/css/token", "krds-uiux/resources/css/token"),
    ("krds/css/component", "krds-uiux/resources/css/component"),
    ("krds/img/component/icon", "krds-uiux/resources/img/component/icon"),
    ("krds/fonts", "krds-uiux/resources/fonts"),
    ("htmx", "htmx.org/dist"),
    ("event-calendar", "@event-calendar/build/dist"),
)
