"""Whether a team can do what a visit is for; where not, what is missing and who would have it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from outreach.models import Centre, Staff, Workplace
from safety.models import DueItem
from scheduling.actions.bookings import VisitRefused
from scheduling.actions.plan_skills import equipment_for, equipment_of
from scheduling.actions.visits import book_visit
from scheduling.models import Equipment, Skill, Team, Vehicle, Visit
from scheduling.rules import due_skills
from scheduling.rules.equipment import carried

# What a team is noted for; advice on the workplace and what the employer does are nobody's skill.
SKILLS: Mapping[due_skills.Skill, Skill] = {
    due_skills.Skill.EXAM: Skill.SPECIAL_EXAM,
    due_skills.Skill.CONSULTATION: Skill.CONSULTATION,
    due_skills.Skill.CLASS: Skill.TRAINING,
}


class TeamCannotDoIt(VisitRefused):
    """A skill or equipment is missing; the words name it, and who would have it."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def check_able(*, team: Team, due_items: Collection[DueItem]) -> None:
    """
    Refuse a team that cannot do everything, or whose van lacks equipment for it.

    :raises TeamCannotDoIt: with what is missing
    """
    skills = skills_for(due_items) - set(team.skills)
    needed = equipment_for(due_items)
    equipment = needed - equipment_of(team) if needed else needed
    if skills or equipment:
        raise TeamCannotDoIt(
            " ".join(
                [
                    *_without_skills(team, skills),
                    *_without_equipment(team, equipment),
                    _("Please choose another team, or correct the team or its van in Settings."),
                ]
            )
        )


def skills_for(items: Iterable[DueItem]) -> set[str]:
    """Return the skills that these items take."""
    works = {due_skills.skill_of(item.kind) for item in items}
    return {str(SKILLS[work]) for work in works if work in SKILLS}


@transaction.atomic
def book_able(
    *,
    workplace: Workplace,
    due_items: Collection[DueItem],
    team: Team,
    starts_at: datetime,
    minutes: int,
    staff: Staff,
    now: datetime,
) -> Visit:
    """
    Book the visit that staff chose, if the team can do what it is for.

    :raises VisitRefused: something is missing, or the time or an item cannot be had
    :raises AlreadyTaken: the team, one of its people, its van or the workplace has something else
    """
    check_able(team=team, due_items=due_items)
    return book_visit(
        workplace=workplace,
        due_items=due_items,
        team=team,
        starts_at=starts_at,
        minutes=minutes,
        staff=staff,
        now=now,
    )


def _without_skills(team: Team, missing: Collection[str]) -> Iterator[str]:
    others = list(team.centre.teams.order_by("name")) if missing else []
    for skill in sorted(missing):
        able = ", ".join(one.name for one in others if skill in one.skills)
        yield _("%(team)s does not do: %(work)s (teams that do: %(teams)s).") % {
            "team": team.name,
            "work": Skill(skill).label,
            "teams": able or pgettext("teams or vans", "none"),
        }


def _without_equipment(team: Team, missing: Collection[str]) -> Iterator[str]:
    for thing in sorted(missing):
        yield _("%(van)s does not carry: %(thing)s (vans that do: %(vans)s).") % {
            "van": team.vehicle.name if team.vehicle else team.name,
            "thing": Equipment(thing).label,
            "vans": ", ".join(_vans_with(thing, team.centre)) or pgettext("teams or vans", "none"),
        }


def _vans_with(thing: str, centre: Centre) -> Iterator[str]:
    """Name the vans that carry it or of which nobody noted what they carry, with their teams."""
    for van in Vehicle.objects.filter(centre=centre).prefetch_related("teams").order_by("name"):
        if thing in carried(van.equipment):
            said = [team.name for team in van.teams.all()]
            said += [] if van.equipment else [_("equipment not noted")]
            yield f"{van.name} ({', '.join(said)})" if said else van.name
