"""What is wrong with the sending, in words, and where it is mended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import timezone
from django.utils.translation import gettext_lazy

from outreach import clock
from outreach.access import Permission
from outreach.actions.sending_alarms import Alarm, Trouble, alarms_of
from outreach.doors import address_for
from outreach.models import Staff

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

WORDS: dict[Trouble, StrPromise] = {
    Trouble.SWITCHED_OFF: gettext_lazy("All sending is switched off on the server."),
    Trouble.HELD: gettext_lazy(
        "All sending is held because an older copy of the data was restored."
    ),
    Trouble.STOPPED: gettext_lazy("No text of this centre leaves."),
    Trouble.SILENT: gettext_lazy(
        "The sender has not shown itself for %(minutes)s minutes. Please tell the administrator of"
        " the server."
    ),
    Trouble.LATE: gettext_lazy("Texts that are due have waited for %(minutes)s minutes."),
    Trouble.DOUBT: gettext_lazy("%(figure)s texts are being looked up at the provider."),
    Trouble.UNCERTAIN: gettext_lazy(
        "Of %(figure)s texts nobody knows whether they arrived. Please ask by phone."
    ),
    Trouble.MASS: gettext_lazy("%(figure)s mass sends wait for a second word."),
    Trouble.DAY_SPENT: gettext_lazy("All %(figure)s texts of today are used up."),
    Trouble.MONTH_SPENT: gettext_lazy("The money for texts of this month is used up."),
}
# The page of the sending says these itself, with what can be done.
SAID_THERE = {Trouble.SWITCHED_OFF, Trouble.HELD, Trouble.STOPPED, Trouble.MASS}


@dataclass(frozen=True)
class Said:
    """One alarm in words."""

    trouble: Trouble
    words: str
    address: str


def alarms_for(staff: Staff) -> list[Said]:
    """Return the alarms of a person's centre, if the person may see its texts."""
    if not staff.may(Permission.SEE_MESSAGES):
        return []
    found = alarms_of(staff.centre, now=clock.now(), real_now=timezone.now())
    return [Said(one.trouble, _words(one), _address(staff, one)) for one in found]


def _words(alarm: Alarm) -> str:
    figures = {"figure": intcomma(alarm.figure), "minutes": intcomma(max(1, alarm.figure // 60))}
    return str(WORDS[alarm.trouble]) % figures


def _address(staff: Staff, alarm: Alarm) -> str:
    if alarm.trouble in (Trouble.UNCERTAIN, Trouble.DOUBT):
        return address_for(staff, "message-list", query={"tab": "attention"})
    return address_for(staff, "sending")
