"""The bottom layer: who we reach, and how."""

from __future__ import annotations

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "outreach"

    def ready(self) -> None:
        """Make known what lists are taken in and filtered by, and what waits for staff."""
        # Models are imported only now.
        from outreach import inbox
        from outreach.actions.imports import kinds, workplace_lists
        from outreach.finding import facets, known
        from outreach.models import Reply

        kinds.register(workplace_lists.WORKPLACE_LISTS)
        facets.register(*known.FACETS, *known.ORDERS)
        inbox.register("replies", lambda one: Reply.objects.for_staff(one).unhandled().count())
