"""What people do with a list: take it in, stop, leave it, undo it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions import imports
from outreach.asker import StaffRequest
from outreach.models import ImportFile
from outreach.views.import_pages import deed_of
from outreach.views.import_rows import reader_for
from outreach.views.import_work import go_on
from outreach.views.own_imports import own_file

HINDRANCES_SHOWN = 100
SOMETHING_ELSE = pgettext_lazy("in use by", "other work")
# What may hang on an entry, of whichever layer, by the name that its table goes by.
IN_USE_BY = {
    "application": pgettext_lazy("in use by", "cost support"),
    "attendance": pgettext_lazy("in use by", "attendance"),
    "completion": pgettext_lazy("in use by", "finished training"),
    "consent": pgettext_lazy("in use by", "consent"),
    "consultation": pgettext_lazy("in use by", "consultation"),
    "contact attempt": pgettext_lazy("in use by", "calls"),
    "enrolment": pgettext_lazy("in use by", "class"),
    "examination": pgettext_lazy("in use by", "health exam"),
    "message": pgettext_lazy("in use by", "texts"),
    "visit": pgettext_lazy("in use by", "visit"),
    "worker": pgettext_lazy("in use by", "workers"),
}


@requires(Permission.IMPORT)
@require_http_methods(["GET", "POST"])
def import_commit(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask before a list is taken in, then take it in."""
    import_file = own_file(request, pk)
    if request.method == "GET":
        if import_file.state != ImportFile.State.PREVIEWED:
            return redirect("import", pk=pk)
        deed = deed_of(import_file, import_file.rows.undecided().count())
        return render(request, "outreach/import_commit.html", {"file": import_file, **deed})
    try:
        begun = imports.start_commit(import_file=import_file, staff=request.user, now=clock.now())
    except imports.FileFinished as reason:
        messages.error(request, str(reason))
    else:
        go_on(begun, begun.rows_total)
    return redirect("import", pk=pk)


@requires(Permission.IMPORT)
@require_POST
def import_cancel(request: StaffRequest, pk: int) -> HttpResponse:
    """Stop the work on a list; nothing of it stays half-done."""
    import_file = own_file(request, pk)
    try:
        imports.cancel(import_file=import_file, staff=request.user, now=clock.now())
    except imports.NothingToCancel as reason:
        messages.error(request, str(reason))
    else:
        messages.info(request, _("The work is being stopped."))
    return redirect("import", pk=pk)


@requires(Permission.IMPORT)
@require_POST
def import_discard(request: StaffRequest, pk: int) -> HttpResponse:
    """Leave a list; what its rows told is forgotten."""
    import_file = own_file(request, pk)
    try:
        imports.discard(import_file=import_file, staff=request.user, now=clock.now())
    except imports.FileFinished as reason:
        messages.error(request, str(reason))
        return redirect("import", pk=pk)
    messages.success(request, _("The list has been discarded. Nothing was changed."))
    return redirect("import-list")


def _in_words(what: str) -> str:
    """Return what hangs on an entry: tables by our names, sentences as they are."""
    named = (
        str(IN_USE_BY.get(one, SOMETHING_ELSE if one.isascii() and one.islower() else one))
        for one in what.split(", ")
    )
    return ", ".join(dict.fromkeys(named))


@requires(Permission.IMPORT)
@require_http_methods(["GET", "POST"])
def import_undo(request: StaffRequest, pk: int) -> HttpResponse:
    """Say what undoing a list takes back, or what hangs on it; then undo it."""
    import_file = own_file(request, pk)
    if import_file.state != ImportFile.State.COMMITTED:
        messages.error(request, str(imports.NotTakenIn()))
        return redirect("import", pk=pk)
    hindrances = imports.hindrances(import_file=import_file)
    if request.method == "POST" and not hindrances:
        try:
            begun = imports.start_undo(import_file=import_file, staff=request.user, now=clock.now())
        except imports.SomethingHangsOnIt as reason:
            hindrances = reason.hindrances
        except imports.NotTakenIn as reason:
            messages.error(request, str(reason))
            return redirect("import", pk=pk)
        else:
            go_on(begun, begun.rows_total)
            return redirect("import", pk=pk)
    page = {
        "file": import_file,
        "kind": reader_for(import_file, request.user).kind.label,
        "hindrances": [(one, _in_words(one.what)) for one in hindrances[:HINDRANCES_SHOWN]],
        "hindrance_count": len(hindrances),
        **deed_of(import_file, import_file.rows.undecided().count()),
    }
    return render(request, "outreach/import_undo.html", page)
