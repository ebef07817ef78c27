"""The columns of a roster, for the reader that finds lists in a file."""

from __future__ import annotations

from outreach.spreadsheet.contents import Content
from outreach.spreadsheet.vocabularies import Vocabulary
from safety.rosters.columns import RosterColumn
from safety.rosters.headings import REPEATABLE, ROSTER_WORDINGS

# A name alone is no roster: beside it stands something that tells people apart or what they do.
BESIDE_A_NAME = (
    RosterColumn.BIRTH_DATE, RosterColumn.PHONE, RosterColumn.HAZARDS, RosterColumn.LAST_EXAM,
    RosterColumn.PLACED_DATE, RosterColumn.HIRED_DATE, RosterColumn.PROCESS, RosterColumn.JOB,
    RosterColumn.RESULT,
)  # fmt: skip
VOCABULARY = Vocabulary(
    code="WORKERS",
    wordings=ROSTER_WORDINGS,
    required=((RosterColumn.NAME,), BESIDE_A_NAME),
    repeatable=REPEATABLE,
    by_content={
        RosterColumn.NAME: Content.PERSON,
        RosterColumn.PHONE: Content.MOBILE,
        RosterColumn.BUSINESS_NO: Content.BUSINESS_NO,
        RosterColumn.WORKPLACE: Content.FIRM,
    },
)
