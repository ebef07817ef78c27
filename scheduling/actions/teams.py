"""Teams: who goes out together, what they can do and which van they take."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from outreach.models import Centre, Staff
from scheduling.actions.bookings import resources_of
from scheduling.actions.reservations import AlreadyTaken, reserve
from scheduling.models import Team, Vehicle, Visit


class TeamRefused(Exception):
    """The team or its shifts cannot be so; the words are shown to the person who asked."""

    words: str | Promise = gettext_lazy("The team cannot be so.")

    def __str__(self) -> str:
        return str(self.words)


class TeamNameTaken(TeamRefused):
    words = gettext_lazy("Another team of this centre has this name.")


class OfAnotherCentre(TeamRefused):
    words = gettext_lazy("A person or the van belongs to another centre.")


class BusyElsewhere(TeamRefused):
    """A booked visit of the team would take a person or a van that is promised elsewhere."""

    def __init__(self, visit: Visit, taken: AlreadyTaken) -> None:
        super().__init__(visit.pk)
        self.visit, self.taken = visit, taken

    def __str__(self) -> str:
        return _("The team has a visit then (%(visit)s): %(reason)s") % {
            "visit": in_words(self.visit),
            "reason": self.taken,
        }


@transaction.atomic
def add_team(
    *,
    centre: Centre,
    name: str,
    skills: Collection[str],
    members: Collection[Staff],
    vehicle: Vehicle | None,
    max_drive_minutes: int,
) -> Team:
    """
    Put a team together.

    :raises TeamRefused: the name is taken, or somebody belongs to another centre
    """
    team = Team(centre=centre)
    _write(team, name, skills, members, vehicle, max_drive_minutes)
    return team


@transaction.atomic
def change_team(
    *,
    team: Team,
    name: str,
    skills: Collection[str],
    members: Collection[Staff],
    vehicle: Vehicle | None,
    max_drive_minutes: int,
    now: datetime,
) -> None:
    """
    Change a team; what it is booked for takes its new people and van, and lets the old ones go.

    :raises TeamRefused: the name is taken, or somebody belongs elsewhere or is busy elsewhere
    """
    team = Team.objects.select_for_update().get(pk=team.pk)
    _write(team, name, skills, members, vehicle, max_drive_minutes)
    ahead = team.visits.live().filter(ends_at__gt=now).select_related("workplace")
    for visit in ahead.order_by("starts_at", "pk"):
        try:
            reserve(
                resources=resources_of(workplace=visit.workplace, team=team),
                starts_at=visit.starts_at,
                ends_at=visit.ends_at,
                visit=visit,
            )
        except AlreadyTaken as taken:
            raise BusyElsewhere(visit, taken) from None


def _write(
    team: Team,
    name: str,
    skills: Collection[str],
    members: Collection[Staff],
    vehicle: Vehicle | None,
    max_drive_minutes: int,
) -> None:
    owners = {person.centre_id for person in members} | ({vehicle.centre_id} if vehicle else set())
    if owners - {team.centre_id}:
        raise OfAnotherCentre
    team.name, team.skills, team.vehicle = name, sorted(skills), vehicle
    team.max_drive_minutes = max_drive_minutes
    try:
        with transaction.atomic():
            team.save()
    except IntegrityError:
        raise TeamNameTaken from None
    team.members.set(members)


def in_words(visit: Visit) -> str:
    """Name a visit to staff: where and when."""
    when = date_format(timezone.localtime(visit.starts_at), pgettext("a moment", "D j M H:i"))
    return f"{visit.workplace.name}, {when}"
