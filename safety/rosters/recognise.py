"""What a row of a roster says, judged without looking at what is on record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from outreach.rules import business_numbers
from outreach.rules.phones import recognise_all
from outreach.rules.workplace_names import tidy
from outreach.rules.written_dates import DateReason
from safety.rosters.columns import RosterColumn
from safety.rosters.dates import read_birth
from safety.rosters.exam_cells import read_exams
from safety.rosters.hazard_columns import row_hazards
from safety.rosters.languages import language_of
from safety.rosters.reading import Reading
from safety.rosters.reasons import RosterReason
from safety.rosters.results import fits, read_codes, read_fitness
from safety.rosters.rows import Findings, RosterExam, RosterFacts, RosterLine
from safety.rules.results import ResultCode

SITE_NO_LENGTH = 4
LENGTHS = {RosterColumn.NAME: 60, RosterColumn.JOB: 60, RosterColumn.PROCESS: 60}


def recognise_roster_row(
    values: Mapping[str, str],
    *,
    removed: Iterable[str] = (),
    unread: Iterable[str] = (),
    failed: Iterable[str] = (),
    shortened: Iterable[str] = (),
) -> RosterLine:
    """
    Turn a row of any roster, by column, into a worker of ours and say what is wrong with it.

    `removed` are the columns in which the reader found resident numbers, `unread` those whose
    formula has no value, `failed` those with an error, `shortened` those that lost digits.
    """
    reading = Reading(values, removed)
    reading.miss_each(RosterReason.CELL_WITHOUT_VALUE, unread)
    reading.miss_each(RosterReason.CELL_HAS_ERROR, failed)
    reading.drop_each(RosterReason.NUMBER_SHORTENED, shortened)
    _refuse(reading)
    hazards, words, days = row_hazards(reading)
    exams = read_exams(reading, hazards, days)
    hired = reading.day(RosterColumn.HIRED_DATE)
    placed, is_stated = _placed(
        reading, hired, bool(hazards), exams[0]["exam_date"] if exams else ""
    )
    facts: RosterFacts = {
        "workplace": tidy(reading.get(RosterColumn.WORKPLACE)),
        "business_no": business_numbers.recognise(reading.get(RosterColumn.BUSINESS_NO)).digits
        or "",
        "site_no": _site_no(reading),
        "name": tidy(reading.get(RosterColumn.NAME)),
        "birth_date": _birth_date(reading),
        "phone": _phone(reading),
        "language": _language(reading),
        "job": tidy(reading.get(RosterColumn.JOB)),
        "process": tidy(reading.get(RosterColumn.PROCESS)),
        "hired_date": hired,
        "placed_date": placed,
        "is_placed_date_stated": is_stated,
        "hazards": list(hazards),
        "words": list(words),
        "exams": exams,
        "institution": tidy(reading.get(RosterColumn.INSTITUTION)),
        "received_date": reading.day(RosterColumn.RECEIVED_DATE),
        "has_results": False,
    }
    findings = _findings(reading, exams)
    facts["has_results"] = bool(exams and _is_told(reading, RosterColumn.RESULT))
    return RosterLine(facts, findings, reading.rejections, reading.holds, reading.warnings)


def _refuse(reading: Reading) -> None:
    if not tidy(reading.get(RosterColumn.NAME)):
        reading.reject(RosterReason.WORKER_NAME_MISSING, RosterColumn.NAME)
    for column, length in LENGTHS.items():
        if len(tidy(reading.get(column))) > length:
            reading.reject(RosterReason.ROSTER_TEXT_TOO_LONG, column)
    if reading.day(RosterColumn.LEFT_DATE):
        reading.reject(RosterReason.LEFT_ALREADY, RosterColumn.LEFT_DATE)


def _site_no(reading: Reading) -> str:
    digits = business_numbers.normalise(reading.get(RosterColumn.SITE_NO))
    return digits.zfill(SITE_NO_LENGTH) if digits.strip("0") else ""


def _birth_date(reading: Reading) -> str:
    read = read_birth(reading.get(RosterColumn.BIRTH_DATE))
    if read.date is not None:
        return read.date.isoformat()
    missing = read.reason is DateReason.EMPTY
    reading.warn(
        RosterReason.BIRTH_DATE_MISSING if missing else RosterReason.BIRTH_DATE_UNREADABLE,
        RosterColumn.BIRTH_DATE,
    )
    return ""


def _phone(reading: Reading) -> str:
    phones = recognise_all(reading.get(RosterColumn.PHONE))
    mobile = next((phone.e164 for phone in phones if phone.textable and phone.e164), "")
    if phones and not mobile:
        reading.warn(RosterReason.PHONE_NOT_MOBILE, RosterColumn.PHONE)
    return mobile


def _language(reading: Reading) -> str:
    for column in (RosterColumn.LANGUAGE, RosterColumn.NATIONALITY):
        text = reading.get(column)
        if not text:
            continue
        language = language_of(text)
        if language is not None:
            return language
        reading.warn(RosterReason.LANGUAGE_UNKNOWN, column)
    return ""


def _placed(reading: Reading, hired: str, has_hazards: bool, examined: str) -> tuple[str, bool]:
    """
    Return the day the exposure began, from which the first exam counts, and whether it is stated.

    In its absence the hiring, or else the last exam: who was examined for an agent handled it then,
    and what is due next counts from that exam anyway.
    """
    placed = reading.day(RosterColumn.PLACED_DATE)
    if placed:
        if hired and placed < hired:
            reading.hold(RosterReason.PLACED_BEFORE_HIRED, RosterColumn.PLACED_DATE)
        if examined and examined < placed:
            reading.warn(RosterReason.EXAM_BEFORE_PLACEMENT, RosterColumn.LAST_EXAM)
        return placed, True
    if not has_hazards or reading.get(RosterColumn.PLACED_DATE).strip("-– "):
        return "", False
    if hired:
        reading.warn(RosterReason.PLACED_AS_HIRED, RosterColumn.PLACED_DATE)
        return hired, False
    if examined:
        reading.warn(RosterReason.PLACED_AS_EXAMINED, RosterColumn.PLACED_DATE)
        return examined, False
    reading.hold(RosterReason.PLACEMENT_MISSING, RosterColumn.PLACED_DATE)
    return "", False


def _is_told(reading: Reading, column: str) -> bool:
    return bool(reading.get(column).strip("-– "))


def _findings(reading: Reading, exams: list[RosterExam]) -> Findings:
    """
    Return the results by agent, for the exam they came from.

    What they say never shows in a remark. A judged result without the fitness for work is left to
    a clinician, as at the form (근로자 건강진단 실시기준).
    """
    if reading.get(RosterColumn.OPINION):
        reading.warn(RosterReason.OPINION_LEFT_OUT, RosterColumn.OPINION)
    told, fit = reading.get(RosterColumn.RESULT), reading.get(RosterColumn.FITNESS)
    if not _is_told(reading, RosterColumn.RESULT):
        return {}
    if not exams:
        reading.warn(RosterReason.RESULT_WITHOUT_EXAM, RosterColumn.RESULT)
        return {}
    hazards = exams[0]["hazards"]
    codes, letters = read_codes(told, hazards), read_fitness(fit, hazards)
    if codes.is_unreadable or letters.is_unreadable:
        reading.warn(RosterReason.RESULT_UNREADABLE, RosterColumn.RESULT)
    if not _is_told(reading, RosterColumn.FITNESS):
        reading.warn(RosterReason.FITNESS_MISSING, RosterColumn.FITNESS)
    found = {
        hazard: (code, letters.by_hazard.get(hazard, ""))
        for hazard, code in codes.by_hazard.items()
        if fits(code, hazard)
    }
    return {
        hazard: (code, letter)
        for hazard, (code, letter) in found.items()
        if letter or code in {ResultCode.R, ResultCode.U}
    }
