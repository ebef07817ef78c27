"""Whom to reach at a workplace."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions.contacts import (
    ContactLeftAlready,
    NobodyToReach,
    NumberAlreadyThere,
    add_contact,
    change_contact,
    record_texts_consent,
    remove_contact,
)
from outreach.actions.unreached_numbers import trust_again
from outreach.actions.workplaces import ChangedMeanwhile, ResidentNumberGiven
from outreach.asker import StaffRequest
from outreach.forms.contacts import AGAIN, TEXTS_REFUSED, TEXTS_WANTED, ContactForm
from outreach.forms.versions import conflict_of
from outreach.models import Consent, Contact, Workplace
from outreach.rules.consent_texts import text_in_force
from outreach.rules.phones import national_format
from outreach.views.call_reasons import unreached_words
from outreach.views.consents import in_words

REFUSALS = (ChangedMeanwhile, NobodyToReach, NumberAlreadyThere, ResidentNumberGiven)


@requires(Permission.EDIT_WORKPLACES)
def contact_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Add somebody to reach."""
    workplace = get_object_or_404(Workplace.objects.for_staff(request.user), pk=pk)
    form = ContactForm(
        request.POST or None,
        initial={"is_primary": not workplace.contacts.filter(left_date=None).exists()},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                contact = add_contact(
                    workplace=workplace,
                    role=given["role"],
                    name=given["name"],
                    phone=given["phone"],
                    email=given["email"],
                    language=given["language"],
                    is_primary=given["is_primary"],
                    now=clock.now(),
                )
                _record_answer(request, contact, given["texts"])
        except REFUSALS as reason:
            form.add_error("phone", str(reason))
        else:
            messages.success(request, _what_was_recognised(contact))
            return redirect("workplace", workplace.pk)
    context = {"form": form, "workplace": workplace, "texts": [in_words(Consent.Purpose.TEXTS)]}
    return render(request, "outreach/contact_form.html", context)


@requires(Permission.EDIT_WORKPLACES)
def contact_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change somebody to reach."""
    contact = get_object_or_404(Contact.objects.for_staff(request.user).current(), pk=pk)
    form = ContactForm(
        request.POST or None,
        initial=_as_known(contact),
        is_unreached=contact.unreached_at is not None,
    )
    conflict, version = None, contact.version
    if request.method == "POST" and form.is_valid():
        conflict = conflict_of(form, version=version)
        if conflict is None:
            try:
                _change(request, contact, form.facts, version)
            except REFUSALS as reason:
                form.add_error("phone", str(reason))
            else:
                messages.success(request, _what_was_recognised(contact))
                return redirect("workplace", contact.workplace_id)
    known = get_object_or_404(Contact.objects.for_staff(request.user), pk=pk)
    context = {
        "form": form,
        "contact": known,
        "workplace": known.workplace,
        "texts": [in_words(Consent.Purpose.TEXTS)],
        "conflict": conflict,
        "unreached": unreached_words(known) if known.unreached_at else "",
    }
    return render(request, "outreach/contact_form.html", context, status=409 if conflict else 200)


@requires(Permission.EDIT_WORKPLACES)
def contact_remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask, then take somebody off; their texts are withdrawn."""
    contact = get_object_or_404(Contact.objects.for_staff(request.user), pk=pk)
    if request.method == "POST":
        try:
            remove_contact(contact=contact, left_date=clock.today(), now=clock.now())
        except ContactLeftAlready as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, _("The contact has been removed."))
        return redirect("workplace", contact.workplace_id)
    return render(request, "outreach/contact_remove.html", {"contact": contact})


def _change(request: StaffRequest, contact: Contact, given: dict[str, Any], version: int) -> None:
    changes = {name: value for name, value in given.items() if name not in ("texts", AGAIN)}
    with transaction.atomic():
        change_contact(contact=contact, changes=changes, now=clock.now(), version=version)
        if given.get(AGAIN) and contact.unreached_at is not None:
            trust_again(contact=contact, now=clock.now())
        _record_answer(request, contact, given["texts"])


def _record_answer(request: StaffRequest, contact: Contact, answer: str) -> None:
    if answer in (TEXTS_WANTED, TEXTS_REFUSED):
        record_texts_consent(
            contact=contact,
            is_given=answer == TEXTS_WANTED,
            text_version=text_in_force(Consent.Purpose.TEXTS, clock.today()).version,
            staff=request.user,
            now=clock.now(),
        )


def _as_known(contact: Contact) -> dict[str, object]:
    answer = contact.consents.filter(purpose=Consent.Purpose.TEXTS, withdrawn_at=None).first()
    texts = "" if answer is None else TEXTS_WANTED if answer.is_given else TEXTS_REFUSED
    return {
        "role": contact.role,
        "name": contact.name,
        "phone": national_format(contact.phone) if contact.phone else contact.phone_as_given,
        "email": contact.email,
        "language": contact.language,
        "is_primary": contact.is_primary,
        "texts": texts,
        "version": contact.version,
    }


def _what_was_recognised(contact: Contact) -> str:
    """Say what the number was taken for, so that a slip is seen at once."""
    kind = contact.get_line_kind_display()
    if contact.is_textable:
        return _("Saved. %(kind)s: texts reach this number.") % {"kind": kind}
    if contact.phone:
        return _("Saved. %(kind)s: no texts, please call.") % {"kind": kind}
    return _("Saved. %(kind)s.") % {"kind": kind}
