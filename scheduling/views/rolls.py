"""The roll of a class, and finishing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from safety.models import Certificate
from scheduling.actions.classes import ClassRefused
from scheduling.actions.rolls import WhyNot, finish_class, record_roll, verdicts
from scheduling.forms.rolls import Roll
from scheduling.models import TrainingClass


@requires(Permission.RECORD_ROLL)
@require_http_methods(["GET", "HEAD", "POST"])
def roll(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the roll; after the class, show what came of it."""
    found = _class(request, pk)
    if found.state != TrainingClass.State.OPEN:
        return _result(request, found)
    data = request.POST if request.method == "POST" else None
    form = Roll(data, training_class=found, rows=verdicts(found))
    refusal = ""
    if request.method == "POST":
        if form.is_outdated:
            messages.error(request, _("The list of people has changed. Please look at it again."))
            return redirect("class-roll", pk)
        if form.is_valid():
            try:
                record_roll(
                    training_class=found, lines=form.lines(), staff=request.user, now=clock.now()
                )
            except ClassRefused as reason:
                refusal = str(reason)
            else:
                messages.success(request, _("The roll is saved."))
                return redirect("class-roll", pk)
    rows = verdicts(found)
    page = {
        "training_class": found,
        "roll": form,
        "refusal": refusal,
        "is_its_day": timezone.localdate(found.starts_at) <= clock.today(),
        "is_over": found.ends_at <= clock.now(),
        "is_complete": all(row.why_not != WhyNot.NOT_RECORDED for row in rows),
        "completed": sum(row.why_not is None for row in rows),
        "not_completed": [row for row in rows if row.why_not],
    }
    is_refused = bool(refusal) or (request.method == "POST")
    return render(request, "scheduling/roll.html", page, status=422 if is_refused else 200)


@requires(Permission.RECORD_ROLL)
@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask, then close a class and issue the certificates of those who completed it."""
    found = _class(request, pk)
    if request.method != "POST":
        rows = verdicts(found)
        page = {
            "training_class": found,
            "completed": sum(row.why_not is None for row in rows),
            "not_completed": [row for row in rows if row.why_not],
        }
        return render(request, "scheduling/roll_finish.html", page)
    try:
        done = finish_class(
            training_class=found, staff=request.user, today=clock.today(), now=clock.now()
        )
    except ClassRefused as reason:
        messages.error(request, str(reason))
    else:
        said = ngettext(
            "%(count)s certificate is issued.",
            "%(count)s certificates are issued.",
            len(done.certificates),
        )
        messages.success(request, said % {"count": len(done.certificates)})
    return redirect("class-roll", pk)


def _class(request: StaffRequest, pk: int) -> TrainingClass:
    mine = TrainingClass.objects.for_staff(request.user)
    return get_object_or_404(mine.select_related("centre", "course", "venue", "instructor"), pk=pk)


def _result(request: StaffRequest, found: TrainingClass) -> HttpResponse:
    """Show what a class that is over or cancelled came to."""
    certificates = Certificate.objects.for_staff(request.user).filter(
        completion__enrolment__training_class=found
    )
    page = {
        "training_class": found,
        "is_done": found.state == TrainingClass.State.DONE,
        "certificates": certificates.select_related("completion__worker__workplace").order_by(
            "year", "serial"
        ),
        "not_completed": [row for row in verdicts(found) if row.why_not],
    }
    return render(request, "scheduling/roll_result.html", page)
