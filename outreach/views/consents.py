"""What a worker has agreed to, and a new answer: given, refused or taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions.consents import record_consent
from outreach.asker import StaffRequest
from outreach.forms.consents import ASKED, YES, ConsentForm
from outreach.models import Consent, Worker

TEXTS_VERSION = "2026-11"  # of the texts in templates/outreach/worker_consents.html


@requires(Permission.RECORD_ATTENDANCE)
def worker_consents(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the answers that hold, and write down a new one."""
    worker = get_object_or_404(
        Worker.objects.for_staff(request.user).select_related("workplace"), pk=pk
    )
    form = ConsentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        record_consent(
            purpose=Consent.Purpose(given["purpose"]),
            is_given=given["answer"] == YES,
            channel=Consent.Channel(given["channel"]),
            text_version=TEXTS_VERSION,
            staff=request.user,
            now=clock.now(),
            worker=worker,
        )
        messages.success(request, _("The answer is on record."))
        return redirect("worker", pk)
    answers = worker.consents.filter(withdrawn_at=None, purpose__in=ASKED)
    page = {"worker": worker, "form": form, "answers": answers.order_by("recorded_at", "pk")}
    status = 422 if form.errors else 200
    return render(request, "outreach/worker_consents.html", page, status=status)
