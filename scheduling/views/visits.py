"""A visit: its page, and booking and cancelling it."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from outreach.models import Workplace
from outreach.models.message import WAITING
from safety.models import Consultation, DueItem, Examination
from scheduling.actions import abilities, reminders, visits
from scheduling.actions.bookings import VisitRefused
from scheduling.actions.plan_candidates import KINDS, stop_minutes
from scheduling.actions.reservations import AlreadyTaken
from scheduling.actions.slots import free_times
from scheduling.forms.visits import (
    BOOK_AHEAD,
    TelephoneAnswerForm,
    VisitBookForm,
    VisitCancelForm,
)
from scheduling.models import Team, Visit


@requires(Permission.SEE_WEEK)
@require_safe
def visit(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a visit: when, what for, who was told what, what came of it."""
    found = _visit(request, pk)
    return render(request, "scheduling/visit.html", visit_page(request, found))


@requires(Permission.BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: StaffRequest, pk: int) -> HttpResponse:
    """Book a visit for what a workplace owes."""
    workplace = get_object_or_404(Workplace.objects.for_staff(request.user).open(), pk=pk)
    items = _bookable(workplace, request.GET.getlist("due_items"))
    chosen = _chosen(request, items)
    form = VisitBookForm(
        request.POST or None,
        teams=Team.objects.for_staff(request.user).order_by("name"),
        due_items=items,
        asker=request.user,
        today=clock.today(),
        initial=_proposal(request, workplace, chosen),
    )
    if request.method == "POST" and form.is_valid():
        try:
            booked = abilities.book_able(
                workplace=workplace,
                due_items=list(form.cleaned_data["due_items"]),
                team=form.cleaned_data["team"],
                starts_at=form.starts_at,
                minutes=form.cleaned_data["minutes"],
                staff=request.user,
                now=clock.now(),
            )
        except (VisitRefused, AlreadyTaken) as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("The visit is booked."))
            return redirect("visit", booked.pk)
    page = {
        "workplace": workplace,
        "form": form,
        "items": items,
        "offers": free_times(
            workplace=workplace,
            due_items=chosen,
            minutes=stop_minutes(workplace=workplace, due_items=chosen),
            today=clock.today(),
        ),
        "standing": workplace.offers.open(clock.now()).prefetch_related("slots__team").first(),
        "chosen": chosen,
        "is_textable": workplace.contacts.textable().exists(),
    }
    return render(request, "scheduling/visit_book.html", page, status=_status(form))


@requires(Permission.BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: StaffRequest, pk: int) -> HttpResponse:
    """Cancel a visit, after saying which texts go and which are taken back."""
    found = _visit(request, pk)
    form = VisitCancelForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            visits.cancel_visit(
                visit=form.seen(found),
                reason=form.cleaned_data["reason"],
                staff=request.user,
                now=clock.now(),
            )
        except VisitRefused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("The visit is cancelled."))
            return redirect("visit", pk)
    page = {**texts_of(found), "visit": found, "form": form}
    return render(request, "scheduling/visit_cancel.html", page, status=_status(form))


def visit_page(
    request: StaffRequest, found: Visit, answer_form: TelephoneAnswerForm | None = None
) -> dict[str, object]:
    """Return what the page of a visit shows; the answer by telephone comes back to it."""
    owed = DueItem.objects.for_staff(request.user).open().filter(workplace=found.workplace)
    return {
        **texts_of(found),
        "visit": found,
        "is_due": timezone.localdate(found.starts_at) <= clock.today(),
        "has_begun": found.starts_at <= clock.now(),
        "items": found.due_items.select_related("worker").order_by("due_date", "pk"),
        "answers": found.answers.select_related("taken_by").order_by("-answered_at"),
        "recorded": _recorded(request, found),
        "due_next": owed.select_related("worker").order_by("due_date", "pk"),
        "contacts": found.workplace.contacts.current().order_by("-is_primary", "pk"),
        # Beside the answer on one page: two fields must not have one id.
        "cancel_form": VisitCancelForm(initial={"version": found.version}, auto_id="cancel_%s"),
        "answer_form": answer_form or TelephoneAnswerForm(initial={"version": found.version}),
    }


def texts_of(found: Visit) -> dict[str, object]:
    """Return the texts of a visit: all of them, those still to go, and who knows of it."""
    rows = list(
        found.reminders.select_related("message__contact").order_by("message__due_at", "pk")
    )
    return {
        "texts": rows,
        "waiting": [row for row in rows if row.message.state in WAITING],
        "knows": reminders.who_knows(visit=found),
        "is_textable": found.workplace.contacts.textable().exists(),
    }


def _visit(request: StaffRequest, pk: int) -> Visit:
    mine = Visit.objects.for_staff(request.user)
    return get_object_or_404(
        mine.select_related("workplace", "team", "centre", "link", "lock"), pk=pk
    )


def _recorded(request: StaffRequest, found: Visit) -> list[dict[str, object]]:
    """Return who came and what was held that day; never what an exam or a talk found."""
    day = timezone.localdate(found.starts_at)
    exams = Examination.objects.for_staff(request.user).filter(exam_date=day)
    talks = Consultation.objects.for_staff(request.user).filter(held_date=day)
    people = [row.worker_id for row in found.attendances.all()]
    exam_of = {
        exam.worker_id: exam
        for exam in exams.filter(worker__in=people)
        .select_related("institution")
        .prefetch_related("results")
    }
    talked = set(talks.filter(worker__in=people).values_list("worker", flat=True))
    return [
        {
            "worker": row.worker,
            "came": row.came,
            "examination": exam_of.get(row.worker_id),
            "is_consulted": row.worker_id in talked,
        }
        for row in found.attendances.select_related("worker").order_by("pk")
    ]


def _bookable(workplace: Workplace, asked: list[str]) -> QuerySet[DueItem]:
    """Return what a visit can do and none is booked for; training only where it is asked for."""
    taken = workplace.visits.live().values("due_items")
    named = Q(pk__in=[key for key in asked if key.isdecimal()])
    owed = workplace.due_items.open().filter(Q(kind__in=KINDS) | named).exclude(pk__in=taken)
    return owed.select_related("worker").order_by("due_date", "pk")


def _chosen(request: StaffRequest, items: QuerySet[DueItem]) -> list[DueItem]:
    """Choose what the address names, or what is due soon."""
    asked = request.GET.getlist("due_items")
    if asked:
        return [item for item in items if str(item.pk) in asked]
    return [item for item in items if item.due_date <= clock.today() + BOOK_AHEAD]


def _proposal(
    request: StaffRequest, workplace: Workplace, chosen: list[DueItem]
) -> dict[str, object]:
    """Propose what was chosen, and as long as it takes."""
    wished = {name: request.GET[name] for name in ("team", "date", "time") if name in request.GET}
    minutes = stop_minutes(workplace=workplace, due_items=chosen)
    return {"due_items": chosen, "minutes": minutes, **wished}


def _status(form: VisitBookForm | VisitCancelForm) -> int:
    return 422 if form.errors else 200
