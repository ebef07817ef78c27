"""What keeps a merge from tearing or doubling anything, each with the fault without it."""

from __future__ import annotations

from typing import Any

import pytest

from outreach.models import Workplace
from safety.actions import merges as middle
from safety.models import Claim, ClaimLine
from scheduling.actions import merges
from scheduling.models import MergeRecord
from tests import cast, cast_safety
from tests.cast import TODAY
from tests.scheduling.merging import make_double, make_pair, merge, settle

pytestmark = pytest.mark.django_db


def fresh(place: Workplace) -> Workplace:
    return Workplace.objects.get(pk=place.pk)


@pytest.mark.parametrize(
    ("refusal", "change"),
    [
        (merges.SameWorkplace, {"is_same": True}),
        (merges.ChangedSinceShown, {"version": 7}),
        (merges.KeptIsClosed, {"closed_date": TODAY}),
    ],
)
def test_what_cannot_be_merged_is_refused(refusal: type[Exception], change: dict[str, Any]) -> None:
    kept, gone = cast.make_workplace(), make_double()
    if "closed_date" in change:
        Workplace.objects.filter(pk=kept.pk).update(closed_date=TODAY)
    if "version" in change:
        Workplace.objects.filter(pk=gone.pk).update(version=7)

    with pytest.raises(refusal):
        merge(kept, kept if "is_same" in change else gone)


def merge_into_two(kept: Workplace, other: Workplace, gone: Workplace) -> None:
    """Two clerks have the page of one double open and press within the same minute."""
    seen = fresh(gone)
    merge(kept, gone)
    merge(other, seen)


def test_a_double_goes_into_one_of_two() -> None:
    kept, gone = make_pair()
    other = cast.make_workplace(name="새봄금속")
    settle(other)

    with pytest.raises(merges.MergedAlready):
        merge_into_two(kept, other, gone)

    assert fresh(gone).merged_into == kept


def test_without_the_lock_a_double_is_torn_in_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin: the second clerk's page still says what it said, and nobody looks again."""
    kept, gone = make_pair()
    other = cast.make_workplace(name="새봄금속")
    settle(other)
    monkeypatch.setattr(merges, "lock_two", lambda mine, theirs: (mine, theirs))
    monkeypatch.setattr(MergeRecord._meta, "constraints", [])

    try:
        merge_into_two(kept, other, gone)
    except Exception as fault:  # noqa: BLE001 - only the database's own constraint stops it
        assert "a_workplace_is_merged_into_one_other" in str(fault) or "UNIQUE" in str(fault)
    else:
        assert fresh(gone).merged_into == other
        assert kept.visits.exists()


def claim_for_both() -> tuple[Workplace, Workplace]:
    """One person, on two lists, was examined once, and both lists asked for the money."""
    kept, gone = cast.make_workplace(), make_double()
    for place in (kept, gone):
        worker = cast.make_worker(place)
        exam = cast_safety.make_claimable_exam(worker)
        application = cast_safety.make_application(place)
        claim = Claim.objects.create(application=application, ordinal=1, claimed_date=TODAY)
        ClaimLine.objects.create(claim=claim, examination=exam, unit_price=80_000, amount=80_000)
        application.programme.committed = 80_000
        application.programme.save()
    settle(kept, gone)
    return kept, gone


def test_one_exam_is_not_claimed_twice_by_merging() -> None:
    kept, gone = claim_for_both()

    with pytest.raises(middle.ExamClaimedTwice):
        merge(kept, gone)

    assert fresh(gone).merged_into is None


def test_without_the_guard_one_exam_is_paid_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin: both claims stand beside each other under one workplace."""
    kept, gone = claim_for_both()
    monkeypatch.setattr(middle, "refuse_double_claims", lambda merging: None)

    merge(kept, gone)

    assert ClaimLine.objects.standing().filter(claim__application__workplace=kept).count() == 2
