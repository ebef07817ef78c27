"""Why a row does not enter, waits, or joins another; what a comparison finds, not the reading."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Deciding(StrEnum):
    """What is found by comparing a row with the register and with the rows before it."""

    # The row does not enter.
    NOT_OUR_DISTRICT = "NOT_OUR_DISTRICT"
    DROPPED_BEFORE = "DROPPED_BEFORE"
    REPEATED_HEADER = "REPEATED_HEADER"
    SUBTOTAL = "SUBTOTAL"
    FOOTNOTE = "FOOTNOTE"
    STRUCK_OUT = "STRUCK_OUT"
    # Somebody must decide.
    POSSIBLE_DUPLICATE = "POSSIBLE_DUPLICATE"
    POSSIBLE_DUPLICATE_IN_FILE = "POSSIBLE_DUPLICATE_IN_FILE"
    BUSINESS_NUMBER_TAKEN = "BUSINESS_NUMBER_TAKEN"
    CHANGED_SINCE_PREVIEW = "CHANGED_SINCE_PREVIEW"
    FIRST_ROW_DROPPED = "FIRST_ROW_DROPPED"
    # It joins an earlier row, or enters with a warning.
    DUPLICATE_IN_FILE = "DUPLICATE_IN_FILE"
    WORKPLACE_CLOSED = "WORKPLACE_CLOSED"


class Refused(StrEnum):
    """Why the work on a file was given up."""

    EXPIRED = "EXPIRED"
    STOPPED_TOO_OFTEN = "STOPPED_TOO_OFTEN"


DECIDING_TEXTS: Mapping[str, Promise] = {
    Deciding.NOT_OUR_DISTRICT: _("The centre does not serve this district."),
    Deciding.DROPPED_BEFORE: _("Somebody decided before to leave this row out."),
    Deciding.REPEATED_HEADER: _("The row repeats the column names."),
    Deciding.SUBTOTAL: _("The row is a sum."),
    Deciding.FOOTNOTE: _("The row is a remark, not a workplace."),
    Deciding.STRUCK_OUT: _("The row is struck out."),
    Deciding.POSSIBLE_DUPLICATE: _("It may be a workplace that is registered already."),
    Deciding.POSSIBLE_DUPLICATE_IN_FILE: _("It may be the same workplace as row %(row)s."),
    Deciding.BUSINESS_NUMBER_TAKEN: _(
        "Another workplace has this business registration number. Add its site number."
    ),
    Deciding.CHANGED_SINCE_PREVIEW: _("The workplaces have changed since the preview."),
    Deciding.FIRST_ROW_DROPPED: _("The row it was to join was left out."),
    Deciding.DUPLICATE_IN_FILE: _("The same workplace is already in row %(row)s of this file."),
    Deciding.WORKPLACE_CLOSED: _("The workplace is on record as closed, so it stays as it is."),
    Refused.EXPIRED: _("The file was not read within a day. Please upload it again."),
    Refused.STOPPED_TOO_OFTEN: _("Reading stopped again and again. Please report this file."),
}
