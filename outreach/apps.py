"""The bottom layer: who we reach, and how."""

from __future__ import annotations

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "outreach"

    def ready(self) -> None:
        """Make the lists of workplaces known; models cannot be imported any earlier."""
        from outreach.actions.imports import kinds, workplace_lists

        kinds.register(workplace_lists.WORKPLACE_LISTS)
