"""The lists that were brought, and bringing another one."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions import imports
from outreach.asker import StaffRequest
from outreach.forms.imports import ImportForm
from outreach.models import ImportRow, Workplace
from outreach.spreadsheet.reading import read_file
from outreach.spreadsheet.reasons import REASON_TEXTS
from outreach.spreadsheet.refusals import FileRefused
from outreach.views.import_work import go_on
from outreach.views.own_imports import own_files

FILES_PER_PAGE = 20


@requires(Permission.IMPORT)
@require_safe
def import_list(request: StaffRequest) -> HttpResponse:
    """List the files brought before, and what became of them."""
    page = Paginator(own_files(request).order_by("-uploaded_at", "-pk"), FILES_PER_PAGE)
    lines = page.get_page(request.GET.get("page"))
    held = ImportRow.objects.for_staff(request.user).to_decide().count()
    return render(request, "outreach/import_list.html", {"page": lines, "held": held})


@requires(Permission.IMPORT)
@require_http_methods(["GET", "POST"])
def import_new(request: StaffRequest) -> HttpResponse:
    """Read an uploaded list and lead to its preview; the file itself is not kept."""
    staff = request.user
    if staff.centre is None:
        raise PermissionDenied
    wished = {name: request.GET[name] for name in ("kind", "workplace") if name in request.GET}
    form = ImportForm(request.POST or None, request.FILES or None, staff=staff, initial=wished)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            book = read_file(given["file"].file, given["file"].name)
        except FileRefused as reason:
            form.add_error("file", str(REASON_TEXTS[reason.code]))
        else:
            import_file = imports.receive(
                centre=staff.centre,
                kind=given["kind"],
                book=book,
                name=given["file"].name,
                staff=staff,
                all_districts=given.get("all_districts", False),
                now=clock.now(),
                workplace=given["workplace"],
            )
            go_on(import_file, sum(sheet.row_count for sheet in book.sheets))
            return redirect("import", pk=import_file.pk)
    page = {"form": form, "workplace": _workplace(request, form)}
    return render(request, "outreach/import_new.html", page)


def _workplace(request: StaffRequest, form: ImportForm) -> Workplace | None:
    """Return the workplace whose roster is to be uploaded, to show its name."""
    wished = str(form["workplace"].value() or "")
    if not wished.isdecimal():
        return None
    return Workplace.objects.for_staff(request.user).open().filter(pk=int(wished)).first()
