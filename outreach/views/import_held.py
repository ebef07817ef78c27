"""Rows that wait for somebody: the work list of all files, and deciding about one row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions import imports
from outreach.actions.workplaces import ResidentNumberGiven
from outreach.asker import StaffRequest
from outreach.forms.import_decisions import CorrectionForm
from outreach.forms.import_rows import RowFilterForm
from outreach.models import ImportFile, ImportRow, Workplace
from outreach.models.import_row import ImportRowQuerySet
from outreach.views.held_sides import Candidate, candidates_of, fields_of
from outreach.views.import_reasons import reasons_of
from outreach.views.import_rows import reader_for
from outreach.views.own_imports import own_rows

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

ROWS_PER_PAGE = 50
Decision = ImportRow.Decision
REFUSALS = (
    imports.AlreadyDecided,
    imports.FileFinished,
    imports.NumberTaken,
    imports.WhichOne,
    ResidentNumberGiven,
)
DONE: dict[str, StrPromise] = {
    Decision.JOIN: gettext_lazy("“%(name)s” was joined to the entry you chose."),
    Decision.NEW: gettext_lazy("“%(name)s” enters as a new one."),
    Decision.DROP: gettext_lazy("“%(name)s” was left out."),
}


@requires(Permission.IMPORT)
@require_safe
def import_held_list(request: StaffRequest) -> HttpResponse:
    """List the rows that wait, of all files that were taken in, the oldest first."""
    rows = own_rows(request).to_decide()
    outcome = ImportRow.Outcome.HELD.value
    form = RowFilterForm(request.GET or None, reasons=reasons_of(rows), outcome=outcome)
    page = Paginator(form.narrow(rows).order_by("pk"), ROWS_PER_PAGE)
    shown = page.get_page(request.GET.get("page"))
    lines = [(row.file, reader_for(row.file, request.user).line(row)) for row in shown.object_list]
    context = {"form": form, "page": shown, "lines": lines}
    if request.htmx:
        return render(request, "outreach/_import_held_rows.html", context)
    return render(request, "outreach/import_held_list.html", context)


@requires(Permission.IMPORT)
@require_http_methods(["GET", "POST"])
def import_held(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a held row beside what it may be; decide, and go to the next one."""
    row = get_object_or_404(own_rows(request), pk=pk)
    waits = _queue(request, row)
    if not waits.filter(pk=pk).exists():
        messages.info(request, _("This row has been decided already."))
        return _to_next(waits, row)
    reader = reader_for(row.file, request.user)
    candidates = candidates_of(row, reader)
    is_new = request.POST.get("decision") == Decision.NEW
    form = CorrectionForm(request.POST if is_new else None, words=reader.words, told=row.canonical)
    if request.method == "POST" and _decided(request, row, candidates, form):
        return _to_next(waits, row)
    page = {
        "row": row,
        "file": row.file,
        "line": reader.line(row),
        "candidates": candidates,
        "fields": fields_of(row, candidates, reader),
        "form": form,
        "left": waits.count(),
        "following": _next(waits, row),
    }
    return render(request, "outreach/import_held.html", page)


def _queue(request: StaffRequest, row: ImportRow) -> ImportRowQuerySet:
    """Return the rows to decide beside this one: of its preview, or of all files taken in."""
    rows = own_rows(request)
    if row.file.state == ImportFile.State.PREVIEWED:
        return rows.undecided().filter(file=row.file_id)
    return rows.to_decide()


def _next(waits: ImportRowQuerySet, row: ImportRow) -> ImportRow | None:
    """Return the row that follows, or the first one that was skipped."""
    others = waits.exclude(pk=row.pk).order_by("pk")
    return others.filter(pk__gt=row.pk).first() or others.first()


def _to_next(waits: ImportRowQuerySet, row: ImportRow) -> HttpResponse:
    following = _next(waits, row)
    if following is not None:
        return redirect("import-held", pk=following.pk)
    if row.file.state == ImportFile.State.PREVIEWED:
        return redirect("import", pk=row.file_id)
    return redirect("import-held-list")


def _decided(
    request: StaffRequest, row: ImportRow, candidates: Sequence[Candidate], form: CorrectionForm
) -> bool:
    """Decide as was asked; what keeps it from being done is said on the page."""
    decision = request.POST.get("decision", "")
    asked: dict[str, Any] = {"changes": {}}
    if decision == Decision.NEW:
        if not form.is_valid():
            return False
        asked["changes"] = form.changes
    elif decision == Decision.JOIN:
        asked |= _joining(request, row, candidates, form)
    elif decision != Decision.DROP:
        return False
    try:
        imports.decide(
            row=row,
            decision=decision,
            staff=request.user,
            now=clock.now(),
            today=clock.today(),
            **asked,
        )
    except imports.BadCorrection as reason:
        if form.is_bound:
            form.add_error(reason.field if reason.field in form.fields else None, str(reason))
        else:
            messages.error(request, str(reason))
    except REFUSALS as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, str(DONE[decision]) % {"name": _name(row)})
        return True
    return False


def _joining(
    request: StaffRequest, row: ImportRow, candidates: Sequence[Candidate], form: CorrectionForm
) -> dict[str, Any]:
    """Return whom the row joins, and which of its values are written over what is there."""
    wished = request.POST.get("candidate", "")
    chosen = next((one for one in candidates if str(one.number) == wished), None)
    wanted = set(request.POST.getlist("overwrite"))
    asked: dict[str, Any] = {
        "changes": {name: row.canonical.get(name) for name in form.fields if name in wanted}
    }
    if chosen is not None and chosen.subject_id is not None:
        asked["subject_id"] = chosen.subject_id
    elif chosen is not None and chosen.workplace_id is not None:
        own = Workplace.objects.for_staff(request.user)
        asked["workplace"] = get_object_or_404(own, pk=chosen.workplace_id)
    return asked


def _name(row: ImportRow) -> str:
    return str(row.canonical.get("name") or row.row)
