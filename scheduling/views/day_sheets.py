"""The day sheet of a team in the field, and the recording of a visit."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions import access_entries
from outreach.asker import StaffRequest
from outreach.models import AccessEntry, Contact, Staff
from safety.models import DueItem
from scheduling.actions.attendance import NOT_RECORDED, WorkerAtVisit, record_visit
from scheduling.forms.attendance import VisitSheet
from scheduling.forms.visits import DaySheetForm
from scheduling.models import Team, Visit
from scheduling.views.delays import SHIFTS


@requires(Permission.SEE_DAY_SHEET)
@require_safe
def day_sheet(request: StaffRequest) -> HttpResponse:
    """Show a day's visits in their order; a driver reads places and head counts only."""
    teams = Team.objects.for_staff(request.user).order_by("name")
    mine = teams.filter(members=request.user).first()
    form = DaySheetForm(
        request.GET or None, teams=teams, initial={"day": clock.today(), "team": mine}
    )
    day, team = form.chosen(clock.today()) if request.GET else (clock.today(), mine)
    page = {
        "form": form,
        "day": day,
        "team": team,
        "visits": _visits(request.user, day, team),
        "sees_people": request.user.may(Permission.SEE_WORKERS),
        "is_today": day == clock.today(),
        "shifts": SHIFTS,
        "may_record": request.user.may(Permission.RECORD_ATTENDANCE) and day <= clock.today(),
    }
    return render(request, "scheduling/day_sheet.html", page)


@requires(Permission.RECORD_ATTENDANCE)
@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: StaffRequest, pk: int) -> HttpResponse:
    """Record a visit: consents, who came, what was done."""
    visit = get_object_or_404(
        Visit.objects.for_staff(request.user).select_related("workplace", "team"), pk=pk
    )
    if not visit.is_live:
        return redirect("visit", pk)
    sheet = VisitSheet(
        visit,
        data=request.POST if request.method == "POST" else None,
        may_measure=request.user.may(Permission.RECORD_FINDINGS),
    )
    if request.method == "POST" and sheet.is_valid():
        present = sheet.present()
        try:
            record_visit(
                visit=sheet.head.seen(visit),
                present=present,
                staff=request.user,
                today=clock.today(),
                now=clock.now(),
            )
        except NOT_RECORDED as reason:
            sheet.head.add_error(None, str(reason))
        else:
            _note_access(request, present)
            messages.success(request, _("The visit is recorded."))
            return redirect("visit", pk)
    page = {"visit": visit, "sheet": sheet}
    status = 422 if sheet.head.errors or any(line.errors for line in sheet.lines) else 200
    return render(request, "scheduling/visit_attendance.html", page, status=status)


def _visits(staff: Staff, day: date, team: Team | None) -> QuerySet[Visit]:
    chosen = Visit.objects.for_staff(staff).on(day)
    if team is not None:
        chosen = chosen.filter(team=team)
    contacts = Contact.objects.for_staff(staff).current().order_by("-is_primary", "pk")
    items = DueItem.objects.for_staff(staff).select_related("worker").order_by("worker__name")
    return (
        chosen.select_related("workplace", "team")
        .annotate(
            people=Count("due_items__worker", distinct=True, filter=~Q(due_items__worker=None))
        )
        .prefetch_related(Prefetch("workplace__contacts", queryset=contacts, to_attr="reachable"))
        .prefetch_related(Prefetch("due_items", queryset=items))
        .order_by("starts_at", "pk")
    )


def _note_access(request: StaffRequest, present: list[WorkerAtVisit]) -> None:
    """Write down whose health data were recorded."""
    for line in present:
        if line.examination or line.consultation:
            access_entries.note(
                staff=request.user,
                deed=AccessEntry.Deed.RECORDED,
                subject="worker",
                subject_id=line.worker.pk,
                from_address=request.META.get("REMOTE_ADDR"),
                now=clock.now(),
            )
