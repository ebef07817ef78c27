"""What staff decide about a due item: put off, waived, taken back, done by the employer."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions.calls import HealthWordsGiven
from outreach.actions.workplaces import ResidentNumberGiven
from outreach.asker import StaffRequest
from safety.actions import due_decisions
from safety.actions.due_decisions import (
    DutyWaived,
    NoReasonGiven,
    NothingDecided,
    NotOpen,
    PutOffOnAWrongDay,
)
from safety.actions.due_events import HappensLater, NoMinutesGiven, record_event
from safety.actions.exposures import NotEmployed
from safety.models import DueItem
from safety.models.due_item import DueItemQuerySet
from scheduling.forms.due_decisions import DoneForm, PutOffForm, WaiveForm
from scheduling.views.due_items import DONE_ELSEWHERE

ABOUT_REASON = (HealthWordsGiven, ResidentNumberGiven, NoReasonGiven)
ABOUT_DATE = (PutOffOnAWrongDay, HappensLater, NotEmployed)


@requires(Permission.BOOK)
def put_off(request: StaffRequest, pk: int) -> HttpResponse:
    """Leave an item out of the lists until a day."""
    item = _item(request, pk)
    form = PutOffForm(request.POST or None)

    def decide() -> None:
        due_decisions.put_off(
            item=item,
            until=form.cleaned_data["until"],
            reason=form.cleaned_data["reason"],
            staff=request.user,
            today=clock.today(),
            now=clock.now(),
        )

    said = _("It is put off, and comes back by itself.")
    return _asked(request, item, form, decide, said, "scheduling/due_put_off.html")


@requires(Permission.BOOK)
def waive(request: StaffRequest, pk: int) -> HttpResponse:
    """Leave an item out of the lists for good."""
    item = _item(request, pk)
    form = WaiveForm(request.POST or None)

    def decide() -> None:
        reason = form.cleaned_data["reason"]
        due_decisions.waive(item=item, reason=reason, staff=request.user, now=clock.now())

    said = _("It is waived. You can take that back here.")
    return _asked(request, item, form, decide, said, "scheduling/due_waive.html")


@requires(Permission.BOOK)
@require_POST
def take_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Let an item stand in the lists again."""
    item = _item(request, pk)
    try:
        due_decisions.take_back(item=item, staff=request.user, now=clock.now())
    except NothingDecided as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("It stands in the lists again."))
    return redirect("due-why", item.pk)


@requires(Permission.EDIT_WORKERS)
def done(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down that the employer has done it."""
    item = _item(request, pk)
    if item.kind not in DONE_ELSEWHERE:
        messages.error(request, _("This is recorded with its visit, exam or class."))
        return redirect("due-why", item.pk)
    form = DoneForm(request.POST or None, item=item, initial={"event_date": clock.today()})

    def decide() -> None:
        record_event(
            kind=item.kind,
            workplace=item.workplace,
            worker=item.worker,
            detail=item.detail if item.kind == DueItem.Kind.SPECIAL_TRAINING else "",
            event_date=form.cleaned_data["event_date"],
            minutes=form.cleaned_data.get("minutes"),
            staff=request.user,
            today=clock.today(),
            now=clock.now(),
        )

    said = _("It is on record, and the next date is worked out.")
    return _asked(request, item, form, decide, said, "scheduling/due_done.html")


def _asked(
    request: StaffRequest,
    item: DueItem,
    form: forms.Form,
    decide: Callable[[], None],
    said: str,
    template: str,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            decide()
        except ABOUT_REASON as reason:
            form.add_error("reason", str(reason))
        except ABOUT_DATE as reason:
            form.add_error("until" if "until" in form.fields else "event_date", str(reason))
        except NoMinutesGiven as reason:
            form.add_error("minutes", str(reason))
        except (DutyWaived, NotOpen) as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, said)
            return redirect("due-why", item.pk)
    return render(request, template, {"item": item, "form": form})


def _items(request: StaffRequest) -> DueItemQuerySet:
    return DueItem.objects.for_staff(request.user).select_related("workplace", "worker", "why")


def _item(request: StaffRequest, pk: int) -> DueItem:
    return get_object_or_404(_items(request), pk=pk)
