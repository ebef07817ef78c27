"""Filters under a name: offered on the list, saved, opened, renamed, deleted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions import saved_filters as actions
from outreach.asker import StaffRequest
from outreach.finding.filters import Filter
from outreach.forms.saved_filters import SavedFilterForm
from outreach.models import SavedFilter, Staff
from outreach.views.finding import in_words


@dataclass(frozen=True)
class Saved:
    """A saved filter on a page."""

    saved: SavedFilter
    is_current: bool
    words: str = ""
    may_be_changed: bool = False


def readable(staff: Staff) -> list[SavedFilter]:
    """
    Return the filters that this person can use whole, by name.

    One that asks for what the role may not see is left out: without that part it would find more
    than its name says.
    """
    offers = SavedFilter.objects.for_staff(staff).offered_to(staff)
    found = offers.select_related("staff").order_by("name")
    return [one for one in found if Filter.from_lists(one.query, staff).as_lists() == one.query]


def offered(staff: Staff, wanted: Filter) -> dict[str, Any]:
    """Return the saved filters for the list's page, and the one that was used last."""
    filters = readable(staff)
    lists = wanted.as_lists()
    used = staff.filter_uses.order_by("-used_at").values_list("saved_filter")
    by_pk = {one.pk: one for one in filters}
    last = next((by_pk[pk] for (pk,) in used if pk in by_pk), None)
    return {
        "saved_filters": [Saved(one, one.query == lists) for one in filters],
        "last_filter": last if last and not wanted.as_lists() else None,
        "is_saved": any(one.query == lists for one in filters),
    }


@requires(Permission.SEE_WORKPLACES)
@require_safe
def filter_list(request: StaffRequest) -> HttpResponse:
    """List one's own filters and those of the centre."""
    today = clock.today()
    rows = [
        Saved(
            one,
            False,
            in_words(request.user, Filter.from_lists(one.query, request.user), today),
            one.may_be_changed_by(request.user),
        )
        for one in readable(request.user)
    ]
    return render(request, "outreach/filter_list.html", {"filters": rows})


@requires(Permission.SEE_WORKPLACES)
@require_http_methods(["GET", "POST"])
def filter_new(request: StaffRequest) -> HttpResponse:
    """Give the filter of the address a name."""
    wanted = Filter.from_query(request.GET, request.user)
    form = SavedFilterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.save_filter(
                staff=request.user, wanted=wanted, now=clock.now(), **form.cleaned_data
            )
        except ValidationError as refusal:
            form.add_error("name", refusal.messages[0])
        except (actions.NothingToSave, actions.TooManySaved) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("“%(name)s” has been saved.") % {"name": saved.name})
            return redirect(_list_address(wanted))
    words = in_words(request.user, wanted, clock.today())
    page = {"form": form, "words": words, "back": _list_address(wanted)}
    return render(request, "outreach/filter_new.html", page)


@requires(Permission.SEE_WORKPLACES)
@require_safe
def filter_open(request: StaffRequest, pk: int) -> HttpResponse:
    """Lead to the list with a saved filter, and offer it first from now on."""
    saved = _within_reach(request, pk)
    wanted = Filter.from_lists(saved.query, request.user)
    if wanted.as_lists() != saved.query:
        messages.error(request, _("This filter asks for something that you cannot see."))
        return redirect("workplace-list")
    actions.open_filter(saved_filter=saved, staff=request.user, now=clock.now())
    return redirect(_list_address(wanted))


@requires(Permission.SEE_WORKPLACES)
@require_http_methods(["GET", "POST"])
def filter_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Rename a filter, or share it."""
    saved = _within_reach(request, pk)
    if not saved.may_be_changed_by(request.user):
        return _refused(request)
    initial = {"name": saved.name, "is_shared": saved.is_shared}
    form = SavedFilterForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_filter(saved_filter=saved, staff=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error("name", refusal.messages[0])
        else:
            messages.success(request, _("The filter has been changed."))
            return redirect("filter-list")
    return render(request, "outreach/filter_edit.html", {"form": form, "name": initial["name"]})


@requires(Permission.SEE_WORKPLACES)
@require_http_methods(["GET", "POST"])
def filter_delete(request: StaffRequest, pk: int) -> HttpResponse:
    """Say what goes with a filter, then take it away."""
    saved = _within_reach(request, pk)
    if not saved.may_be_changed_by(request.user):
        return _refused(request)
    if request.method == "POST":
        actions.delete_filter(saved_filter=saved, staff=request.user)
        messages.success(request, _("“%(name)s” has been deleted.") % {"name": saved.name})
        return redirect("filter-list")
    users = saved.uses.exclude(staff=request.user).count()
    return render(request, "outreach/filter_delete.html", {"saved": saved, "users": users})


def _within_reach(request: StaffRequest, pk: int) -> SavedFilter:
    offers = SavedFilter.objects.for_staff(request.user).offered_to(request.user)
    return get_object_or_404(offers, pk=pk)


def _refused(request: StaffRequest) -> HttpResponse:
    messages.error(request, str(actions.NotYours()))
    return redirect("filter-list")


def _list_address(wanted: Filter) -> str:
    return f"{reverse('workplace-list')}?{wanted.query_string}".rstrip("?")
