from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class RosterReason(StrEnum):
    """Why a row of a roster does not enter, waits for somebody, or should be looked at."""

    # The row does not enter.
    WORKER_NAME_MISSING = "WORKER_NAME_MISSING"
    ROSTER_TEXT_TOO_LONG = "ROSTER_TEXT_TOO_LONG"
    LEFT_ALREADY = "LEFT_ALREADY"
    WORKPLACE_HAS_CLOSED = "WORKPLACE_HAS_CLOSED"
    # Somebody must decide.
    WORKPLACE_UNKNOWN = "WORKPLACE_UNKNOWN"
    WORKPLACE_SEVERAL = "WORKPLACE_SEVERAL"
    DATE_UNREADABLE = "DATE_UNREADABLE"
    CELL_WITHOUT_VALUE = "CELL_WITHOUT_VALUE"
    CELL_HAS_ERROR = "CELL_HAS_ERROR"
    DATE_IN_FUTURE = "DATE_IN_FUTURE"
    PLACED_BEFORE_HIRED = "PLACED_BEFORE_HIRED"
    PLACEMENT_MISSING = "PLACEMENT_MISSING"
    HAZARD_AMBIGUOUS = "HAZARD_AMBIGUOUS"
    EXAM_KIND_UNKNOWN = "EXAM_KIND_UNKNOWN"
    SEVERAL_OF_THIS_NAME = "SEVERAL_OF_THIS_NAME"
    BIRTH_DATES_DIFFER = "BIRTH_DATES_DIFFER"
    CHANGED_JOBS = "CHANGED_JOBS"
    LEFT_BEFORE = "LEFT_BEFORE"
    CHANGED_SINCE = "CHANGED_SINCE"
    # It joins an earlier row.
    SAME_WORKER_IN_FILE = "SAME_WORKER_IN_FILE"
    # The row enters with a warning.
    RESIDENT_NUMBER_REMOVED = "RESIDENT_NUMBER_REMOVED"
    NUMBER_SHORTENED = "NUMBER_SHORTENED"
    BIRTH_DATE_MISSING = "BIRTH_DATE_MISSING"
    BIRTH_DATE_UNREADABLE = "BIRTH_DATE_UNREADABLE"
    PHONE_NOT_MOBILE = "PHONE_NOT_MOBILE"
    LANGUAGE_UNKNOWN = "LANGUAGE_UNKNOWN"
    HAZARD_NOT_FOUND = "HAZARD_NOT_FOUND"
    HAZARD_NOT_LISTED = "HAZARD_NOT_LISTED"
    HAZARD_MORE = "HAZARD_MORE"
    PLACED_AS_HIRED = "PLACED_AS_HIRED"
    PLACED_AS_EXAMINED = "PLACED_AS_EXAMINED"
    EXAM_WITHOUT_HAZARDS = "EXAM_WITHOUT_HAZARDS"
    EXAM_BEFORE_PLACEMENT = "EXAM_BEFORE_PLACEMENT"
    EXAM_NOT_SPECIAL = "EXAM_NOT_SPECIAL"
    INSTITUTION_UNKNOWN = "INSTITUTION_UNKNOWN"
    INSTITUTION_NOT_DESIGNATED = "INSTITUTION_NOT_DESIGNATED"
    # Nothing below may depend on what a result says, only on whether and how it is written:
    # whoever uploads a roster is not one of those who may see findings.
    RESULT_UNREADABLE = "RESULT_UNREADABLE"
    RESULT_WITHOUT_EXAM = "RESULT_WITHOUT_EXAM"
    FITNESS_MISSING = "FITNESS_MISSING"
    OPINION_LEFT_OUT = "OPINION_LEFT_OUT"


