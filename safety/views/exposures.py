"""What a worker handles: found by shop-floor words, by industry, or in the whole annex."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from outreach.models import Worker
from safety.actions.exposures import (
    AlreadyExposed,
    EndedAlready,
    EndsBeforePlaced,
    NotEmployed,
    PlacedBeforeHired,
    UnknownHazard,
    add_exposure,
    end_exposure,
)
from safety.forms.workers import EndExposureForm, ExposureForm
from safety.models import Exposure
from safety.rules.hazard_search import search_hazards
from safety.rules.hazards import HAZARDS, suggested_hazards

REFUSALS = (AlreadyExposed, NotEmployed, PlacedBeforeHired, UnknownHazard)


@requires(Permission.EDIT_WORKERS)
def exposure_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down what a worker handles: several agents of one process at once."""
    workers = Worker.objects.for_staff(request.user).select_related("workplace")
    worker = get_object_or_404(workers, pk=pk)
    today, now = clock.today(), clock.now()
    form = ExposureForm(request.POST or None, initial={"placed_date": _day(request) or today})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                for hazard in dict.fromkeys(given["hazards"]):
                    add_exposure(
                        worker=worker,
                        hazard=hazard,
                        process=given["process"],
                        placed_date=given["placed_date"],
                        today=today,
                        now=now,
                    )
        except REFUSALS as reason:
            form.add_error(None, str(reason))
        else:
            count = len(set(given["hazards"]))
            saved = ngettext(
                "%(count)s agent is on record.", "%(count)s agents are on record.", count
            )
            messages.success(request, saved % {"count": count})
            return redirect("worker", pk)
    others = Exposure.objects.for_staff(request.user).filter(worker__workplace=worker.workplace)
    context = _choices(request, worker) | {
        "form": form,
        "worker": worker,
        "processes": sorted({row.process for row in others if row.process}),
        "annex": [
            (category, list(hazards))
            for category, hazards in groupby(HAZARDS.values(), key=lambda hazard: hazard.category)
        ],
        "annex_count": len(HAZARDS),
    }
    return render(request, "safety/exposure_form.html", context)


@requires(Permission.EDIT_WORKERS)
def hazard_search(request: StaffRequest) -> HttpResponse:
    """Answer the search box with the agents found; those ticked before stay ticked."""
    workers = Worker.objects.for_staff(request.user).select_related("workplace")
    worker = get_object_or_404(workers, pk=_number(request.GET.get("worker", "")))
    return render(request, "safety/_hazard_choices.html", _choices(request, worker))


@requires(Permission.EDIT_WORKERS)
def exposure_end(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask since when, then end an exposure: its exam is owed no longer."""
    exposures = Exposure.objects.for_staff(request.user).select_related("worker__workplace")
    exposure = get_object_or_404(exposures, pk=pk)
    today = clock.today()
    form = EndExposureForm(request.POST or None, initial={"ended_date": today})
    if request.method == "POST" and form.is_valid():
        try:
            end_exposure(
                exposure=exposure,
                ended_date=form.cleaned_data["ended_date"],
                today=today,
                now=clock.now(),
            )
        except (EndedAlready, EndsBeforePlaced) as reason:
            form.add_error("ended_date", str(reason))
        else:
            messages.success(request, _("The end has been written down."))
            return redirect("worker", exposure.worker_id)
    return render(request, "safety/exposure_end.html", {"form": form, "exposure": exposure})


def _choices(request: StaffRequest, worker: Worker) -> dict[str, Any]:
    """Return what to choose from: ticked already, found by the words, usual in the industry."""
    words = request.GET.get("q", "").strip()
    sent = request.POST if request.method == "POST" else request.GET
    ticked = [HAZARDS[code] for code in dict.fromkeys(sent.getlist("hazards")) if code in HAZARDS]
    found = search_hazards(words)
    usual = [HAZARDS[row.code] for row in suggested_hazards(worker.workplace.ksic)]
    matches = [hazard for hazard in found.matches if hazard not in ticked]
    return {
        "words": words,
        "ticked": ticked,
        "matches": matches,
        "question": found.question,
        "nothing_found": bool(words) and not found.matches and found.question is None,
        "usual": [hazard for hazard in usual if hazard not in ticked and hazard not in matches],
    }


def _day(request: StaffRequest) -> date | None:
    """Return the day on which other work began, where that was written down just before."""
    try:
        return date.fromisoformat(request.GET.get("placed_date", ""))
    except ValueError:
        return None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0
