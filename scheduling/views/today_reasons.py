"""Why a workplace is on top of today's list, in one sentence."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from safety.models import DueItem
from scheduling.rules.call_ranking import Because, Near, Ranked


def why(one: Ranked, today: date) -> str:
    """Say in one sentence what brings the workplace up."""
    waiting = one.waiting
    kind = DueItem.Kind(waiting.kind).label
    days = (today - waiting.due_date).days
    match one.because:
        case Because.ASKED:
            return _("They asked to be called for another time.")
        case Because.WAITED:
            return _("Nobody has spoken to them for the longest time.")
        case Because.NEAR if waiting.near is Near.SAME_DONG:
            return _("A team is in the same neighbourhood within two weeks.")
        case Because.NEAR:
            return _("A team is in the same district within two weeks.")
        case Because.MANY:
            return ngettext(
                "%(count)s person is due there at once.",
                "%(count)s people are due there at once.",
                waiting.workers,
            ) % {"count": waiting.workers}
        case _ if days > 0:
            return _("%(kind)s: %(days)s days late.") % {"kind": kind, "days": days}
        case _:
            return _("%(kind)s falls due within two weeks.") % {"kind": kind}
