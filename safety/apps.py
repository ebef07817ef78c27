"""The middle layer: what the law asks, and the proof that it was done."""

from __future__ import annotations

from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "safety"

    def ready(self) -> None:
        """Let lists of workers be taken in, and workplaces be found by what is due there."""
        from outreach import import_words
        from outreach.actions.imports import kinds
        from outreach.finding import facets
        from safety import finding
        from safety.actions.rosters import kind, words

        kinds.register(kind.ROSTERS)
        import_words.register(kind.ROSTER, words.ROSTERS)
        facets.register(*finding.FACETS, finding.COLUMN, finding.ORDER)
