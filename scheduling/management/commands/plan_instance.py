"""Plan one problem file from the command line."""

from __future__ import annotations

import time
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Mapping
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from scheduling.planner.effort import Effort, Iterations, Seconds
from scheduling.planner.improve import Progress, best_plan
from scheduling.planner.json_io import read_problem, write_plan
from scheduling.planner.problem import ProblemNotUnderstood
from scheduling.planner.schedule import RouteDoesNotFit

MOST_THREADS = 8


def seconds(text: str) -> float:
    """Read a positive number of seconds."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not value > 0:
        raise ArgumentTypeError(_("Give a number of seconds above 0."))
    return value


def threads(text: str) -> int:
    """Read a number of processor cores."""
    if not text.isdecimal() or not 1 <= int(text) <= MOST_THREADS:
        raise ArgumentTypeError(_("Give a number of cores from 1 to 8."))
    return int(text)


class Command(BaseCommand):
    """Read a problem, plan it, write the plan, and print what it costs."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Describe the files and the two settings."""
        parser.description = _(
            "Plan the visits of one problem file (seoul-outreach-1): confirmed visits stay, the"
            " others go where the whole plan costs least. There is a plan at once; it gets better"
            " until the seconds are over."
        )
        parser.add_argument("problem", type=Path, help=_("problem file, .json or .json.gz"))
        parser.add_argument("plan", type=Path, help=_("file to write the plan to"))
        parser.add_argument(
            "--seconds", type=seconds, default=30.0, help=_("search for so many seconds")
        )
        parser.add_argument(
            "--seed", type=int, default=0, help=_("another number gives another search")
        )
        parser.add_argument(
            "--threads", type=threads, default=1, help=_("processor cores to use, up to 8")
        )
        parser.add_argument(
            "--iterations",
            type=int,
            help=_("so many iterations per core instead of seconds: the same plan on any machine"),
        )
        parser.add_argument(
            "--dry-run", action="store_true", help=_("print the figures and write no file")
        )

    def handle(self, *, problem: Path, plan: Path, dry_run: bool, **options: object) -> None:
        """Plan as long as asked."""
        began = time.monotonic()
        reached: list[tuple[float, Progress]] = []
        try:
            wanted = read_problem(problem)
            found = best_plan(
                wanted,
                effort=effort_of(options, began),
                seed=int(str(options["seed"])),
                threads=int(str(options["threads"])),
                progress=lambda step: reached.append((time.monotonic() - began, step)),
            )
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
        first = reached[0][0] if reached else time.monotonic() - began
        figures = (
            (_("objective"), found.objective.total),
            (_("left out"), found.objective.unserved),
            (_("lateness"), found.objective.late),
            (_("travel minutes"), found.objective.travel),
            (_("visits planned"), f"{found.served}/{len(wanted.visits)}"),
            (_("first plan after (s)"), f"{first:.2f}"),
            (_("iterations"), reached[-1][1].iterations if reached else 0),
        )
        for name, figure in figures:
            self.stdout.write(f"{name}: {figure}")


def effort_of(options: Mapping[str, object], began: float) -> Effort:
    """Return how long to search."""
    if options["iterations"] is not None:
        return Iterations(int(str(options["iterations"])))
    return Seconds(float(str(options["seconds"])), time.monotonic, began)
