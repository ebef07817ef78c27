"""Applications for support: what was asked for, what the payer decided, what is claimed of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions.access_entries import note
from outreach.asker import StaffRequest
from outreach.models import AccessEntry, Workplace
from safety.actions import applications
from safety.actions.claim_checks import claimed_under
from safety.forms.applications import (
    APPROVE,
    ApplicationFilterForm,
    ApplicationForm,
    DecisionForm,
)
from safety.models import Application, Programme
from safety.models.exposure import hazard_name
from safety.models.programme import ApplicationQuerySet
from safety.pdf import application_pdf
from safety.views.papers import pdf_answer

A_PAGE = 50
DECISION_REFUSALS = (
    applications.AlreadyDecided,
    applications.DecidedBeforeApplied,
    applications.MoreThanAskedFor,
)


@requires(Permission.SEE_CLAIMS)
@require_safe
def application_list(request: StaffRequest) -> HttpResponse:
    """Show what is left of each budget, and the applications, the latest first."""
    form = ApplicationFilterForm(request.GET)
    given: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    rows = _narrowed(Application.objects.for_staff(request.user), given)
    rows = rows.select_related("programme", "workplace").order_by("-applied_date", "-pk")
    context = {
        "form": form,
        "is_narrowed": any(given.values()),
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
    }
    if request.htmx:
        return render(request, "safety/_application_rows.html", context)
    today = clock.today()
    context["programmes"] = [
        (programme, programme.budget - programme.committed)
        for programme in Programme.objects.for_staff(request.user)
        .filter(ends_date__gte=today)
        .order_by("starts_date", "pk")
    ]
    return render(request, "safety/application_list.html", context)


@requires(Permission.EDIT_CLAIMS)
def application_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Apply for a workplace."""
    workplace = get_object_or_404(Workplace.objects.for_staff(request.user).open(), pk=pk)
    today = clock.today()
    form = ApplicationForm(request.POST or None, workplace=workplace, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            made = applications.apply(workplace=workplace, today=today, **form.cleaned_data)
        except applications.ProgrammeNotOpen as reason:
            form.add_error("programme", str(reason))
        else:
            messages.success(request, _("The application is on record. Its paper is ready."))
            return redirect("application", made.pk)
    programmes = Programme.objects.for_staff(request.user).filter(
        starts_date__lte=today, ends_date__gte=today
    )
    context = {"form": form, "workplace": workplace, "has_programme": programmes.exists()}
    return render(request, "safety/application_form.html", context)


@requires(Permission.SEE_CLAIMS)
@never_cache
@require_safe
def application(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one application, its decision and its claims."""
    one = _application(request, pk)
    _note(request, one, AccessEntry.Deed.VIEWED)
    context = {
        "application": one,
        "hazards": [hazard_name(code) for code in one.hazards],
        "claims": one.claims.prefetch_related("lines").order_by("-ordinal"),
        "claimed": claimed_under(one),
        "may_edit": request.user.may(Permission.EDIT_CLAIMS),
        "left": one.approved_amount - claimed_under(one),
    }
    return render(request, "safety/application.html", context)


@requires(Permission.EDIT_CLAIMS)
def application_decide(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down what the payer decided."""
    one = _application(request, pk)
    initial = {"decided_date": clock.today(), "approved_amount": one.requested_amount}
    form = DecisionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(one, form.cleaned_data)
        except DECISION_REFUSALS as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("The decision is on record."))
            return redirect("application", pk)
    context = {"form": form, "application": one}
    return render(request, "safety/application_decide.html", context)


@requires(Permission.SEE_CLAIMS)
@require_safe
def application_paper(request: StaffRequest, pk: int) -> HttpResponse:
    """Answer with the paper to be signed."""
    one = _application(request, pk)
    _note(request, one, AccessEntry.Deed.EXPORTED)
    return pdf_answer(application_pdf(one), f"비용지원 신청서 {one.workplace.name}")


def _application(request: StaffRequest, pk: int) -> Application:
    own = Application.objects.for_staff(request.user)
    return get_object_or_404(own.select_related("programme", "workplace__centre"), pk=pk)


def _decide(one: Application, given: dict[str, Any]) -> None:
    if given["decision"] == APPROVE:
        applications.approve(
            application=one,
            decision_no=given["decision_no"],
            decided_date=given["decided_date"],
            approved_amount=given["approved_amount"],
            today=clock.today(),
        )
    else:
        applications.refuse(
            application=one,
            reason=given["refused_reason"],
            decided_date=given["decided_date"],
            today=clock.today(),
        )


def _narrowed(rows: ApplicationQuerySet, given: dict[str, Any]) -> ApplicationQuerySet:
    if given.get("state"):
        rows = rows.filter(state=given["state"])
    if words := given.get("q"):
        rows = rows.filter(Q(workplace__name__icontains=words) | Q(decision_no__icontains=words))
    return rows


def _note(request: StaffRequest, one: Application, deed: AccessEntry.Deed) -> None:
    """The page holds an account number: who sees it is written down."""
    note(
        staff=request.user,
        deed=deed,
        subject="application",
        subject_id=one.pk,
        from_address=request.META.get("REMOTE_ADDR"),
        now=clock.now(),
    )
