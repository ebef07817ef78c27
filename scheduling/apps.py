"""The upper layer: when we go, who comes, what came of it."""

from __future__ import annotations

from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    name = "scheduling"

    def ready(self) -> None:
        """Make known what owners said about visits; models are imported only now."""
        from outreach import inbox
        from scheduling.actions import answers

        inbox.register("answers", answers.count_waiting)
