"""The middle layer: what the law asks, and the proof that it was done."""

from __future__ import annotations

from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "safety"

    def ready(self) -> None:
        """Let lists of workers be taken in; models cannot be imported any earlier."""
        from outreach import import_words
        from outreach.actions.imports import kinds
        from safety.actions.rosters import kind, words

        kinds.register(kind.ROSTERS)
        import_words.register(kind.ROSTER, words.ROSTERS)
