"""The upper layer: when we go, who comes, what came of it."""

from __future__ import annotations

from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    name = "scheduling"

    def ready(self) -> None:
        """Make known what owners said about visits; models are imported only now."""
        # No actions: with them each process, the sender's too, would load the planner.
        from outreach import inbox
        from scheduling.models import OwnerAnswer

        inbox.register("answers", lambda one: OwnerAnswer.objects.for_staff(one).asking().count())
