"""
The cast of the middle layer: what people are exposed to, who examines them, what they attend.

응우옌 sprays paint in 한빛도장 and breathes toluene (group 6: first exam within 6 months, then
every 12, halved to 6) since `PLACED`.
"""

from __future__ import annotations

from datetime import date, datetime

from outreach.access import Role
from outreach.models import Centre, Consent, Worker, Workplace
from safety.models import (
    Application,
    Completion,
    Consultation,
    Course,
    DueItem,
    Examination,
    ExaminationResult,
    ExamInstitution,
    Exposure,
    Measurement,
    Programme,
    ProgrammeRate,
)
from tests import cast

TOLUENE = "toluene"
NOISE = "noise"  # group 5: 12, then 24 months
BENZENE = "benzene"  # group 2: 2, then 6 months
NIGHT = "night-work-a"  # has result codes of its own
PLACED = date(2026, 7, 1)


def make_exposure(worker: Worker | None = None, **changes: object) -> Exposure:
    """Make an exposure to toluene in the spray booth (도장)."""
    facts: dict[str, object] = {
        "worker": worker or cast.make_worker(),
        "hazard": TOLUENE,
        "process": "도장",
        "placed_date": PLACED,
        **changes,
    }
    return Exposure.objects.create(**facts)


def make_institution(*, is_designated: bool = True) -> ExamInstitution:
    """Return the designated hospital, or the clinic next door that is not designated."""
    code, name = ("hanmaeum", "한마음병원") if is_designated else ("yeop", "옆집의원")
    institution, _made = ExamInstitution.objects.get_or_create(
        code=code, defaults={"name": name, "is_designated": is_designated}
    )
    return institution


def make_examination(
    worker: Worker, *hazards: str, results: dict[str, object] | None = None, **changes: object
) -> Examination:
    """Make a special exam of some agents; `results` holds what the table said of each."""
    facts: dict[str, object] = {
        "worker": worker,
        "kind": Examination.Kind.SPECIAL,
        "institution": make_institution(),
        "exam_date": cast.TODAY,
        "recorded_at": cast.NOW,
        **changes,
    }
    examination = Examination.objects.create(**facts)
    for hazard in hazards:
        ExaminationResult.objects.create(examination=examination, hazard=hazard, **(results or {}))
    return examination


def make_measurement(exposure: Exposure, **changes: object) -> Measurement:
    """Make a measurement above the limit in the process of an exposure."""
    facts: dict[str, object] = {
        "workplace": exposure.worker.workplace,
        "process": exposure.process,
        "hazard": exposure.hazard,
        "measured_date": cast.TODAY,
        "is_over_limit": True,
        **changes,
    }
    return Measurement.objects.create(**facts)


def make_consent(worker: Worker, **changes: object) -> Consent:
    """Make a standing consent to health data, signed on paper."""
    facts: dict[str, object] = {
        "worker": worker,
        "purpose": Consent.Purpose.HEALTH_DATA,
        "text_version": "2026-11",
        "is_given": True,
        "channel": Consent.Channel.PAPER,
        "recorded_at": cast.NOW,
        **changes,
    }
    return Consent.objects.create(**facts)


def make_consultation(worker: Worker, **changes: object) -> Consultation:
    """Make a consultation about the metabolic syndrome, under a consent."""
    consent = worker.consents.standing().first() or make_consent(worker)
    facts: dict[str, object] = {
        "worker": worker,
        "consent": consent,
        "held_date": cast.TODAY,
        "clinics": [Consultation.Clinic.METABOLIC],
        "recorded_by": cast.make_staff(Role.CLINICIAN, centre=worker.workplace.centre),
        "recorded_at": cast.NOW,
        **changes,
    }
    return Consultation.objects.create(**facts)


def make_course() -> Course:
    """Return our voluntary class of two hours."""
    course, _made = Course.objects.get_or_create(
        code="prevention",
        defaults={
            "title_ko": "중대재해 예방교육",
            "title_en": "Serious accident prevention class",
            "minutes": 120,
        },
    )
    return course


def make_completion(worker: Worker, **changes: object) -> Completion:
    """Make a completed class of this morning."""
    facts: dict[str, object] = {
        "centre": worker.workplace.centre,
        "worker": worker,
        "course": make_course(),
        "started_at": datetime(2026, 11, 23, 7, 0, tzinfo=cast.SEOUL),
        "ended_at": datetime(2026, 11, 23, 9, 0, tzinfo=cast.SEOUL),
        "minutes": 120,
        "place": "중구 소공인 지원센터",
        "instructor_name": "한도윤",
        "workplace_name": worker.workplace.name,
        **changes,
    }
    return Completion.objects.create(**facts)


def open_item(worker: Worker, kind: str = DueItem.Kind.SPECIAL_EXAM, hazard: str = "") -> DueItem:
    """Return the worker's one open item of a kind, for an agent where one is named."""
    items = DueItem.objects.open().filter(worker=worker, kind=kind)
    return items.get(hazard=hazard) if hazard else items.get()


def make_programme(centre: Centre | None = None, **changes: object) -> Programme:
    """Make the district's programme of this year: up to 100,000 won an exam, 10 million in all."""
    facts: dict[str, object] = {
        "centre": centre or cast.make_centre(),
        "name": "2026년 소공인 특수건강진단 비용지원",
        "payer": "중구청",
        "addressee": "중구청장 귀하",
        "starts_date": date(2026, 1, 1),
        "ends_date": date(2026, 12, 31),
        "cap_per_worker": 150_000,
        "budget": 10_000_000,
        **changes,
    }
    programme = Programme.objects.create(**facts)
    ProgrammeRate.objects.create(
        programme=programme,
        exam_kind=Examination.Kind.SPECIAL,
        from_date=programme.starts_date,
        amount=100_000,
    )
    return programme


def make_application(workplace: Workplace | None = None, **changes: object) -> Application:
    """Make 한빛도장's application of October, approved on 2 November for a million won."""
    workplace = workplace or cast.make_workplace()
    programme = changes.pop("programme", None) or make_programme(workplace.centre)
    facts: dict[str, object] = {
        "programme": programme,
        "workplace": workplace,
        "state": Application.State.APPROVED,
        "applied_date": date(2026, 10, 26),
        "institution_name": "한마음병원",
        "headcount": 2,
        "hazards": [TOLUENE, NOISE],
        "requested_amount": 1_000_000,
        "approved_amount": 1_000_000,
        "decision_no": "중구-2026-17",
        "decided_date": date(2026, 11, 2),
        "bank": "우리은행",
        "account_number": "1002-000-123456",
        "account_holder": "한빛도장",
        **changes,
    }
    return Application.objects.create(**facts)


def make_claimable_exam(worker: Worker, **changes: object) -> Examination:
    """Make an exam of today for 80,000 won, of a worker who let us tell the payer."""
    purpose = Consent.Purpose.THIRD_PARTY
    if not worker.consents.standing().filter(purpose=purpose).exists():
        make_consent(worker, purpose=purpose)
    changes.setdefault("cost", 80_000)
    return make_examination(worker, TOLUENE, results=None, **changes)
