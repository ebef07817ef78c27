from __future__ import annotations

from datetime import date

from safety.rules.exam_facts import CoworkerFinding
from safety.rules.worker_exams import ExposureRow, exposure_facts

PAINTING = ExposureRow("toluene", "도장", date(2024, 1, 5), date(2026, 9, 15))
MIXING = ExposureRow("toluene", "조색", date(2026, 9, 15))
CAUSES = {"도장": [date(2026, 9, 1), date(2026, 9, 15)], "조색": [date(2026, 10, 1)]}


def test_a_cause_reaches_whoever_was_still_in_its_process() -> None:
    facts = exposure_facts(
        [PAINTING, MIXING],
        on=date(2026, 11, 23),
        exams=[],
        over_limit=lambda row: CAUSES[row.process],
        findings=lambda row: [CoworkerFinding(day) for day in CAUSES[row.process]],
    )

    assert facts is not None
    assert (facts.placed, facts.ended) == (date(2024, 1, 5), None)  # one unbroken exposure
    assert facts.over_limit_measurements == (date(2026, 9, 1), date(2026, 10, 1))
    assert [one.exam_date for one in facts.coworker_d1] == [date(2026, 9, 1), date(2026, 10, 1)]


def test_nothing_is_read_of_work_that_has_ended() -> None:
    facts = exposure_facts(
        [PAINTING], on=date(2026, 9, 15), exams=[], over_limit=lambda _: [], findings=lambda _: []
    )

    assert facts is None
