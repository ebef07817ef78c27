"""Claims for payment: chosen exam by exam, handed in, paid or made void."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions.access_entries import note
from outreach.asker import StaffRequest
from outreach.models import AccessEntry
from safety.actions import claims
from safety.actions.claim_checks import check, exams_of
from safety.actions.programmes import BudgetSpent
from safety.forms.claims import ClaimForm, PaymentForm, VoidForm
from safety.models import Application, Claim
from safety.models.exposure import hazard_name
from safety.pdf import claim_pdf
from safety.views.papers import pdf_answer

PAYMENT_REFUSALS = (claims.WrongState, claims.MoreThanClaimed, claims.PaidInTheFuture)


@requires(Permission.EDIT_CLAIMS)
def claim_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the exams of the workplace with what is against each; claim the chosen ones."""
    own = Application.objects.for_staff(request.user).select_related("programme", "workplace")
    application = get_object_or_404(own, pk=pk)
    exams = exams_of(application)
    form = ClaimForm(request.POST or None, exams=exams)
    if request.method == "POST" and form.is_valid():
        try:
            claim = claims.draw_up_claim(
                application=application,
                examinations=form.cleaned_data["examinations"],
                today=clock.today(),
            )
        except claims.NotClaimable as refusal:
            form.add_error("examinations", str(refusal))
        except BudgetSpent as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("The claim is drawn up. Please check it and hand it in."))
            return redirect("claim", claim.pk)
    checked = check(application=application, examinations=exams)
    context = {
        "form": form,
        "application": application,
        "good": [one for one in checked if not one.refusals],
        "refused": [one for one in checked if one.refusals],
        "chosen": [int(value) for value in request.POST.getlist("examinations") if value.isdigit()],
    }
    return render(request, "safety/claim_form.html", context)


@requires(Permission.SEE_CLAIMS)
@never_cache
@require_safe
def claim(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one claim: its lines, the account it is paid to, and how far it is."""
    one = _claim(request, pk)
    _note(request, one, AccessEntry.Deed.VIEWED)
    lines = one.lines.select_related("examination__worker").prefetch_related("examination__results")
    context = {
        "claim": one,
        "application": one.application,
        "lines": [
            (line, [hazard_name(result.hazard) for result in line.examination.results.all()])
            for line in lines.order_by("examination__exam_date", "examination__worker__name", "pk")
        ],
        "is_another_holder": _is_another_holder(one.application),
        "void_form": VoidForm(),
        "may_edit": request.user.may(Permission.EDIT_CLAIMS),
    }
    return render(request, "safety/claim.html", context)


@requires(Permission.SEE_CLAIMS)
@require_safe
def claim_paper(request: StaffRequest, pk: int) -> HttpResponse:
    """Answer with the paper to be sealed and handed in."""
    one = _claim(request, pk)
    _note(request, one, AccessEntry.Deed.EXPORTED)
    return pdf_answer(claim_pdf(one), f"지급청구서 {one.number}")


@requires(Permission.EDIT_CLAIMS)
@require_POST
def claim_submit(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down that the claim was handed in."""
    try:
        claims.submit(claim=_claim(request, pk), today=clock.today())
    except (claims.WrongState, claims.NoAccount) as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("The claim is on record as handed in."))
    return redirect("claim", pk)


@requires(Permission.EDIT_CLAIMS)
def claim_void(request: StaffRequest, pk: int) -> HttpResponse:
    """Make a claim void, with the reason."""
    one = _claim(request, pk)
    form = VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            claims.void(claim=one, reason=form.cleaned_data["reason"], today=clock.today())
        except (claims.WrongState, claims.NoReason) as reason:
            form.add_error("reason", str(reason))
        else:
            messages.success(request, _("The claim is void. Its exams can be claimed again."))
            return redirect("claim", pk)
    return render(request, "safety/claim_void.html", {"form": form, "claim": one})


@requires(Permission.EDIT_CLAIMS)
def claim_payment(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down what arrived."""
    one = _claim(request, pk)
    initial = {"paid_date": clock.today(), "amount": one.total}
    form = PaymentForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            claims.record_payment(claim=one, today=clock.today(), **form.cleaned_data)
        except PAYMENT_REFUSALS as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("The payment is on record."))
            return redirect("claim", pk)
    return render(request, "safety/claim_payment.html", {"form": form, "claim": one})


def _claim(request: StaffRequest, pk: int) -> Claim:
    own = Claim.objects.for_staff(request.user).select_related(
        "application__programme", "application__workplace", "payment"
    )
    return get_object_or_404(own, pk=pk)


def _is_another_holder(application: Application) -> bool:
    """Tell whether the account is neither the firm's nor its head's: the payer sends it back."""
    workplace = application.workplace
    holder = "".join(application.account_holder.split())
    names = {"".join(name.split()) for name in (workplace.name, workplace.representative_name)}
    return bool(holder) and holder not in names


def _note(request: StaffRequest, one: Claim, deed: AccessEntry.Deed) -> None:
    """Exams, costs and an account number: who sees them is written down."""
    note(
        staff=request.user,
        deed=deed,
        subject="claim",
        subject_id=one.pk,
        from_address=request.META.get("REMOTE_ADDR"),
        now=clock.now(),
    )