# What a person is told; each sentence says what to do where something can be done.
ROSTER_REASON_TEXTS: Mapping[str, Promise] = {
    RosterReason.WORKER_NAME_MISSING: _("The worker's name is missing."),
    RosterReason.ROSTER_TEXT_TOO_LONG: _("The text is too long. Please shorten it."),
    RosterReason.LEFT_ALREADY: _(
        "The row says that the worker has left. Take them off the list on their own page."
    ),
    RosterReason.WORKPLACE_HAS_CLOSED: _("The workplace is on record as closed."),
    RosterReason.WORKPLACE_UNKNOWN: _(
        "No workplace of this name is registered. Enter its registered name or number."
    ),
    RosterReason.WORKPLACE_SEVERAL: _(
        "Several workplaces have this name. Enter the business number of one."
    ),
    RosterReason.DATE_UNREADABLE: _("The date cannot be read. Enter it as 2026-03-05."),
    RosterReason.CELL_WITHOUT_VALUE: _("The cell's formula has no value. Enter it."),
    RosterReason.CELL_HAS_ERROR: _("The cell holds an error such as #REF!. Enter the value."),
    RosterReason.DATE_IN_FUTURE: _("The date lies in the future."),
    RosterReason.PLACED_BEFORE_HIRED: _("The placement lies before the hiring date."),
    RosterReason.PLACEMENT_MISSING: _(
        "There is no placement date, from which the first exam counts. Enter it."
    ),
    RosterReason.HAZARD_AMBIGUOUS: _("The word may mean several agents. Choose the right ones."),
    RosterReason.EXAM_KIND_UNKNOWN: _("The kind of exam is not clear. Say whether it was special."),
    RosterReason.SEVERAL_OF_THIS_NAME: _(
        "Several workers have this name. Add the birth date or choose the right one."
    ),
    RosterReason.BIRTH_DATES_DIFFER: _(
        "A worker of this name and telephone has another birth date. Which one is right?"
    ),
    RosterReason.CHANGED_JOBS: _(
        "The same person is on record at another workplace. Did they change jobs?"
    ),
    RosterReason.LEFT_BEFORE: _("This worker is on record as having left. Did they come back?"),
    RosterReason.CHANGED_SINCE: _("The workers have changed since the preview."),
    RosterReason.SAME_WORKER_IN_FILE: _("The same worker is already in row %(row)s."),
    RosterReason.RESIDENT_NUMBER_REMOVED: _("A resident number was taken out and is not kept."),
    RosterReason.NUMBER_SHORTENED: _(
        "The spreadsheet shortened this number (as in 1.2E+09), and its last digits are lost. Look"
        " it up in the original."
    ),
    RosterReason.BIRTH_DATE_MISSING: _("The birth date is missing. It tells namesakes apart."),
    RosterReason.BIRTH_DATE_UNREADABLE: _("The birth date cannot be read and is left out."),
    RosterReason.PHONE_NOT_MOBILE: _("This is no mobile number, so no text reaches the worker."),
    RosterReason.LANGUAGE_UNKNOWN: _("We do not write in this language. Choose one."),
    RosterReason.HAZARD_NOT_FOUND: _("No agent of this name was found. Choose it from the list."),
    RosterReason.HAZARD_NOT_LISTED: _("No special exam is required for this agent."),
    RosterReason.HAZARD_MORE: _("The cell says that there are more agents than it names."),
    RosterReason.PLACED_AS_HIRED: _(
        "There is no placement date, so it counts from the hiring date."
    ),
    RosterReason.PLACED_AS_EXAMINED: _(
        "There is no placement date, so it counts from the last exam."
    ),
    RosterReason.EXAM_WITHOUT_HAZARDS: _(
        "The row does not say for which agents the exam was, so the exam is left out."
    ),
    RosterReason.EXAM_BEFORE_PLACEMENT: _(
        "The exam was before the placement, so the first exam is still due."
    ),
    RosterReason.EXAM_NOT_SPECIAL: _("This was not a special exam, so it is left out."),
    RosterReason.INSTITUTION_UNKNOWN: _(
        "The institution is not on our list. The exam enters without its name."
    ),
    RosterReason.INSTITUTION_NOT_DESIGNATED: _(
        "The institution is not designated for special exams, so the exam does not count."
    ),
    RosterReason.RESULT_UNREADABLE: _(
        "The result cannot be read. A clinician enters it from the result table."
    ),
    RosterReason.RESULT_WITHOUT_EXAM: _("There is a result without an exam; it is left out."),
    RosterReason.FITNESS_MISSING: _(
        "The fitness for work is missing, so a clinician enters the result."
    ),
    RosterReason.OPINION_LEFT_OUT: _("The doctor's opinion is health data and is not taken in."),
}
