from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from outreach.import_words import ImportWords, Task, Told, plainly
from outreach.models import ImportFile, Worker
from outreach.models.contact import Language
from outreach.rules import business_numbers
from outreach.rules.phones import national_format
from safety.actions.rosters.corrections import CORRECTED
from safety.actions.rosters.left_behind import left_behind
from safety.models import Examination
from safety.models.exposure import hazard_name
from safety.rosters.columns import COLUMN_LABELS, FINDINGS, RosterColumn


def write_roster(name: str, value: Any) -> str:
    """Write a fact of a row the way people do; of results only that there are some."""
    if name == "hazards":
        return ", ".join(_hazard(one) for one in value or ())
    if name == "words":
        return ", ".join(_word(one) for one in value or ())
    if name == "exams":
        return " / ".join(_exam(one) for one in value or ())
    if name == "has_results":
        return str(_("yes, only for who may see findings")) if value else ""
    text = plainly(name, value)
    if name == "language" and text in Language.values:
        return str(Language(text).label)
    if name == "phone" and text:
        return national_format(text)
    if name == "business_no" and text:
        return business_numbers.written(text)
    return text


def workers_on_record(ids: Iterable[int]) -> dict[int, Told]:
    """Return what is known of workers, told like rows; of exams when and for what they were."""
    found = Worker.objects.filter(pk__in=list(ids)).select_related("workplace")
    return {
        one.pk: _told(one) for one in found.prefetch_related("exposures", "examinations__results")
    }


def _told(worker: Worker) -> Told:
    exposures = [one for one in worker.exposures.all() if one.ended_date is None]
    exams = sorted(worker.examinations.all(), key=lambda exam: exam.exam_date, reverse=True)
    hazards = sorted({one.hazard for one in exposures})
    return {
        "workplace": worker.workplace.name,
        "name": worker.name,
        "birth_date": _iso(worker.birth_date),
        "phone": worker.phone,
        "language": worker.language,
        "job": worker.job,
        "hired_date": _iso(worker.hired_date),
        "process": ", ".join(sorted({one.process for one in exposures} - {""})),
        "placed_date": _iso(min((one.placed_date for one in exposures), default=None)),
        "hazards": hazards,
        "exams": [
            {
                "kind": exam.kind,
                "exam_date": _iso(exam.exam_date),
                "hazards": (covered := sorted(result.hazard for result in exam.results.all())),
                "is_of_all": covered == hazards,
            }
            for exam in exams[:3]
        ],
    }


def _iso(day: Any) -> str:
    return day.isoformat() if day is not None else ""


def _hazard(code: str) -> str:
    """Write the agent by its short name, which a roster may have, too."""
    return hazard_name(code).partition("(")[0].strip()


def _word(word: Mapping[str, Any]) -> str:
    candidates = ", ".join(_hazard(code) for code in word["candidates"])
    return f"{word['word']} ({candidates}?)" if candidates else str(word["word"])


def _exam(exam: Mapping[str, Any]) -> str:
    """Write a special exam as it can be corrected, any other with its kind."""
    kind = Examination.Kind(exam["kind"])
    day = str(exam["exam_date"])
    if kind is not Examination.Kind.SPECIAL:
        return f"{day} ({kind.label})"
    if exam["is_of_all"]:
        return day
    return " / ".join(f"{_hazard(code)} {day}" for code in exam["hazards"])


def left_to_do(import_file: ImportFile) -> Task | None:
    """Ask about the workers on record whom the roster does not name."""
    count = left_behind(import_file).count()
    if not count:
        return None
    words = ngettext(
        "%(count)s worker on record is not in this list.",
        "%(count)s workers on record are not in this list.",
        count,
    )
    return Task(
        text=words % {"count": f"{count:,}"},
        action=_("Say who has left"),
        url=reverse("roster-left-behind", args=[import_file.pk]),
    )


ROSTERS = ImportWords(
    columns=COLUMN_LABELS,
    facts={
        "workplace": COLUMN_LABELS[RosterColumn.WORKPLACE],
        "business_no": COLUMN_LABELS[RosterColumn.BUSINESS_NO],
        "name": COLUMN_LABELS[RosterColumn.NAME],
        "birth_date": COLUMN_LABELS[RosterColumn.BIRTH_DATE],
        "phone": COLUMN_LABELS[RosterColumn.PHONE],
        "language": COLUMN_LABELS[RosterColumn.LANGUAGE],
        "job": COLUMN_LABELS[RosterColumn.JOB],
        "process": COLUMN_LABELS[RosterColumn.PROCESS],
        "hired_date": COLUMN_LABELS[RosterColumn.HIRED_DATE],
        "placed_date": COLUMN_LABELS[RosterColumn.PLACED_DATE],
        "hazards": COLUMN_LABELS[RosterColumn.HAZARDS],
        "words": gettext_lazy("Words to be looked at"),
        "exams": COLUMN_LABELS[RosterColumn.LAST_EXAM],
        "institution": COLUMN_LABELS[RosterColumn.INSTITUTION],
        "received_date": COLUMN_LABELS[RosterColumn.RECEIVED_DATE],
        "has_results": COLUMN_LABELS[RosterColumn.RESULT],
    },
    write=write_roster,
    on_record=workers_on_record,
    corrected=CORRECTED,
    findings=frozenset(map(str, FINDINGS)),
    task=left_to_do,
)
