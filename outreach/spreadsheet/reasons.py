from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outreach.spreadsheet.refusals import FileReason as FileReason


class RowReason(StrEnum):
    """Why a row does not enter, or what somebody should look at although it enters."""

    # The row does not enter.
    NAME_MISSING = "NAME_MISSING"
    TEXT_TOO_LONG = "TEXT_TOO_LONG"
    NOT_SEOUL = "NOT_SEOUL"
    DISTRICT_UNKNOWN = "DISTRICT_UNKNOWN"
    NOT_MANUFACTURING = "NOT_MANUFACTURING"
    NOT_OUR_DISTRICT = "NOT_OUR_DISTRICT"  # a warning where the whole city is wanted
    DUPLICATE_IN_FILE = "DUPLICATE_IN_FILE"
    BUSINESS_NUMBER_TAKEN = "BUSINESS_NUMBER_TAKEN"
    # Somebody must decide.
    BUSINESS_NUMBER_WRONG = "BUSINESS_NUMBER_WRONG"
    FORMULA_WITHOUT_VALUE = "FORMULA_WITHOUT_VALUE"
    # The row enters with a warning.
    RESIDENT_NUMBER_REMOVED = "RESIDENT_NUMBER_REMOVED"
    CELL_ERROR = "CELL_ERROR"  # a reason to stay out where it leaves no name or no address
    FORMULA_UNSAVED = "FORMULA_UNSAVED"  # so is this
    DIGITS_LOST = "DIGITS_LOST"
    BUSINESS_NUMBER_MISSING = "BUSINESS_NUMBER_MISSING"
    BUSINESS_NUMBER_LOST = "BUSINESS_NUMBER_LOST"
    BUSINESS_NUMBER_REPAIRED = "BUSINESS_NUMBER_REPAIRED"
    BUSINESS_NUMBER_MASKED = "BUSINESS_NUMBER_MASKED"
    INDUSTRY_MISSING = "INDUSTRY_MISSING"
    INDUSTRY_OLD = "INDUSTRY_OLD"
    INDUSTRY_BY_WORDS = "INDUSTRY_BY_WORDS"
    PLACES_DISAGREE = "PLACES_DISAGREE"
    DISTRICT_BY_DONG = "DISTRICT_BY_DONG"
    PHONE_NOT_A_NUMBER = "PHONE_NOT_A_NUMBER"
    PHONE_NOT_KEPT = "PHONE_NOT_KEPT"
    PHONE_AREA_ADDED = "PHONE_AREA_ADDED"
    HEADCOUNT_UNREADABLE = "HEADCOUNT_UNREADABLE"
    HEADCOUNT_ESTIMATED = "HEADCOUNT_ESTIMATED"
    HEADCOUNTS_DISAGREE = "HEADCOUNTS_DISAGREE"
    WORKPLACE_CLOSED = "WORKPLACE_CLOSED"


