"""One list: what it would change row by row, how far the work is, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from outreach.forms.import_rows import RowFilterForm
from outreach.models import ImportFile, ImportRow
from outreach.spreadsheet.reasons import MARKS_UNREAD
from outreach.views.import_reasons import reasons_of
from outreach.views.import_rows import Reader, reader_for, reason_text
from outreach.views.import_sheets import sheets_of
from outreach.views.own_imports import own_file

ROWS_PER_PAGE = 50
Outcome = ImportRow.Outcome
State = ImportFile.State
WITH_ROWS = (State.PREVIEWED, State.COMMITTED, State.UNDONE)
WITH_REASONS = (Outcome.MERGED, Outcome.HELD, Outcome.REJECTED)
OUTCOMES = {
    Outcome.NEW: pgettext_lazy("row of a list", "new"),
    Outcome.CHANGED: pgettext_lazy("row of a list", "changed"),
    Outcome.SAME: pgettext_lazy("row of a list", "same"),
    Outcome.MERGED: pgettext_lazy("row of a list", "joined"),
    Outcome.HELD: pgettext_lazy("row of a list", "to be decided"),
    Outcome.REJECTED: pgettext_lazy("row of a list", "left out"),
}


@dataclass(frozen=True)
class Tab:
    """The rows of one outcome."""

    outcome: str
    label: str
    count: int


def tabs_of(import_file: ImportFile) -> list[Tab]:
    """Return how many rows came to what; together they are the rows of the list."""
    counts = import_file.counts
    return [
        Tab(outcome.value, str(words), counts.get(outcome.value, 0))
        for outcome, words in OUTCOMES.items()
    ]


@requires(Permission.IMPORT)
@require_safe
def import_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Show where a list stands: at work, to be looked at, taken in, or left."""
    import_file = own_file(request, pk)
    reader = reader_for(import_file, request.user)
    about: dict[str, object] = {"file": import_file, "kind": reader.kind.label}
    if import_file.is_at_work:
        return render(request, "outreach/import_progress.html", about)
    if import_file.state not in WITH_ROWS:
        if import_file.refusal:
            about["refusal"] = reason_text(reader.kind, import_file.refusal)
        return render(request, "outreach/import_left.html", about)
    if import_file.state == State.PREVIEWED and not import_file.is_understood:
        about["sheets"] = sheets_of(import_file, reader)
        return render(request, "outreach/import_unread.html", about)
    rows = _rows(request, import_file, reader)
    if request.htmx:
        return render(request, "outreach/_import_rows.html", rows)
    held = import_file.rows.undecided().count()
    context = {
        **about,
        **rows,
        **deed_of(import_file, held),
        "marks_unread": MARKS_UNREAD,
        "sheets": sheets_of(import_file, reader),
        "task": reader.words.task(import_file) if import_file.state == State.COMMITTED else None,
    }
    return render(request, "outreach/import.html", context)


def deed_of(import_file: ImportFile, held: int) -> dict[str, object]:
    """Return in words what taking the list in does, or did."""
    new, changed, joined = (
        import_file.counts.get(one.value, 0)
        for one in (Outcome.NEW, Outcome.CHANGED, Outcome.MERGED)
    )
    decided = import_file.rows.entering().filter(outcome=Outcome.HELD).count()
    counted = {"count": f"{joined:,}", "decided": f"{decided:,}"}
    waiting = [_("Waiting for a decision: %(count)s.") % {"count": f"{held:,}"}] if held else []
    will, did = _sentences(new, changed)
    if joined:
        will.append(_("To be joined to other rows of the list: %(count)s.") % counted)
        did.append(_("Joined to other rows of the list: %(count)s.") % counted)
    if decided:
        will.append(_("Entering as decided: %(decided)s.") % counted)
        did.append(_("Entered as decided: %(decided)s.") % counted)
    return {
        "held": held,
        "enters": new + changed + decided,
        "what_happens": " ".join([*will, *waiting]),
        "what_happened": " ".join(did) or _("Nothing was changed."),
        "kept": import_file.counts.get("KEPT", 0),
    }


def _sentences(new: int, changed: int) -> tuple[list[str], list[str]]:
    """Return what happens, and what happened, to the register."""
    figures = {"new": f"{new:,}", "changed": f"{changed:,}"}
    if new and changed:
        will = _("Taking it in: %(new)s new, %(changed)s changed.")
        did = _("Taken in: %(new)s new, %(changed)s changed.")
    elif new:
        will, did = _("Taking it in: %(new)s new."), _("Taken in: %(new)s new.")
    elif changed:
        will, did = _("Taking it in: %(changed)s changed."), _("Taken in: %(changed)s changed.")
    else:
        return [], []
    return [will % figures], [did % figures]


def _rows(request: StaffRequest, import_file: ImportFile, reader: Reader) -> dict[str, object]:
    tabs = tabs_of(import_file)
    wished = request.GET.get("outcome", "")
    filled = next((tab.outcome for tab in tabs if tab.count), Outcome.NEW.value)
    shown = wished if wished in Outcome.values else filled
    rows = import_file.rows.filter(outcome=shown)
    reasons = reasons_of(rows) if shown in WITH_REASONS else []
    form = RowFilterForm(request.GET or None, reasons=reasons, outcome=shown)
    page = Paginator(form.narrow(rows).order_by("pk"), ROWS_PER_PAGE)
    lines = page.get_page(request.GET.get("page"))
    return {
        "file": import_file,
        "total": sum(tab.count for tab in tabs),
        "tabs": tabs,
        "shown": shown,
        "reasons": reasons,
        "form": form,
        "page": lines,
        "lines": [reader.line(row) for row in lines.object_list],
        "has_phones": reader.has_phones,
        "has_sheets": len([sheet for sheet in import_file.sheets if "columns" in sheet]) > 1,
    }


@requires(Permission.IMPORT)
@require_safe
def import_progress(request: StaffRequest, pk: int) -> HttpResponse:
    """Say how far the work is; once it rests, lead to what came of it."""
    import_file = own_file(request, pk)
    address = reverse("import", args=[pk])
    if import_file.is_at_work and request.htmx:
        return render(request, "outreach/_import_progress.html", {"file": import_file})
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
