"""Hold all sending after an older copy of the database was restored."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from outreach import clock
from outreach.actions import restores


class Command(BaseCommand):
    help = (
        "Holds all texts back until release_hold. For whoever restored an older copy of the "
        "database: it believes that texts still wait which have gone out since. A sender that "
        "notices this by itself holds them too."
    )

    def handle(self, *args: object, **options: object) -> None:
        restores.hold(now=clock.now())
        self.stdout.write("Held. No text leaves before: manage.py release_hold")
