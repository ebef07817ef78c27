"""A team in the field says that it comes at another time than promised."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from scheduling.actions.bookings import VisitRefused
from scheduling.actions.delays import announce
from scheduling.forms.visits import VersionForm
from scheduling.models import Visit

SHIFTS = (
    (10, gettext_lazy("10 minutes later")),
    (20, gettext_lazy("20 minutes later")),
    (30, gettext_lazy("30 minutes later")),
    (45, gettext_lazy("45 minutes later")),
    (60, gettext_lazy("an hour later")),
    (90, gettext_lazy("an hour and a half later")),
    (-10, gettext_lazy("10 minutes earlier")),
    (-20, gettext_lazy("20 minutes earlier")),
    (0, gettext_lazy("as promised after all")),
)


class DelayForm(VersionForm):
    """How much later or earlier than promised."""

    minutes = forms.TypedChoiceField(choices=SHIFTS, coerce=int)


@requires(Permission.SEE_DAY_SHEET)
@require_POST
def delay(request: StaffRequest, pk: int) -> HttpResponse:
    """Tell whoever waits for the team, and say how many that were."""
    visit = get_object_or_404(Visit.objects.for_staff(request.user), pk=pk)
    form = DelayForm(request.POST)
    if form.is_valid():
        try:
            told = announce(
                visit=form.seen(visit), minutes=form.cleaned_data["minutes"], now=clock.now()
            )
        except VisitRefused as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, _in_words(told))
    else:
        messages.error(request, _("Please choose how much later or earlier."))
    return redirect("day-sheet")


def _in_words(told: dict[Visit, int]) -> str:
    untold = [visit.workplace.name for visit, number in told.items() if not number]
    if not told:
        return _("Nobody has to be told: it is less than ten minutes.")
    said = ngettext(
        "%(visits)s visit shifts; %(texts)s text goes out.",
        "%(visits)s visits shift; %(texts)s texts go out.",
        len(told),
    ) % {"visits": len(told), "texts": sum(told.values())}
    if untold:
        said += " " + _("Please call: %(places)s") % {"places": ", ".join(untold)}
    return said
