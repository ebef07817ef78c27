"""Classes: the list, one class, opening one and cancelling it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from scheduling.actions.classes import ClassRefused, cancel_class, open_class
from scheduling.actions.reservations import AlreadyTaken
from scheduling.actions.rolls import verdicts
from scheduling.forms.classes import ClassForm
from scheduling.models import Enrolment, Reminder, TrainingClass
from scheduling.models.training_class import TrainingClassQuerySet

PAST_A_PAGE = 20


@requires(Permission.SEE_CLASSES)
@require_safe
def class_list(request: StaffRequest) -> HttpResponse:
    """List the classes to come, those whose roll is open, and those behind us."""
    mine = _with_facts(request)
    now = clock.now()
    past = mine.filter(~Q(state=TrainingClass.State.OPEN)).order_by("-starts_at", "-pk")
    page = {
        "unfinished": list(mine.open().filter(ends_at__lte=now).order_by("starts_at")),
        "ahead": list(mine.open().filter(ends_at__gt=now).order_by("starts_at", "pk")),
        "past": Paginator(past, PAST_A_PAGE).get_page(request.GET.get("page")),
        "centre": request.user.centre,
        "now": now,
    }
    return render(request, "scheduling/class_list.html", page)


@requires(Permission.SEE_CLASSES)
@require_safe
def class_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one class: its facts, who has a seat, who waits, who was told what."""
    found = get_object_or_404(_with_facts(request), pk=pk)
    told = Prefetch(
        "reminders",
        Reminder.objects.select_related("message").order_by("message__due_at", "pk"),
    )
    rows = found.enrolments.exclude(state=Enrolment.State.CANCELLED)
    enrolments = list(
        rows.select_related("worker__workplace", "completion")
        .prefetch_related(told)
        .order_by("enrolled_at", "pk")
    )
    is_done = found.state == TrainingClass.State.DONE
    now = clock.now()
    page = {
        "training_class": found,
        "seated": [row for row in enrolments if row.state == Enrolment.State.SEATED],
        "waiting": [row for row in enrolments if row.state == Enrolment.State.WAITING],
        "not_completed": [row for row in verdicts(found) if row.why_not] if is_done else [],
        "is_open": found.state == TrainingClass.State.OPEN,
        "is_over": found.ends_at <= now,
        "is_its_day": timezone.localdate(found.starts_at) <= clock.today(),
        "now": now,
    }
    return render(request, "scheduling/class.html", page)


@requires(Permission.EDIT_CLASSES)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Open a class."""
    centre = request.user.centre
    if centre is None:
        raise PermissionDenied
    form = ClassForm(request.POST or None, centre=centre, initial=_proposal(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            opened = open_class(
                centre=centre,
                course=given["course"],
                venue=given["venue"],
                instructor=given["instructor"],
                starts_at=form.starts_at,
                ends_at=form.ends_at,
                seats=given["seats"],
                now=clock.now(),
            )
        except (ClassRefused, AlreadyTaken) as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("The class is open for enrolment."))
            return redirect("class", opened.pk)
    page = {"form": form, "centre": centre}
    status = 422 if form.errors else 200
    return render(request, "scheduling/class_new.html", page, status=status)


@requires(Permission.EDIT_CLASSES)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask, then cancel a class and tell who knew of it."""
    found = get_object_or_404(_with_facts(request), pk=pk)
    if request.method != "POST":
        return render(request, "scheduling/class_cancel.html", {"training_class": found})
    try:
        texts = cancel_class(training_class=found, now=clock.now())
    except ClassRefused as reason:
        messages.error(request, str(reason))
    else:
        said = ngettext(
            "The class is cancelled; %(count)s text goes out.",
            "The class is cancelled; %(count)s texts go out.",
            texts,
        )
        messages.success(request, said % {"count": texts})
    return redirect("class", pk)


def _with_facts(request: StaffRequest) -> TrainingClassQuerySet:
    """Return the centre's classes with what every page says of them."""
    waiting = Count("enrolments", Q(enrolments__state=Enrolment.State.WAITING))
    certified = Count("enrolments", Q(enrolments__completion__isnull=False))
    mine = TrainingClass.objects.for_staff(request.user)
    return mine.select_related("centre", "course", "venue", "instructor").annotate(
        waiting_count=waiting, certified_count=certified
    )


def _proposal(request: StaffRequest) -> dict[str, object]:
    """Propose the person who asks, where that person teaches."""
    return {"instructor": request.user.pk}
