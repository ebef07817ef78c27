from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HAZARD_PREFIX = "HAZARD:"  # a column of its own for one agent, with a mark or a date in its cells


class RosterColumn(StrEnum):
    """What a column of a roster holds, in our terms."""

    WORKPLACE = "WORKPLACE"
    BUSINESS_NO = "BUSINESS_NO"
    SITE_NO = "SITE_NO"
    NAME = "NAME"
    BIRTH_DATE = "BIRTH_DATE"
    PHONE = "PHONE"
    NATIONALITY = "NATIONALITY"
    LANGUAGE = "LANGUAGE"
    JOB = "JOB"
    PROCESS = "PROCESS"
    HIRED_DATE = "HIRED_DATE"
    PLACED_DATE = "PLACED_DATE"
    LEFT_DATE = "LEFT_DATE"
    HAZARDS = "HAZARDS"
    EXAM_KIND = "EXAM_KIND"
    LAST_EXAM = "LAST_EXAM"
    PRE_PLACEMENT_EXAM = "PRE_PLACEMENT_EXAM"
    INSTITUTION = "INSTITUTION"
    RESULT = "RESULT"
    FITNESS = "FITNESS"
    RECEIVED_DATE = "RECEIVED_DATE"
    OPINION = "OPINION"  # the doctor's words: health data that we neither need nor take
    OTHER_DATE = "OTHER_DATE"  # a date that is none of ours, such as the next exam's


# What these cells hold is health data; nobody but SEE_FINDINGS reads it (산업안전보건법 제132조).
FINDINGS = frozenset({RosterColumn.RESULT, RosterColumn.FITNESS, RosterColumn.OPINION})

COLUMN_LABELS: Mapping[str, Promise] = {
    RosterColumn.WORKPLACE: _("Workplace"),
    RosterColumn.BUSINESS_NO: _("Business registration number"),
    RosterColumn.SITE_NO: _("Site number"),
    RosterColumn.NAME: _("Worker's name"),
    RosterColumn.BIRTH_DATE: _("Birth date"),
    RosterColumn.PHONE: _("Mobile number"),
    RosterColumn.NATIONALITY: _("Nationality"),
    RosterColumn.LANGUAGE: _("Language"),
    RosterColumn.JOB: _("Job"),
    RosterColumn.PROCESS: _("Process"),
    RosterColumn.HIRED_DATE: _("Hired on"),
    RosterColumn.PLACED_DATE: _("Placed on"),
    RosterColumn.LEFT_DATE: _("Left on"),
    RosterColumn.HAZARDS: _("Hazardous agents"),
    RosterColumn.EXAM_KIND: _("Kind of exam"),
    RosterColumn.LAST_EXAM: _("Last special exam"),
    RosterColumn.PRE_PLACEMENT_EXAM: _("Pre-placement exam"),
    RosterColumn.INSTITUTION: _("Institution"),
    RosterColumn.RESULT: _("Result"),
    RosterColumn.FITNESS: _("Fitness for work"),
    RosterColumn.RECEIVED_DATE: _("Result table received"),
    RosterColumn.OPINION: _("Doctor's opinion (not taken in)"),
    RosterColumn.OTHER_DATE: _("Another date (not taken in)"),
}


def hazard_column(code: str) -> str:
    """Return the column of one agent in a list that has a column for each."""
    return HAZARD_PREFIX + code


def is_findings(column: str) -> bool:
    """Tell whether a column's cells are health data."""
    return column in FINDINGS
