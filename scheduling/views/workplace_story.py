"""A workplace's whole story, from its registration to its next due date, as one line of time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outreach.access import Permission
from outreach.doors import address_for
from outreach.message_words import message_kind, message_state
from outreach.models import ImportFile, ImportRow, Staff, Workplace
from outreach.templatetags.written import full_date, name_for, weekday_time, won
from safety.models import Application, Certificate, Claim, Consultation, DueItem, Examination
from safety.models.exposure import Exposure, hazard_name
from scheduling.models import MergeRecord, OwnerAnswer
from scheduling.views.today_lists import start_of

PER_PAGE = 30  # lines at once: the page stays a page, also for a workplace of many years
Teller = Callable[[Workplace, Staff, int], Iterable["Step"]]


@dataclass(frozen=True)
class Step:
    """One line of the story, as components/_timeline.html reads it."""

    at: datetime
    when: str
    title: str
    text: str = ""
    url: str = ""
    is_ahead: bool = False


@dataclass(frozen=True)
class Story:
    """One page of what happened, the latest first, under what is still to come."""

    steps: Sequence[Step]
    page: int
    has_older: bool

    @property
    def older(self) -> int:
        """The page behind this one."""
        return self.page + 1

    @property
    def newer(self) -> int:
        """The page before this one; nothing before the first."""
        return self.page - 1


def story_of(workplace: Workplace, *, asker: Staff, now: datetime, page: int = 1) -> Story:
    """
    Return a page of the story, in the same number of queries whichever page it is.

    Each kind tells no more rows than the page could show, the latest first; what is older cannot
    stand on it.
    """
    tellers: list[Teller] = [
        _registration,
        _changes,
        _exposures,
        _visits,
        _answers,
        _calls,
        _texts,
        _consultations,
        _exams,
        _classes,
    ]
    if asker.may(Permission.SEE_DUE):
        tellers.append(_due_items)
    if asker.may(Permission.SEE_CLAIMS):
        tellers += [_applications, _claims]
    most = page * PER_PAGE + 1
    steps = [step for tell in tellers for step in tell(workplace, asker, most)]
    if asker.may(Permission.SEE_DUE):
        steps += _next_due(workplace, asker, timezone.localdate(now))
    told = [
        Step(step.at, step.when, step.title, step.text, step.url, is_ahead=True)
        if step.at > now
        else step
        for step in steps
    ]
    told.sort(key=lambda step: step.at, reverse=True)
    start = (page - 1) * PER_PAGE
    return Story(told[start : start + PER_PAGE], page, len(told) > start + PER_PAGE)


def _on(day: date, title: str, text: str = "", url: str = "") -> Step:
    return Step(start_of(day), full_date(day), title, text, url)


def _at(moment: datetime, title: str, text: str = "", url: str = "") -> Step:
    when = f"{full_date(moment)} {timezone.localtime(moment):%H:%M}"
    return Step(moment, when, title, text, url)


def _registration(workplace: Workplace, asker: Staff, most: int) -> Iterator[Step]:
    rows = ImportRow.objects.filter(
        Q(workplace=workplace) | Q(workplace__merged_into=workplace),
        file__in=ImportFile.objects.for_staff(asker).filter(state=ImportFile.State.COMMITTED),
    )
    for row in rows.select_related("file").order_by("-pk")[:most]:
        url = address_for(asker, "import", row.file_id)
        yield _at(row.file.finished_at or row.file.uploaded_at, _("Read from a list"), url=url)
    yield _on(workplace.registered_date, _("Registered"))
    if workplace.closed_date:
        yield _on(workplace.closed_date, _("Closed"), workplace.get_closed_reason_display())


def _changes(workplace: Workplace, asker: Staff, most: int) -> Iterator[Step]:
    """Where it was before, and what it was merged with."""
    for row in workplace.relocations.order_by("-moved_date", "-pk")[:most]:
        text = _("before: %(address)s") % {"address": row.address} if row.address else ""
        yield _on(row.moved_date, _("Moved to another address"), text)
    merges = MergeRecord.objects.for_staff(asker).filter(kept=workplace).select_related("gone")
    for merge in merges.order_by("-merged_at")[:most]:
        url = address_for(asker, "merge-undo", merge.pk)
        yield _at(merge.merged_at, _("Merged with its double"), merge.gone.name, url)
        if merge.undone_at:
            yield _at(merge.undone_at, _("The merge was undone"), merge.gone.name, url)


def _exposures(workplace: Workplace, asker: Staff, most: int) -> Iterator[Step]:
    rows = Exposure.objects.for_staff(asker).filter(worker__workplace=workplace).order_by()
    agents: dict[date, list[str]] = defaultdict(list)
    for day, hazard in rows.values_list("placed_date", "hazard").distinct().order_by("hazard"):
        agents[day].append(hazard_name(hazard))
    placed = rows.values("placed_date").annotate(people=Count("worker", distinct=True))
    for row in placed.order_by("-placed_date")[:most]:
        title = ngettext(
            "%(count)s worker placed with a hazardous agent",
            "%(count)s workers placed with hazardous agents",
            row["people"],
        )
        text = ", ".join(agents[row["placed_date"]])
        yield _on(row["placed_date"], title % {"count": row["people"]}, text)


def _due_items(workplace: Workplace, asker: Staff, most: int) -> Iterator[Step]:
    """What came to be due, by the run that opened it."""
    opened: dict[datetime, list[str]] = defaultdict(list)
    rows = workplace.due_items.values("opened_at", "kind").annotate(count=Count("pk"))
    for row in rows.order_by("-opened_at", "kind")[:most]:
        opened[row["opened_at"]].append(f"{DueItem.Kind(row['kind']).label} {row['count']}")
    for moment, kinds in opened.items():
        yield _at(moment, _("Became due"), ", ".join(kinds))


def _next_due(workplace: Workplace, asker: Staff, today: date) -> Iterator[Step]:
    ahead = workplace.due_items.open().filter(due_date__gte=today).order_by("due_date").first()
    if ahead:
        url = address_for(asker, "due-why", ahead.pk)
        yield _on(ahead.due_date, _("Next due date"), str(ahead.get_kind_display()), url)


def _visits(workplace: Workplace, asker: Staff, most: int) -> Iterator[Step]:
    for visit in workplace.visits.select_related("team").order_by("-starts_at")[:most]:
        url = address_for(asker, "visit", visit.pk)
        yield _at(visit.booked_at, _("Visit booked"), weekday_time(visit.starts_at), url)
        state = _("Visit: %(state)s") % {"state": visit.get_state_display()}
        yield _at(visit.starts_at, state, visit.cancelled_reason or visit.team.name, url)


def _answers(workplace: Workplace, asker: Staff, most: int) -> Iterator[Step]:
    rows = OwnerAnswer.objects.for_staff(asker).filter(visit__workplace=workplace)
    for row in rows.order_by("-answered_at")[:most]:
        words = [*row.part_labels, row.wish]
        title = _("Owner: %(answer)s") % {"answer": row.get_answer_display()}
        yield _at(row.answered_at, title, " · ".join(filter(None, words)))


def _calls(workplace: Workplace, asker: Staff, most: int) -> Iterator[Step]:
    for call in workplace.contact_attempts.select_related("staff").order_by("-made_at")[:most]:
        title = _("Call: %(outcome)s") % {"outcome": call.get_outcome_display()}
        yield _at(call.made_at, title, call.staff.name)


def _texts(workplace: Workplace, asker: Staff, most: int) -> Iterator[Step]:
    for text in workplace.messages.order_by("-due_at")[:most]:
        url = address_for(asker, "message", text.pk)
        title = _("Text: %(kind)s") % {"kind": message_kind(text.template)}
        moment = text.accepted_at or text.withdrawn_at or text.due_at
        yield _at(moment, title, str(message_state(text).label), url)


def _consultations(workplace: Workplace, asker: Staff, most: int) -> Iterator[Step]:
    """How many people, never who or what was found."""
    rows = Consultation.objects.for_staff(asker).filter(worker__workplace=workplace)
    days = rows.values("held_date").annotate(count=Count("pk")).order_by("-held_date")
    for row in days[:most]:
        words = ngettext("%(count)s person", "%(count)s people", row["count"])
        yield _on(row["held_date"], _("Health consultation"), words % {"count": row["count"]})


def _exams(workplace: Workplace, asker: Staff, most: int) -> Iterator[Step]:
    rows = Examination.objects.for_staff(asker).filter(worker__workplace=workplace)
    days = rows.values("exam_date", "kind").annotate(count=Count("pk")).order_by("-exam_date")
    for row in days[:most]:
        words = ngettext("%(count)s person", "%(count)s people", row["count"])
        kind = str(Examination.Kind(row["kind"]).label)
        yield _on(row["exam_date"], kind, words % {"count": row["count"]})


def _classes(workplace: Workplace, asker: Staff, most: int) -> Iterator[Step]:
    rows = Certificate.objects.for_staff(asker).filter(completion__worker__workplace=workplace)
    for row in rows.select_related("completion__course").order_by("-issued_date", "-pk")[:most]:
        url = address_for(asker, "certificate", row.pk)
        yield _at(row.completion.ended_at, _("Class completed"), str(row.completion.course))
        title = _("Certificate %(number)s") % {"number": row.number}
        words = f"{name_for(row.holder_name, asker)} · {row.get_state_display()}"
        yield _on(row.issued_date, title, words, url)


def _applications(workplace: Workplace, asker: Staff, most: int) -> Iterator[Step]:
    rows = Application.objects.for_staff(asker).filter(workplace=workplace)
    for row in rows.order_by("-applied_date")[:most]:
        url = address_for(asker, "application", row.pk)
        yield _on(row.applied_date, _("Cost support applied for"), won(row.requested_amount), url)
        if row.decided_date:
            yield _on(row.decided_date, str(row.get_state_display()), won(row.approved_amount), url)


def _claims(workplace: Workplace, asker: Staff, most: int) -> Iterator[Step]:
    rows = Claim.objects.for_staff(asker).filter(application__workplace=workplace)
    rows = rows.select_related("application", "payment").prefetch_related("lines")
    for row in rows.order_by("-claimed_date")[:most]:
        url = address_for(asker, "claim", row.pk)
        title = _("Claim: %(state)s") % {"state": row.get_state_display()}
        yield _on(row.claimed_date, title, won(row.total), url)
        payment = getattr(row, "payment", None)
        if payment:
            yield _on(payment.paid_date, _("Paid"), won(payment.amount), url)
