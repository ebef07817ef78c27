"""One thing of every kind at one centre, for walking all addresses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.db.models import Model

from outreach.access import Role
from outreach.models import (
    Centre,
    ClosedDay,
    Export,
    ImportFile,
    ImportRow,
    MassSend,
    Message,
    MessageState,
    Reply,
    SavedFilter,
)
from safety.models import Certificate, Claim, DueEvent, DueItem
from scheduling.models import CalendarFeed, MergeRecord, Offer, OwnerAnswer, Plan, PlanStop
from tests import cast, cast_safety, cast_scheduling

NOTHING_CHANGED = '{"changed": {}, "created": {}, "deleted": {}, "held": {}, "derived": {}}'


def make_world(centre: Centre) -> Mapping[str, Model]:
    """Make the things and return them by noun."""
    person = cast.make_staff(Role.ADMINISTRATOR, centre)
    workplace = cast.make_workplace(centre)
    worker = cast.make_worker(workplace)
    exposure = cast_safety.make_exposure(worker)
    team = cast_scheduling.make_team(centre)
    assert team.vehicle is not None
    item = cast_scheduling.make_due_item(workplace, kind=DueItem.Kind.CONSULTATION)
    visit = cast_scheduling.make_visit(workplace, team=team, due_items=[item])
    training_class = cast_scheduling.make_class(centre)
    completion = cast_safety.make_completion(worker)
    application = cast_safety.make_application(workplace)
    examination = cast_safety.make_examination(worker)
    plan = Plan.objects.create(
        centre=centre, week_start_date=cast.TODAY, made_by=person, made_at=cast.NOW
    )
    import_file = ImportFile.objects.create(
        centre=centre,
        name="명단.xlsx",
        sha256="0" * 64,
        uploaded_at=cast.NOW,
        state=ImportFile.State.COMMITTED,
        finished_at=cast.NOW,
    )
    return {
        "workplace": workplace,
        "worker": worker,
        "exposure": exposure,
        "due_event": DueEvent.objects.create(
            kind=DueEvent.Kind.JOB_CHANGE,
            workplace=workplace,
            worker=worker,
            event_date=cast.TODAY,
            recorded_by=person,
            recorded_at=cast.NOW,
        ),
        "contact": cast.make_contact(workplace),
        "due_item": item,
        "visit": visit,
        "team": team,
        "vehicle": team.vehicle,
        "training_class": training_class,
        "venue": training_class.venue,
        "course": training_class.course,
        "enrolment": cast_scheduling.make_enrolment(training_class, worker),
        "examination": examination,
        "institution": examination.institution,
        "certificate": Certificate.objects.create(
            centre=centre,
            completion=completion,
            year=2026,
            serial=1,
            public_code=f"WORLD{centre.pk:013d}",
            holder_name=worker.name,
            issued_date=cast.TODAY,
        ),
        "programme": application.programme,
        "application": application,
        "claim": Claim.objects.create(application=application, ordinal=1, claimed_date=cast.TODAY),
        "plan": plan,
        "plan_stop": PlanStop.objects.create(
            plan=plan,
            workplace=workplace,
            team=team,
            starts_at=visit.starts_at,
            ends_at=visit.ends_at,
        ),
        "offer": Offer.objects.create(
            centre=centre,
            workplace=workplace,
            minutes=60,
            made_at=cast.NOW,
            expires_at=cast.NOW + timedelta(hours=2),
        ),
        "feed": CalendarFeed.objects.create(
            team=team,
            token_digest=f"{centre.pk:064d}",
            created_at=cast.NOW,
            created_by=person,
        ),
        "import_file": import_file,
        "import_row": ImportRow.objects.create(
            file=import_file,
            row=2,
            outcome=ImportRow.Outcome.HELD,
            canonical={"name": workplace.name, "phones": []},
            candidates=[{"workplace": workplace.pk, "row": None, "why": "NAME_AND_PHONE"}],
        ),
        "message": Message.objects.create(
            centre=centre,
            workplace=workplace,
            phone="+821000001234",
            template="visit_cancelled",
            context={},
            planned_at=cast.NOW,
            due_at=cast.NOW,
            next_try_at=cast.NOW,
            send_before=cast.NOW,
            state=MessageState.REFUSED,
            error_code="21614",
        ),
        "reply": Reply.objects.create(
            centre=centre,
            workplace=workplace,
            kind=Reply.Kind.NOT_ME,
            phone="+821000001234",
            received_at=cast.NOW,
        ),
        "answer": OwnerAnswer.objects.create(
            visit=visit,
            visit_version=visit.version,
            answer=OwnerAnswer.Answer.CANCELLED,
            wish="연말 물량",
            answered_at=cast.NOW,
        ),
        "mass": MassSend.objects.create(centre=centre, planned_at=cast.NOW, found_at=cast.NOW),
        "merge": MergeRecord.objects.create(
            kept=workplace,
            gone=cast.make_workplace(centre, merged_into=workplace, closed_date=cast.TODAY),
            merged_at=cast.NOW,
            changes=NOTHING_CHANGED,
        ),
        "saved_filter": SavedFilter.objects.create(
            centre=centre,
            staff=person,
            name="을지로 인쇄",
            is_shared=True,
            query={"cluster": ["euljiro-print"]},
            saved_at=cast.NOW,
        ),
        "export": Export.objects.create(
            centre=centre,
            staff=person,
            role=person.role,
            language="ko",
            reason="방문 안내문 발송",
            query={},
            state=Export.State.STOPPED,
            asked_at=cast.NOW,
        ),
        "staff": person,
        "closed_day": ClosedDay.objects.create(
            centre=centre, date=date(2026, 12, 31), name="개소 기념일"
        ),
    }
