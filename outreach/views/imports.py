"""Taking in a list in the browser: upload, look, take in or discard."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions import imports
from outreach.asker import StaffRequest
from outreach.forms.imports import ImportForm
from outreach.models import ImportFile, ImportRow
from outreach.spreadsheet.cells import FileRefused
from outreach.spreadsheet.reasons import REASON_TEXTS
from outreach.views.import_rows import line_of

FILES_PER_PAGE = 20
ROWS_PER_PAGE = 50
Outcome = ImportRow.Outcome


@dataclass(frozen=True)
class Tab:
    """The rows of one outcome."""

    outcome: str
    label: str
    count: int


def _own(request: StaffRequest, pk: int) -> ImportFile:
    files = ImportFile.objects.for_staff(request.user).select_related("uploaded_by")
    return get_object_or_404(files, pk=pk)


def _tabs(import_file: ImportFile) -> list[Tab]:
    return [
        Tab(outcome.value, str(outcome.label), import_file.counts.get(outcome.value, 0))
        for outcome in Outcome
    ]


@requires(Permission.IMPORT)
def import_list(request: StaffRequest) -> HttpResponse:
    """List the files brought before, and what became of them."""
    files = ImportFile.objects.for_staff(request.user).select_related("uploaded_by")
    page = Paginator(files.order_by("-uploaded_at", "-pk"), FILES_PER_PAGE)
    lines = page.get_page(request.GET.get("page"))
    return render(request, "outreach/import_list.html", {"page": lines})


@requires(Permission.IMPORT)
def import_new(request: StaffRequest) -> HttpResponse:
    """Read an uploaded list and lead to its preview; the file itself is not kept."""
    centre = request.user.centre
    if centre is None:
        raise PermissionDenied
    form = ImportForm(request.POST or None, request.FILES or None, centre=centre)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            import_file = imports.preview(
                centre=centre,
                file=upload.file,
                name=upload.name,
                staff=request.user,
                now=clock.now(),
                all_districts=form.cleaned_data.get("all_districts", False),
            )
        except FileRefused as reason:
            form.add_error("file", str(REASON_TEXTS[reason.code]))
        else:
            return redirect("import", pk=import_file.pk)
    return render(request, "outreach/import_new.html", {"form": form})


@requires(Permission.IMPORT)
def import_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what a list would change, or has changed, row by row."""
    import_file = _own(request, pk)
    tabs = _tabs(import_file)
    wished = request.GET.get("outcome", "")
    filled = next((tab.outcome for tab in tabs if tab.count), Outcome.NEW.value)
    shown = wished if wished in Outcome.values else filled
    rows = import_file.rows.filter(outcome=shown).order_by("row")
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "file": import_file,
        "tabs": tabs,
        "shown": shown,
        "page": page,
        "lines": [line_of(row) for row in page.object_list],
        "reasons": _reasons(import_file) if shown == Outcome.REJECTED else [],
        "new": import_file.counts.get(Outcome.NEW.value, 0),
        "changed": import_file.counts.get(Outcome.CHANGED.value, 0),
        "total": sum(import_file.counts.values()),
    }
    return render(request, "outreach/import.html", context)


def _reasons(import_file: ImportFile) -> list[tuple[str, int]]:
    """Return why rows do not enter, the most frequent reason first."""
    found = import_file.rows.filter(outcome=Outcome.REJECTED).values_list("reasons", flat=True)
    counts = Counter(note["code"] for reasons in found.iterator() for note in reasons)
    words = {"row": "…"}
    return [(str(REASON_TEXTS[code]) % words, number) for code, number in counts.most_common()]


@requires(Permission.IMPORT)
@require_POST
def import_commit(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a list in."""
    import_file = _own(request, pk)
    try:
        done = imports.commit(import_file=import_file, now=clock.now(), today=clock.today())
    except (imports.StalePreview, imports.FileFinished) as reason:
        messages.error(request, str(reason))
    else:
        messages.success(
            request,
            _("Workplaces registered: %(new)s. Workplaces changed: %(changed)s.")
            % {
                "new": done.counts.get(Outcome.NEW.value, 0),
                "changed": done.counts.get(Outcome.CHANGED.value, 0),
            },
        )
    return redirect("import", pk=pk)


@requires(Permission.IMPORT)
@require_POST
def import_discard(request: StaffRequest, pk: int) -> HttpResponse:
    """Leave a list; what its rows told is forgotten."""
    import_file = _own(request, pk)
    try:
        imports.discard(import_file=import_file, now=clock.now())
    except imports.FileFinished as reason:
        messages.error(request, str(reason))
        return redirect("import", pk=pk)
    messages.success(request, _("The list has been discarded. Nothing was changed."))
    return redirect("import-list")
