"""The middle layer's part of merging two workplaces: exams, what is owed, papers and money."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from outreach.actions.ledgers import Shelf
from outreach.actions.merging import MergeRefused, Merging
from safety.actions.due_items import recompute_workplaces
from safety.models import (
    Application,
    ClaimLine,
    Completion,
    Consultation,
    DueCheck,
    DueDecision,
    DueEvent,
    DueItem,
    DueMove,
    Examination,
    ExaminationResult,
    Exposure,
    Measurement,
    StillHere,
)


class ExamClaimedTwice(MergeRefused):
    """One exam of one person was claimed on both sides; somebody must take one claim back."""

    def __init__(self, mine: ClaimLine, theirs: ClaimLine) -> None:
        super().__init__(mine.pk, theirs.pk)
        self.mine, self.theirs = mine, theirs

    def __str__(self) -> str:
        return _(
            "The exam of %(day)s was claimed on both sides (%(one)s and %(other)s)."
            " Please make one of the claims void first."
        ) % {
            "day": self.mine.examination.exam_date.isoformat(),
            "one": self.mine.claim.number,
            "other": self.theirs.claim.number,
        }


def shelves(pks: Iterable[int]) -> list[Shelf]:
    """Return every row of this layer that merging these workplaces may touch."""
    keys = list(pks)
    lines = ClaimLine.objects.filter(
        Q(examination__worker__workplace__in=keys) | Q(claim__application__workplace__in=keys)
    )
    return [
        Shelf(Exposure.objects.filter(worker__workplace__in=keys)),
        Shelf(Measurement.objects.filter(workplace__in=keys)),
        Shelf(Examination.objects.filter(worker__workplace__in=keys)),
        Shelf(ExaminationResult.objects.filter(examination__worker__workplace__in=keys)),
        Shelf(Consultation.objects.filter(worker__workplace__in=keys)),
        Shelf(Completion.objects.filter(worker__workplace__in=keys)),
        Shelf(StillHere.objects.filter(worker__workplace__in=keys), bars=False),
        Shelf(Application.objects.filter(workplace__in=keys)),
        Shelf(lines.distinct()),
        Shelf(DueEvent.objects.filter(workplace__in=keys)),
        Shelf(DueItem.objects.filter(workplace__in=keys), bars=False),
        Shelf(DueDecision.objects.filter(item__workplace__in=keys)),
        Shelf(DueMove.objects.filter(item__workplace__in=keys), bars=False),
        Shelf(DueCheck.objects.filter(workplace__in=keys), is_derived=True),
    ]


def merge_rows(merging: Merging, booked: Collection[int]) -> None:
    """
    Move what this layer knows of the double.

    1. What both lists say of one person is joined; an exam is never claimed twice.
    2. Of two open items of one kind one stays open: the one a visit is booked for.

    :raises ExamClaimedTwice: it was, before anybody knew that both are one person
    """
    refuse_double_claims(merging)
    for gone_pk, kept_pk in merging.people.items():
        _join_exposures(merging, gone_pk, kept_pk)
        _join_exams(merging, gone_pk, kept_pk)
        merging.move(Consultation.objects.filter(worker=gone_pk), worker_id=kept_pk)
        merging.move(Completion.objects.filter(worker=gone_pk), worker_id=kept_pk)
        merging.move(StillHere.objects.filter(worker=gone_pk), worker_id=kept_pk)
        merging.move(DueEvent.objects.filter(worker=gone_pk), worker_id=kept_pk)
        theirs = DueItem.objects.filter(worker=gone_pk)
        _join_items(merging, merging.move(theirs, worker_id=kept_pk), booked, kept_pk)
    gone, kept = merging.gone, merging.kept
    for rows in (
        DueEvent.objects.filter(workplace=gone),
        Application.objects.filter(workplace=gone),
    ):
        merging.move(rows, workplace=kept)
    _join_measurements(merging)
    items = DueItem.objects.filter(workplace=gone)
    _join_items(merging, merging.move(items, workplace=kept), booked, None)


def finish(merging: Merging) -> None:
    """Work out what is owed to the one workplace now."""
    pks = [merging.kept.pk, merging.gone.pk]
    recompute_workplaces(workplaces=pks, today=merging.today, now=merging.now)
    for remark in merging.remarks:  # the date of what stays may be another one now
        if isinstance(remark.subject, DueItem):
            remark.subject.refresh_from_db(fields=["due_date"])


def refuse_double_claims(merging: Merging) -> None:
    """
    Let no exam count as two because its worker was on two lists.

    :raises ExamClaimedTwice: both were claimed
    """
    lines = (
        ClaimLine.objects.standing()
        .filter(examination__worker__in=[*merging.people, *merging.people.values()])
        .select_related("examination", "claim__application")
        .order_by("pk")
    )
    found: dict[tuple[object, ...], ClaimLine] = {}
    for line in lines:
        exam = line.examination
        person = merging.people.get(exam.worker_id, exam.worker_id)
        earlier = found.setdefault((person, exam.kind, exam.exam_date), line)
        if earlier.examination_id != exam.pk:
            raise ExamClaimedTwice(earlier, line)


def _join_exposures(merging: Merging, gone_pk: int, kept_pk: int) -> None:
    """The first exam counts from the earlier placement."""
    for pk in merging.move(Exposure.objects.filter(worker=gone_pk), worker_id=kept_pk):
        double = Exposure.objects.get(pk=pk)
        Exposure.objects.filter(
            worker=kept_pk,
            hazard=double.hazard,
            process=double.process,
            ended_date=None,
            placed_date__gt=double.placed_date,
        ).update(placed_date=double.placed_date)


def _join_exams(merging: Merging, gone_pk: int, kept_pk: int) -> None:
    """One exam that both lists hold stays once, with what only the other row knew."""
    for pk in merging.move(Examination.objects.filter(worker=gone_pk), worker_id=kept_pk):
        double = Examination.objects.get(pk=pk)
        exam = Examination.objects.get(worker=kept_pk, kind=double.kind, exam_date=double.exam_date)
        merging.remark("SAME_EXAM", exam, double)
        answered = double.results.exclude(code="").values("hazard")
        exam.results.filter(code="", hazard__in=answered).delete()
        merging.move(ExaminationResult.objects.filter(examination=double), examination=exam)
        merging.move(ClaimLine.objects.filter(examination=double), examination=exam)
        merging.move(DueItem.objects.filter(examination=double), examination=exam)
        if exam.result_table_received_date is None:
            exam.result_table_received_date = double.result_table_received_date
        exam.cost = exam.cost or double.cost
        exam.save(update_fields=["result_table_received_date", "cost"])


def _join_measurements(merging: Merging) -> None:
    """Of two readings of one day the one above the limit holds."""
    gone, kept = merging.gone, merging.kept
    for pk in merging.move(Measurement.objects.filter(workplace=gone), workplace=kept):
        double = Measurement.objects.get(pk=pk)
        if double.is_over_limit:
            Measurement.objects.filter(
                workplace=kept,
                process=double.process,
                hazard=double.hazard,
                measured_date=double.measured_date,
            ).update(is_over_limit=True)


def _join_items(
    merging: Merging, stayed: Iterable[int], booked: Collection[int], worker: int | None
) -> None:
    """Close one of two open items of a kind, and keep it as history."""
    for item in DueItem.objects.filter(pk__in=list(stayed)).order_by("pk"):
        same = DueItem.objects.open().filter(worker=worker, kind=item.kind)
        if worker:
            mine = same.get(hazard=item.hazard, detail=item.detail)
        else:
            mine = same.get(workplace=merging.kept)
        loser = mine if item.pk in booked and mine.pk not in booked else item
        merging.remark("SAME_ITEM", item if loser is mine else mine, loser)
        DueItem.objects.filter(pk=loser.pk).update(
            closed_at=merging.now, closed_as=DueItem.Closed.NO_LONGER_OWED
        )
        into = {"worker_id": worker} if worker else {"workplace": merging.kept}
        merging.move(DueItem.objects.filter(pk=item.pk), **into)
