"""A list as an Excel file: why, how far it is, stop, and the file."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions import exports
from outreach.asker import StaffRequest
from outreach.finding.filters import Filter
from outreach.finding.rows import found
from outreach.forms.exports import ExportForm
from outreach.models import Export
from outreach.spreadsheet.writing import MIME
from outreach.views.finding import in_words


@requires(Permission.SEE_WORKPLACES)
@require_http_methods(["GET", "POST"])
def export_new(request: StaffRequest) -> HttpResponse:
    """Ask why the list of the address is taken out; a short one is written at once."""
    wanted = Filter.from_query(request.GET, request.user)
    today = clock.today()
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            export = exports.begin(
                staff=request.user,
                wanted=wanted,
                reason=form.cleaned_data["reason"],
                language=(get_language() or "ko")[:2],
                now=clock.now(),
            )
        except exports.NothingToExport as refusal:
            form.add_error(None, str(refusal))
        else:
            if export.rows_total <= exports.IN_A_SECOND:
                exports.write(export_id=export.pk, clock=clock.now)
            else:
                exports.hand_over(export)
            return redirect("export", pk=export.pk)
    page = {
        "form": form,
        "words": in_words(request.user, wanted, today),
        "total": found(asker=request.user, wanted=wanted, today=today).count(),
        "back": f"{reverse('workplace-list')}?{wanted.query_string}".rstrip("?"),
    }
    return render(request, "outreach/export_new.html", page)


@requires(Permission.SEE_WORKPLACES)
@require_safe
@never_cache
def export(request: StaffRequest, pk: int) -> HttpResponse:
    """Show how far an export is, or offer its file."""
    one = _of_the_centre(request, pk)
    if one.staff_id != request.user.pk:
        return _not_yours(request)
    wanted = Filter.from_lists(one.query, request.user)
    page = {
        "export": one,
        "words": in_words(request.user, wanted, clock.today()),
        "query": wanted.query_string,
    }
    return render(request, "outreach/export.html", page)


@requires(Permission.SEE_WORKPLACES)
@require_safe
@never_cache
def export_progress(request: StaffRequest, pk: int) -> HttpResponse:
    """Tell how far it is; once it has ended, lead to its page."""
    one = _of_the_centre(request, pk)
    if one.staff_id != request.user.pk:
        return _not_yours(request)
    if one.state != Export.State.WORKING or not request.htmx:
        address = reverse("export", args=[pk])
        return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
    return render(request, "outreach/_export_progress.html", {"export": one})


@requires(Permission.SEE_WORKPLACES)
@require_POST
def export_stop(request: StaffRequest, pk: int) -> HttpResponse:
    """Stop the writing."""
    one = _own(request, pk)
    try:
        exports.stop(export=one, now=clock.now())
    except exports.NotAtWork as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Stopped. Nothing was kept."))
    return redirect("export", pk=pk)


@requires(Permission.SEE_WORKPLACES)
@require_safe
@never_cache
def export_file(request: StaffRequest, pk: int) -> HttpResponse:
    """Hand the file out, and note it."""
    one = _of_the_centre(request, pk)
    if one.staff_id != request.user.pk:
        return _not_yours(request)
    try:
        content = exports.hand_out(
            export=get_object_or_404(Export, pk=one.pk),
            staff=request.user,
            from_address=request.META.get("REMOTE_ADDR"),
            now=clock.now(),
        )
    except exports.NotReady as refusal:
        messages.error(request, str(refusal))
        return redirect("export", pk=pk)
    response = HttpResponse(content, content_type=MIME)
    name = quote(_("workplaces %(day)s.xlsx") % {"day": clock.today().isoformat()})
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def _of_the_centre(request: StaffRequest, pk: int) -> Export:
    return get_object_or_404(Export.objects.for_staff(request.user).defer("content"), pk=pk)


def _own(request: StaffRequest, pk: int) -> Export:
    one = _of_the_centre(request, pk)
    if one.staff_id != request.user.pk:
        raise Http404
    return one


def _not_yours(request: StaffRequest) -> HttpResponse:
    messages.error(request, _("Only whoever asked for this file can open it."))
    return redirect("workplace-list")
