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
        "workplaces workers contacts exposures examinations imports",
    ),
    _section("message-list", _("Texts"), _P.SEE_MESSAGES, "messages"),
    _section("application-list", _("Cost support"), _P.SEE_CLAIMS, "support claims"),
    _section("results", _("Results"), _P.SEE_RESULTS, "results"),
    _section("staff-list", _("Settings"), _P.MANAGE_STAFF, "staff feeds"),
)


def sections_for(asker: Asker) -> list[Section]:
    """Return the sections whose doors exist and open to this person."""
    return [
        section
        for section in SECTIONS
        if may(asker, section.permission)
        and section.url is not None
        # Whoever sees the week finds the day sheet there; a driver has nothing else.
        and not (section.route == "day-sheet" and may(asker, _P.SEE_WEEK))
    ]
