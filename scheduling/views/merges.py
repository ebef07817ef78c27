"""Making one workplace of two: choosing the double, both side by side, and the way back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions.merging import GONE, GROUPS, KEPT, MergeRefused
from outreach.actions.workplaces import AlreadyRegistered
from outreach.asker import StaffRequest
from outreach.doubles import Suspect, doubles_of
from outreach.models import SearchEntry, Workplace
from outreach.search import LONGEST, find
from scheduling.actions import merges
from scheduling.actions.merge_undo import SomethingHangsOnIt, hindrances, undo
from scheduling.models import MergeRecord
from scheduling.views.merge_words import conflicts, fields_of, movements, what_stands_in_the_way

FOUND = 20
REFUSALS = (MergeRefused, AlreadyRegistered)


@requires(Permission.EDIT_WORKPLACES)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def doubles(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what may be the same workplace, and find another; words are sent, not addressed."""
    place = get_object_or_404(Workplace.objects.for_staff(request.user), pk=pk)
    words = request.POST.get("words", "").strip()[:LONGEST]
    page = {
        "workplace": place,
        "words": words,
        "suspects": _called(request, place, words)
        if words
        else doubles_of(place, asker=request.user),
    }
    return render(request, "scheduling/workplace_doubles.html", page)


@requires(Permission.EDIT_WORKPLACES)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def workplace_merge(request: StaffRequest, pk: int) -> HttpResponse:
    """Show both side by side and what will be; then make one of them."""
    places = Workplace.objects.for_staff(request.user)
    kept = get_object_or_404(places, pk=pk)
    other = request.POST.get("double") or request.GET.get("double") or ""
    if not other.isdigit():
        return redirect("workplace-doubles", pk)
    gone = get_object_or_404(places, pk=int(other))
    refusal, status = "", 200
    if request.method == "POST":
        try:
            record = _merge(request, kept, gone)
        except REFUSALS as reason:
            refusal, status = str(reason), 409
        else:
            messages.success(
                request, _("The two are one workplace now. The merge can be undone below.")
            )
            return redirect("workplace", record.kept_id)
    kept, gone = get_object_or_404(places, pk=pk), get_object_or_404(places, pk=int(other))
    page: dict[str, Any] = {"kept": kept, "gone": gone, "refusal": refusal}
    try:
        page |= _shown(request, kept, gone)
    except REFUSALS as reason:
        page |= {"refusal": refusal or str(reason), "is_barred": True}
    return render(request, "scheduling/workplace_merge.html", page, status=status)


@requires(Permission.EDIT_WORKPLACES)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def merge_undo(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask, then make two workplaces of one again; or say what stands in the way."""
    records = MergeRecord.objects.for_staff(request.user).select_related("kept", "gone")
    record = get_object_or_404(records, pk=pk)
    refusal, status = "", 200
    if request.method == "POST":
        try:
            undo(record=record, staff=request.user, today=clock.today(), now=clock.now())
        except SomethingHangsOnIt as reason:
            refusal, status = str(reason), 409
        except MergeRefused as reason:
            messages.error(request, str(reason))
            return redirect("workplace", record.kept_id)
        else:
            messages.success(request, _("The merge has been undone. Both are as they were."))
            return redirect("workplace", record.kept_id)
    page = {
        "record": record,
        "refusal": refusal,
        "obstacles": what_stands_in_the_way(hindrances(record)),
    }
    return render(request, "scheduling/merge_undo.html", page, status=status)


def _called(request: StaffRequest, place: Workplace, words: str) -> list[Suspect]:
    return [
        Suspect(hit.workplace, hit.matched)
        for hit in find(asker=request.user, words=words, limit=FOUND)
        if hit.kind == SearchEntry.Kind.WORKPLACE and hit.workplace.pk != place.pk
    ]


def _merge(request: StaffRequest, kept: Workplace, gone: Workplace) -> MergeRecord:
    kept.version = _number(request.POST.get("kept_version"))
    gone.version = _number(request.POST.get("gone_version"))
    chosen = {
        group: GONE if request.POST.get(group) == GONE else KEPT
        for group in GROUPS
        if request.POST.get(group) in (KEPT, GONE)
    }
    return merges.merge(
        kept=kept,
        gone=gone,
        chosen=chosen,
        same_people=[int(pk) for pk in request.POST.getlist("same_people") if pk.isdigit()],
        staff=request.user,
        today=clock.today(),
        now=clock.now(),
    )


def _shown(request: StaffRequest, kept: Workplace, gone: Workplace) -> dict[str, Any]:
    """Try it, take it back, and tell what it did."""
    tried = merges.preview(
        kept=kept,
        gone=gone,
        chosen=None,
        same_people=None,
        today=clock.today(),
        now=clock.now(),
    )
    fields = fields_of(kept, gone, tried.chosen)
    return {
        "fields": fields,
        "alike": [field.label for field in fields if field.is_same],
        "movements": movements(tried),
        "conflicts": conflicts(tried, request.user),
        "pairs": [pair for pair in merges.pairs_of(kept=kept, gone=gone) if not pair.is_sure],
    }


def _number(written: str | None) -> int:
    return int(written) if written and written.isdigit() else 0
