"""A worker's certificates behind the link of a text and a second check; no account."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from outreach import clock
from outreach.actions import links
from outreach.models import Link, Worker
from outreach.views.second_checks import has_passed, remember_passed
from outreach.views.secret_pages import secret_page
from safety.forms.certificates import SecondCheckForm
from safety.models import Certificate
from safety.models.certificate import CertificateQuerySet
from safety.pdf import certificate_pdf
from safety.views.certificates import verify_url
from safety.views.papers import pdf_answer
from safety.worker_words import LANGUAGES, in_language


@secret_page
def worker_certificate(request: HttpRequest, token: str) -> HttpResponse:
    """Ask the second check, then show the worker's certificates for half an hour."""

    def answer(link: Link, worker: Worker) -> HttpResponse:
        reader = own_language(request, worker)
        context = {"link": link, "centre": link.centre, "token": token, "reader": reader}
        if has_passed(request, link):
            context["certificates"] = _valid_of(link, worker)
            return render(request, "safety/worker_certificate.html", context)
        form = SecondCheckForm(request.POST or None, birth_date=worker.birth_date)
        if request.method == "POST" and form.is_valid():
            try:
                links.check_again(
                    link=link,
                    given=form.cleaned_data["answer"],
                    expected=_expected(worker),
                    now=clock.now(),
                )
            except (links.WrongAnswer, links.Locked) as reason:
                form.add_error("answer", in_language(str(reason.args[0]), reader))
            else:
                return remember_passed(
                    redirect("worker-certificate", token),
                    link,
                    path=reverse("worker-certificate", args=[token]),
                )
        status = 422 if form.errors else 200
        return render(
            request,
            "safety/worker_certificate_check.html",
            {**context, "form": form},
            status=status,
        )

    return _with_link(request, token, answer)


@secret_page
@require_safe
def worker_certificate_paper(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """Answer with the paper of one of the worker's certificates."""

    def answer(link: Link, worker: Worker) -> HttpResponse:
        if not has_passed(request, link):
            return redirect("worker-certificate", token)
        one = get_object_or_404(_valid_of(link, worker), pk=pk)
        paper = certificate_pdf(one, verify_url=verify_url(one))
        return pdf_answer(paper, f"수료증 {one.number}")

    return _with_link(request, token, answer)


def _with_link(
    request: HttpRequest, token: str, answer: Callable[[Link, Worker], HttpResponse]
) -> HttpResponse:
    """Find the worker of a live link, and answer in a language the worker reads."""
    try:
        link = links.find(token=token, purposes=[Link.Purpose.CERTIFICATE], now=clock.now())
    except links.LinkNotFound as reason:
        ended = links.switched_off(token=token, purposes=[Link.Purpose.CERTIFICATE])
        context = {"reason": str(reason), "ended": ended, "centre": ended and ended.centre}
        status = 410 if ended else 404
        return render(request, "safety/worker_certificate_gone.html", context, status=status)
    worker = link.worker
    assert worker is not None  # a certificate's link is of a worker
    with translation.override(_language(request, worker)):
        return answer(link, worker)


def _language(request: HttpRequest, worker: Worker) -> str | None:
    """Return what the switch says; without it Korean for its readers, English for all others."""
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return translation.get_language()
    return "ko" if worker.language == "ko" else "en"


def own_language(request: HttpRequest, worker: Worker) -> str:
    """Return the worker's language where the page speaks it and nobody chose another, or ""."""
    is_chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    return worker.language if worker.language in LANGUAGES and not is_chosen else ""


def _expected(worker: Worker) -> str:
    return f"{worker.birth_date:%y%m%d}" if worker.birth_date else worker.phone[-4:]


def _valid_of(link: Link, worker: Worker) -> CertificateQuerySet:
    return (
        Certificate.objects.valid()
        .filter(centre=link.centre, completion__worker__in=Worker.objects.of_person(worker))
        .select_related("centre", "completion__course", "completion__worker")
        .order_by("-issued_date", "-pk")
    )
