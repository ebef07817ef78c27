"""Whom a roster that was taken in does not name."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from outreach.models import ImportFile
from safety.actions.rosters.kind import ROSTER
from safety.actions.rosters.left_behind import CannotLeave, answer, left_behind
from safety.forms.left_behind import LeftBehindForm

PER_PAGE = 50


@requires(Permission.EDIT_WORKERS)
@require_http_methods(["GET", "POST"])
def roster_left_behind(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask of each worker on record whom the list does not name; nobody leaves by itself."""
    own = ImportFile.objects.for_staff(request.user).defer("content")
    import_file = get_object_or_404(own, pk=pk)
    if import_file.kind != ROSTER or import_file.state != ImportFile.State.COMMITTED:
        messages.error(request, _("Only a list of workers that was taken in asks who has left."))
        return redirect("import", pk=pk)
    page = Paginator(left_behind(import_file), PER_PAGE).get_page(request.GET.get("page"))
    form = LeftBehindForm(
        request.POST or None,
        workers=list(page.object_list),
        today=clock.today(),
        others_stay="others_stay" in request.POST,
    )
    if request.method == "POST" and form.is_valid() and _answered(request, import_file, form):
        return redirect("roster-left-behind", pk=pk)
    context = {"file": import_file, "form": form, "page": page}
    return render(request, "safety/roster_left_behind.html", context)


def _answered(request: StaffRequest, import_file: ImportFile, form: LeftBehindForm) -> bool:
    """Do as was said; whoever cannot have left then is named."""
    left, still_here = form.left, form.still_here
    try:
        answer(
            import_file=import_file,
            left=left,
            still_here=still_here,
            staff=request.user,
            today=clock.today(),
            now=clock.now(),
        )
    except CannotLeave as reason:
        form.add_error(f"left-{reason.worker}", str(reason))
        return False
    words = _("Left: %(left)s. Still here: %(here)s.")
    messages.success(request, words % {"left": len(left), "here": len(still_here)})
    return True