# What a person is told; each sentence says what to do where something can be done.
REASON_TEXTS: Mapping[str, Promise] = {
    FileReason.EMPTY_FILE: _("The file is empty."),
    FileReason.NOT_A_SPREADSHEET: _("This is not a spreadsheet. Use .xlsx, .xls or .csv."),
    FileReason.WEB_PAGE: _(
        "This file is a web page with a spreadsheet's name."
        " Open it in Excel and save it as an Excel workbook."
    ),
    FileReason.PASSWORD: _("The file has a password. Save it without one and try again."),
    FileReason.DAMAGED: _("The file is damaged. Open it in Excel and save it again."),
    FileReason.UNKNOWN_LETTERS: _("The letters cannot be read. Save the file as CSV UTF-8."),
    FileReason.NO_HEADER_FOUND: _(
        "There is no row of column names. It needs a company name and an address."
    ),
    FileReason.TOO_MANY_BYTES: _("The file is too large. Split it and try again."),
    FileReason.TOO_MANY_ROWS: _("The file has too many rows. Split it and try again."),
    FileReason.TOO_MANY_COLUMNS: _(
        "The file has too many columns. Copy the list alone into a new workbook and try again."
    ),
    FileReason.TOO_MANY_SHEETS: _(
        "The file has too many sheets. Copy the list alone into a new workbook and try again."
    ),
    FileReason.SWOLLEN: _(
        "The file unpacks to far more than a list. Copy the list alone into a new workbook and"
        " try again."
    ),
    FileReason.ENTITIES: _(
        "The file was not written by a spreadsheet program. Open it in Excel and save it again."
    ),
    FileReason.BROKEN_QUOTES: _(
        "A quotation mark in the file has no second one. Open it in Excel and save it as an Excel"
        " workbook."
    ),
    FileReason.TOO_SLOW: _(
        "Reading the file takes too long. Copy the list alone into a new workbook and try again."
    ),
    FileReason.TOO_MUCH_MEMORY: _(
        "The file is too large to be read. Copy the list alone into a new workbook and try again."
    ),
    RowReason.NAME_MISSING: _("The company name is missing."),
    RowReason.TEXT_TOO_LONG: _("The text is too long."),
    RowReason.NOT_SEOUL: _("The workplace is not in Seoul."),
    RowReason.DISTRICT_UNKNOWN: _("The address names no district of Seoul."),
    RowReason.NOT_MANUFACTURING: _("The industry is not manufacturing."),
    RowReason.BUSINESS_NUMBER_WRONG: _("The business registration number is wrong."),
    RowReason.FORMULA_WITHOUT_VALUE: _(
        "The cell holds a formula without a value. Look it up in the file and write it here."
    ),
    RowReason.CELL_ERROR: _(
        "The cell holds an error such as #REF!, so it counts as empty. Correct it in the file."
    ),
    RowReason.FORMULA_UNSAVED: _(
        "The cell holds a formula without a value, so it counts as empty. Open the file in Excel,"
        " save it and upload it again."
    ),
    RowReason.DIGITS_LOST: _(
        "The spreadsheet shortened this number (as in 1.2E+09), and its last digits are lost. Look"
        " it up in the original."
    ),
    RowReason.RESIDENT_NUMBER_REMOVED: _(
        "A resident registration number was removed. It is kept nowhere."
    ),
    RowReason.BUSINESS_NUMBER_MISSING: _("The business registration number is missing."),
    RowReason.BUSINESS_NUMBER_LOST: _(
        "The spreadsheet shortened the business registration number. Ask for it."
    ),
    RowReason.BUSINESS_NUMBER_REPAIRED: _(
        "Letters in the business registration number were read as digits."
    ),
    RowReason.INDUSTRY_BY_WORDS: _("The industry was chosen by its words. Please check it."),
    RowReason.DISTRICT_BY_DONG: _("The district was found by the dong."),
    RowReason.PHONE_NOT_KEPT: _(
        "A number abroad, of a paid service or of a device is not taken over."
    ),
    RowReason.PHONE_AREA_ADDED: _(
        "The area code 02 was added to the telephone number. Please check it."
    ),
    RowReason.HEADCOUNT_ESTIMATED: _(
        "The number of workers is not exact: the smallest possible number is taken."
    ),
    RowReason.NOT_OUR_DISTRICT: _("The centre does not serve this district."),
    RowReason.DUPLICATE_IN_FILE: _("The same workplace is already in row %(row)s of this file."),
    RowReason.BUSINESS_NUMBER_TAKEN: _(
        "Another workplace has this business registration number. Add its site number."
    ),
    RowReason.BUSINESS_NUMBER_MASKED: _("The business registration number is hidden."),
    RowReason.INDUSTRY_MISSING: _("The industry is not stated. Ask what they make."),
    RowReason.INDUSTRY_OLD: _(
        "The industry code is of an old classification. Choose the industry again."
    ),
    RowReason.PLACES_DISAGREE: _("The addresses name different districts."),
    RowReason.PHONE_NOT_A_NUMBER: _("This is not a telephone number."),
    RowReason.HEADCOUNT_UNREADABLE: _("The number of workers cannot be read."),
    RowReason.HEADCOUNTS_DISAGREE: _("The numbers of workers do not add up to the total."),
    RowReason.WORKPLACE_CLOSED: _("The workplace is on record as closed, so it stays as it is."),
}

# Of .xlsb and .ods, and of an .xls whose records are not clear.
MARKS_UNREAD = _(
    "Which rows are struck out or hidden cannot be told in this kind of file, so all were read."
    " If there are any, please save it as .xlsx and upload it again."
)
