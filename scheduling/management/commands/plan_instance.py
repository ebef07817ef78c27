"""Plan one problem file from the command line."""

from __future__ import annotations

import time
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from scheduling.planner.json_io import read_problem, write_plan
from scheduling.planner.problem import ProblemNotUnderstood
from scheduling.planner.schedule import RouteDoesNotFit
from scheduling.planner.search import first_plan


def seconds(text: str) -> float:
    """Read a positive number of seconds."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not value > 0:
        raise ArgumentTypeError(_("Give a number of seconds above 0."))
    return value


class Command(BaseCommand):
    """Read a problem, plan it, write the plan, and print what it costs."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Describe the files and the two settings."""
        parser.description = _(
            "Plan the visits of one problem file (seoul-outreach-1): confirmed visits stay, the"
            " others go in by due date where they add the least driving."
        )
        parser.add_argument("problem", type=Path, help=_("problem file, .json or .json.gz"))
        parser.add_argument("plan", type=Path, help=_("file to write the plan to"))
        parser.add_argument(
            "--seconds", type=seconds, default=60.0, help=_("stop after so many seconds at most")
        )
        parser.add_argument(
            "--seed", type=int, default=0, help=_("the same number gives the same plan")
        )
        parser.add_argument(
            "--dry-run", action="store_true", help=_("print the figures and write no file")
        )

    def handle(
        self, *, problem: Path, plan: Path, seconds: float, seed: int, dry_run: bool, **rest: object
    ) -> None:
        """Plan within the seconds given."""
        started = time.monotonic()
        try:
            wanted = read_problem(problem)
            found = first_plan(
                wanted, seed=seed, stop=lambda: time.monotonic() - started >= seconds
            )
            took = time.monotonic() - started
            if not dry_run:
                write_plan(found, plan)
        except OSError as error:
            raise CommandError(
                _("Cannot read or write %(file)s: %(why)s")
                % {"file": error.filename, "why": error.strerror}
            ) from error
        except ProblemNotUnderstood as error:
            raise CommandError(
                _("The problem is not understood: %(what)s") % {"what": error}
            ) from error
        except RouteDoesNotFit as error:
            raise CommandError(
                _("The confirmed visits of team %(team)s on day %(day)s do not fit together.")
                % {"team": error.team, "day": error.day}
            ) from error
        figures = (
            (_("objective"), found.objective.total),
            (_("left out"), found.objective.unserved),
            (_("lateness"), found.objective.late),
            (_("travel minutes"), found.objective.travel),
            (_("visits planned"), f"{found.served}/{len(wanted.visits)}"),
            (_("first plan after (s)"), f"{took:.2f}"),
        )
        for name, figure in figures:
            self.stdout.write(f"{name}: {figure}")
