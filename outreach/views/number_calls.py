"""A call for a number that takes texts: what to say, the four outcomes, and on to the next one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions.call_outcomes import refuse, strike_off, take_mobile
from outreach.actions.call_queue import call_list
from outreach.actions.calls import NoCallThen, next_call_time, record_call
from outreach.actions.contacts import ContactLeftAlready, NumberAlreadyThere
from outreach.asker import StaffRequest
from outreach.forms.calls import (
    ASKED,
    CallForm,
    MobileForm,
    NoAnswerForm,
    RefusedForm,
    WrongNumberForm,
)
from outreach.models import Contact, ContactAttempt, Workplace
from outreach.views.call_queue import caller_of, open_next
from outreach.views.call_reasons import unreached_of, unreached_words
from outreach.views.consents import in_words

Outcome = ContactAttempt.Outcome
REFUSALS = (ContactLeftAlready, NoCallThen, NumberAlreadyThere)
CALLS_SHOWN = 5


@dataclass(frozen=True)
class Way:
    """One way a call can end: its key, its form and what the button says."""

    key: int
    outcome: str
    label: str | Promise
    submit: str | Promise
    form: CallForm
    is_open: bool


LABELS = {
    Outcome.GOT_MOBILE: (gettext_lazy("Got a mobile number"), gettext_lazy("Save the number")),
    Outcome.REFUSED: (
        pgettext_lazy("outcome of a call", "Refused"),
        gettext_lazy("Note the refusal"),
    ),
    Outcome.NO_ANSWER: (gettext_lazy("No answer"), gettext_lazy("Call again then")),
    Outcome.WRONG_NUMBER: (gettext_lazy("Wrong number"), gettext_lazy("Strike the number off")),
}


@requires(Permission.ANSWER_FOR_OWNER)
def call(request: StaffRequest, pk: int) -> HttpResponse:
    """Show whom to call and what to say; write down what came of it and open the next one."""
    places = Workplace.objects.for_staff(request.user)
    places = places.select_related("centre", "call_turn__taken_by")
    workplace = get_object_or_404(places, pk=pk)
    if not call_list(request.user).filter(pk=pk).exists():
        messages.info(request, _("A text reaches this workplace by now, or it has closed."))
        return redirect("workplace", pk)
    numbers = list(workplace.contacts.callable().order_by("-is_primary", "pk"))
    called = _called(request, numbers)
    chosen = request.POST.get("outcome", "")
    forms = _forms(request, workplace, called, chosen)
    if request.method == "POST":
        form = forms.get(chosen)
        if form is None:
            messages.error(request, _("Please choose what came of the call."))
        elif form.is_valid():
            try:
                said = RECORDERS[chosen](request, workplace, called, form)
            except REFUSALS as reason:
                form.add_error(next(iter(form.fields)), str(reason))
            else:
                messages.success(request, said)
                return open_next(request, skipped=[pk])
    turn = getattr(workplace, "call_turn", None)
    unreached = unreached_of(workplace.contacts.current())
    page = {
        "workplace": workplace,
        "called": called,
        "others": [number for number in numbers if number != called],
        "ways": _ways(forms, chosen),
        "texts": [in_words(purpose) for purpose in ASKED],
        "calls": workplace.contact_attempts.newest_first().select_related("staff")[:CALLS_SHOWN],
        "turn": turn,
        "caller": caller_of(request, turn, clock.now()),
        "unreached": unreached_words(unreached) if unreached else "",
    }
    failed = request.method == "POST"
    return render(request, "outreach/call.html", page, status=422 if failed else 200)


def _called(request: StaffRequest, numbers: list[Contact]) -> Contact | None:
    """Return the number that is dialled: the one that was chosen, or else the first."""
    wanted = request.POST.get("contact") or request.GET.get("contact")
    return next((one for one in numbers if str(one.pk) == wanted), next(iter(numbers), None))


def _forms(
    request: StaffRequest, workplace: Workplace, called: Contact | None, chosen: str
) -> dict[str, CallForm]:
    """Return the form of each outcome; without a number nobody was called, but one may be found."""

    def sent(outcome: str) -> Any:
        return request.POST if outcome == chosen else None

    today = clock.today()
    mobile = MobileForm(sent(Outcome.GOT_MOBILE), prefix="mobile", today=today)
    forms: dict[str, CallForm] = {Outcome.GOT_MOBILE: mobile}
    if called is None:
        return forms
    again = timezone.localtime(next_call_time(workplace=workplace, now=clock.now()))
    forms[Outcome.REFUSED] = RefusedForm(sent(Outcome.REFUSED), prefix="refused", today=today)
    forms[Outcome.NO_ANSWER] = NoAnswerForm(
        sent(Outcome.NO_ANSWER),
        prefix="again",
        initial={"day": again.date(), "at": again.time().replace(second=0, microsecond=0)},
    )
    forms[Outcome.WRONG_NUMBER] = WrongNumberForm(sent(Outcome.WRONG_NUMBER), prefix="wrong")
    return forms


def _ways(forms: Mapping[str, CallForm], chosen: str) -> list[Way]:
    return [
        Way(key, outcome, *LABELS[outcome], forms[outcome], is_open=outcome == chosen)
        for key, outcome in enumerate(LABELS, 1)
        if outcome in forms
    ]


def _got_mobile(
    request: StaffRequest, workplace: Workplace, called: Contact | None, form: Any
) -> str:
    given = form.cleaned_data
    facts = {name: given[name] for name in ("role", "name", "phone", "language", "note")}
    take_mobile(
        workplace=workplace,
        called=called,
        answers=form.answers,
        staff=request.user,
        now=clock.now(),
        **facts,
    )
    return _("The number of %(name)s is on record.") % {"name": workplace.name}


def _refused(request: StaffRequest, workplace: Workplace, called: Contact | None, form: Any) -> str:
    assert called is not None
    refuse(
        workplace=workplace,
        called=called,
        answers=form.answers,
        staff=request.user,
        now=clock.now(),
        note=form.cleaned_data["note"],
    )
    return _("The refusal of %(name)s is on record.") % {"name": workplace.name}


def _no_answer(
    request: StaffRequest, workplace: Workplace, called: Contact | None, form: Any
) -> str:
    now = clock.now()
    proposed = next_call_time(workplace=workplace, now=now)
    record_call(
        workplace=workplace,
        contact=called,
        purpose=ContactAttempt.Purpose.NUMBER,
        outcome=Outcome.NO_ANSWER,
        not_before=None if form.not_before == proposed else form.not_before,
        staff=request.user,
        now=now,
        note=form.cleaned_data["note"],
    )
    return _("%(name)s is called again later.") % {"name": workplace.name}


def _wrong_number(
    request: StaffRequest, workplace: Workplace, called: Contact | None, form: Any
) -> str:
    assert called is not None
    strike_off(
        workplace=workplace,
        called=called,
        staff=request.user,
        today=clock.today(),
        now=clock.now(),
        note=form.cleaned_data["note"],
    )
    return _("The number has been struck off %(name)s.") % {"name": workplace.name}


Recorder = Callable[[StaffRequest, Workplace, Contact | None, Any], str]
RECORDERS: dict[str, Recorder] = {
    Outcome.GOT_MOBILE: _got_mobile,
    Outcome.REFUSED: _refused,
    Outcome.NO_ANSWER: _no_answer,
    Outcome.WRONG_NUMBER: _wrong_number,
}
