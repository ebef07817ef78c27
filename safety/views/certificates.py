"""The register of certificates (발급대장), and what can be done with one of them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from outreach.models import Message
from safety.actions import certificates
from safety.forms.certificates import CertificateFilterForm, NameForm, WithdrawForm
from safety.models import Certificate
from safety.models.certificate import CertificateQuerySet
from safety.pdf import certificate_pdf
from safety.rules.certificates import parse_certificate_number, shown_public_code
from safety.views.papers import pdf_answer

A_PAGE = 50


@requires(Permission.ISSUE_CERTIFICATES)
@require_safe
def certificate_list(request: StaffRequest) -> HttpResponse:
    """Show the register, the newest number first."""
    form = CertificateFilterForm(request.GET)
    given: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    rows = _narrowed(_own(request), given).order_by("-year", "-serial")
    context = {
        "form": form,
        "is_narrowed": any(given.values()),
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
    }
    part = "safety/_certificate_rows.html" if request.htmx else "safety/certificate_list.html"
    return render(request, part, context)


@requires(Permission.ISSUE_CERTIFICATES)
@never_cache
@require_safe
def certificate(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one certificate and its story."""
    one = get_object_or_404(_own(request), pk=pk)
    texts = Message.objects.for_staff(request.user).filter(
        worker=one.completion.worker, template=certificates.TEXT
    )
    context = {
        "certificate": one,
        "replaces": Certificate.objects.for_staff(request.user).filter(replaced_by=one).first(),
        "code": shown_public_code(one.public_code),
        "text": texts.order_by("-pk").first(),
        "withdraw_form": WithdrawForm(),
    }
    return render(request, "safety/certificate.html", context)


@requires(Permission.ISSUE_CERTIFICATES)
@require_safe
def certificate_paper(request: StaffRequest, pk: int) -> HttpResponse:
    """Answer with the paper of a valid certificate."""
    one = get_object_or_404(_own(request).valid(), pk=pk)
    return pdf_answer(certificate_pdf(one, verify_url=verify_url(one)), _file_name(one))


@requires(Permission.ISSUE_CERTIFICATES)
@require_POST
def certificate_reprint(request: StaffRequest, pk: int) -> HttpResponse:
    """Issue the same certificate again: the paper shows the new date."""
    one = get_object_or_404(_own(request), pk=pk)
    try:
        certificates.reprint(certificate=one, today=clock.today())
    except certificates.NotValid as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("Issued again under the same number. The paper is ready."))
    return redirect("certificate", pk)


@requires(Permission.ISSUE_CERTIFICATES)
def certificate_reissue(request: StaffRequest, pk: int) -> HttpResponse:
    """Replace a certificate with a wrong name."""
    one = get_object_or_404(_own(request), pk=pk)
    form = NameForm(request.POST or None, initial={"holder_name": one.holder_name})
    if request.method == "POST" and form.is_valid():
        try:
            made = certificates.reissue(
                certificate=one,
                holder_name=form.cleaned_data["holder_name"],
                staff=request.user,
                today=clock.today(),
                now=clock.now(),
            )
        except (certificates.NotValid, certificates.SameName) as reason:
            form.add_error("holder_name", str(reason))
        else:
            messages.success(
                request,
                _("%(new)s replaces %(old)s.") % {"new": made.number, "old": one.number},
            )
            return redirect("certificate", made.pk)
    context = {"form": form, "certificate": one}
    return render(request, "safety/certificate_reissue.html", context)


@requires(Permission.ISSUE_CERTIFICATES)
def certificate_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a certificate back, with the reason."""
    one = get_object_or_404(_own(request), pk=pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            certificates.withdraw(
                certificate=one,
                reason=form.cleaned_data["reason"],
                staff=request.user,
                now=clock.now(),
            )
        except (certificates.NotValid, certificates.NoReason) as reason:
            form.add_error("reason", str(reason))
        else:
            messages.success(request, _("The certificate has been withdrawn."))
            return redirect("certificate", pk)
    context = {"form": form, "certificate": one}
    return render(request, "safety/certificate_withdraw.html", context)


def verify_url(one: Certificate) -> str:
    """Return the address that the QR code leads to."""
    return settings.PUBLIC_URL + reverse("certificate-check", args=[one.public_code])


def _own(request: StaffRequest) -> CertificateQuerySet:
    return Certificate.objects.for_staff(request.user).select_related(
        "centre",
        "issued_by",
        "replaced_by",
        "completion__course",
        "completion__worker__workplace",
    )


def _narrowed(rows: CertificateQuerySet, given: dict[str, Any]) -> CertificateQuerySet:
    if given.get("state"):
        rows = rows.filter(state=given["state"])
    if given.get("year"):
        rows = rows.filter(year=given["year"])
    words = given.get("q", "")
    if number := parse_certificate_number(words):
        return rows.filter(year=number[0], serial=number[1])
    if words:
        rows = rows.filter(
            Q(holder_name__icontains=words) | Q(completion__workplace_name__icontains=words)
        )
    return rows


def _file_name(one: Certificate) -> str:
    return f"수료증 {one.number}"
