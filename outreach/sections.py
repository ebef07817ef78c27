"""The sections of the header, in their order, and which of them a person may open."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outreach.access import Asker, Permission, may


@dataclass(frozen=True)
class Section:
    """One word of the header; `beneath` are the first words of the addresses under it."""

    route: str
    label: str | Promise
    permission: Permission
    beneath: frozenset[str]

    @property
    def url(self) -> str | None:
        """Return the address, or nothing while there is no such door."""
        try:
            return reverse(self.route)
        except NoReverseMatch:
            return None

    def holds(self, path: str) -> bool:
        """Tell whether the page of this path lies under the section."""
        return path.strip("/").split("/")[0] in self.beneath


def _section(route: str, label: str | Promise, permission: Permission, beneath: str) -> Section:
    return Section(route, label, permission, frozenset(beneath.split(" ")))


_P = Permission
_CENTRE = "teams vehicles closed-days venues courses institutions due-rules feeds"
SECTIONS = (
    _section("home", _("Today"), _P.SEE_TODAY, ""),
    _section("due-list", pgettext_lazy("section", "Due"), _P.SEE_DUE, "due"),
    _section("week", _("Week"), _P.SEE_WEEK, "week plans plan-stops visits"),
    _section("day-sheet", _("Field"), _P.SEE_DAY_SHEET, "day"),
    _section("class-list", _("Classes"), _P.SEE_CLASSES, "classes enrolments certificates"),
    _section(
        "workplace-list",
        _("Workplaces"),
        _P.SEE_WORKPLACES,
        "workplaces workers contacts exposures examinations imports calls",
    ),
    _section("message-list", _("Texts"), _P.SEE_MESSAGES, "messages"),
    _section("application-list", _("Cost support"), _P.SEE_CLAIMS, "support claims"),
    _section("results", _("Results"), _P.SEE_RESULTS, "results"),
    _section("staff-list", _("Settings"), _P.MANAGE_STAFF, f"staff {_CENTRE}"),
    _section("team-list", _("Settings"), _P.MANAGE_CENTRE, _CENTRE),
)
# The pages under the last word of the header.
SETTINGS = (
    _section("staff-list", _("Staff"), _P.MANAGE_STAFF, "staff"),
    _section("team-list", _("Teams"), _P.MANAGE_CENTRE, "teams vehicles"),
    _section("closed-day-list", _("Closed days"), _P.MANAGE_CENTRE, "closed-days"),
    _section("venue-list", _("Venues"), _P.MANAGE_CENTRE, "venues"),
    _section("course-list", _("Courses"), _P.MANAGE_CENTRE, "courses"),
    _section("institution-list", _("Exam institutions"), _P.MANAGE_CENTRE, "institutions"),
    _section("due-settings", _("Rules of the due dates"), _P.MANAGE_CENTRE, "due-rules"),
    _section("feed-list", _("Calendar feeds"), _P.MANAGE_FEEDS, "feeds"),
)
# A section that is left out for whoever has the other one, which leads there.
REACHED_FROM = {"day-sheet": _P.SEE_WEEK, "team-list": _P.MANAGE_STAFF}


def sections_for(asker: Asker) -> list[Section]:
    """Return the sections whose doors exist and open to this person."""
    return [
        section
        for section in _open_to(asker, SECTIONS)
        if not (section.route in REACHED_FROM and may(asker, REACHED_FROM[section.route]))
    ]


def settings_for(asker: Asker) -> list[Section]:
    """Return the pages of the settings that exist and open to this person."""
    return _open_to(asker, SETTINGS)


def _open_to(asker: Asker, sections: tuple[Section, ...]) -> list[Section]:
    return [s for s in sections if may(asker, s.permission) and s.url is not None]
