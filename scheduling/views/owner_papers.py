"""Certificates of an owner's people, behind the link of a text and a second check."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from outreach import clock
from outreach.actions import links, replies
from outreach.models import Link, Workplace
from outreach.views.second_checks import has_passed, remember_passed
from outreach.views.secret_pages import secret_page
from safety.models import Certificate
from safety.models.certificate import CertificateQuerySet
from safety.pdf import certificate_pdf
from safety.views.certificates import verify_url
from safety.views.papers import pdf_answer
from scheduling.forms.owners import OwnersCheckForm
from scheduling.views import owner_facts
from scheduling.views.owners import with_link

BUSINESS_DIGITS, PHONE_DIGITS = 5, 4


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, token: str) -> HttpResponse:
    """Ask the second check, then show the certificates for half an hour."""

    def answer(link: Link, workplace: Workplace) -> HttpResponse:
        page = {"token": token, "centre": link.centre, "keep": owner_facts.to_keep()}
        if has_passed(request, link):
            page["certificates"] = _valid_of(workplace)
            return render(request, "scheduling/owner_papers.html", page)
        by_number = bool(workplace.business_no)
        form = OwnersCheckForm(request.POST or None, by_business_number=by_number)
        if request.method == "POST" and form.is_valid():
            try:
                links.check_again(
                    link=link,
                    given=form.cleaned_data["answer"],
                    expected=_expected(link, workplace),
                    now=clock.now(),
                )
            except (links.WrongAnswer, links.Locked) as reason:
                form.add_error("answer", str(reason))
            else:
                return remember_passed(
                    redirect("owner-papers", token),
                    link,
                    path=reverse("owner-papers", args=[token]),
                )
        status = 422 if form.errors else 200
        return render(request, "scheduling/owner_check.html", {**page, "form": form}, status=status)

    return _with_workplace(request, token, answer)


@secret_page
@require_safe
def paper(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """Answer with the paper of one certificate."""

    def answer(link: Link, workplace: Workplace) -> HttpResponse:
        if not has_passed(request, link):
            return redirect("owner-papers", token)
        one = get_object_or_404(_valid_of(workplace), pk=pk)
        return pdf_answer(certificate_pdf(one, verify_url=verify_url(one)), f"수료증 {one.number}")

    return _with_workplace(request, token, answer)


def _with_workplace(
    request: HttpRequest, token: str, answer: Callable[[Link, Workplace], HttpResponse]
) -> HttpResponse:
    def find(link: Link, now: datetime) -> HttpResponse:
        assert link.workplace is not None  # the purposes of these pages are of workplaces
        return answer(link, link.workplace)

    return with_link(request, token, find)


def _expected(link: Link, workplace: Workplace) -> str:
    """Return what only the owner knows; where a link went to several, none of their numbers."""
    if workplace.business_no:
        return workplace.business_no[-BUSINESS_DIGITS:]
    numbers = replies.numbers_of(link)
    return numbers[0][-PHONE_DIGITS:] if len(numbers) == 1 else ""


def _valid_of(workplace: Workplace) -> CertificateQuerySet:
    return (
        Certificate.objects.valid()
        .filter(centre=workplace.centre_id, completion__worker__workplace=workplace)
        .filter(completion__worker__left_date=None)
        .select_related("centre", "completion__course", "completion__worker")
        .order_by("-issued_date", "-pk")
    )
