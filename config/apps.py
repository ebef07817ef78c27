"""The top: wires the layers, decides nothing."""

from __future__ import annotations

from django.apps import AppConfig

from config import checks


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        checks.register()
        from config import periodic  # it knows models, which exist only from here on

        periodic.guard_queue()
