"""What somebody has agreed to, and a new answer: given, refused or taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions.consents import record_consent
from outreach.asker import StaffRequest
from outreach.forms.consents import (
    ASKED,
    ASKED_OF_CONTACTS,
    YES,
    ConsentForm,
    ContactConsentForm,
)
from outreach.models import Consent, Contact, Worker
from outreach.rules.consent_texts import find_text, text_in_force


@requires(Permission.RECORD_ATTENDANCE)
def worker_consents(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the answers that hold, and write down a new one."""
    worker = get_object_or_404(
        Worker.objects.for_staff(request.user).select_related("workplace"), pk=pk
    )
    form = ConsentForm(request.POST or None, today=clock.today())
    if request.method == "POST" and form.is_valid():
        _write_down(request, form, worker=worker)
        return redirect("worker", pk)
    answers = worker.consents.filter(withdrawn_at=None, purpose__in=ASKED)
    page = {
        "worker": worker,
        "form": form,
        "answers": answers.order_by("recorded_at", "pk"),
        "texts": [in_words(purpose) for purpose in ASKED],
    }
    status = 422 if form.errors else 200
    return render(request, "outreach/worker_consents.html", page, status=status)


@requires(Permission.ANSWER_FOR_OWNER)
def contact_consents(request: StaffRequest, pk: int) -> HttpResponse:
    """Show every answer of a contact with its text, and write down a new one."""
    contacts = Contact.objects.for_staff(request.user).select_related("workplace")
    contact = get_object_or_404(contacts, pk=pk)
    form = ContactConsentForm(request.POST or None, today=clock.today())
    if request.method == "POST" and form.is_valid():
        _write_down(request, form, contact=contact)
        return redirect("contact-consents", pk)
    answers = contact.consents.select_related("recorded_by").order_by("-recorded_at", "-pk")
    page = {
        "contact": contact,
        "form": form,
        "answers": [(answer, wording_of(answer)) for answer in answers],
        "texts": [in_words(purpose) for purpose in ASKED_OF_CONTACTS],
    }
    status = 422 if form.errors else 200
    return render(request, "outreach/contact_consents.html", page, status=status)


def in_words(purpose: Consent.Purpose) -> dict[str, str | Promise]:
    """Return what is read out for a purpose today, in the reader's language."""
    text = text_in_force(purpose, clock.today())
    words = text.in_language(get_language() or "ko")
    return {"label": purpose.label, "version": text.version, "words": words}


def wording_of(answer: Consent) -> str:
    """Return the text that somebody answered to, as far as it is on record."""
    text = find_text(answer.purpose, answer.text_version)
    return "" if text is None else text.in_language(get_language() or "ko")


def _write_down(
    request: StaffRequest,
    form: ConsentForm | ContactConsentForm,
    *,
    worker: Worker | None = None,
    contact: Contact | None = None,
) -> None:
    given = form.cleaned_data
    record_consent(
        purpose=Consent.Purpose(given["purpose"]),
        is_given=given["answer"] == YES,
        channel=Consent.Channel(given["channel"]),
        text_version=form.text_version,
        staff=request.user,
        now=clock.now(),
        worker=worker,
        contact=contact,
    )
    messages.success(request, _("The answer is on record."))
