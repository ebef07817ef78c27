from __future__ import annotations

from collections.abc import Iterable, Mapping

from outreach.rules.resident_numbers import MARK, without_resident_numbers
from outreach.rules.written_dates import DateReason
from safety.rosters.columns import RosterColumn
from safety.rosters.dates import read_day
from safety.rosters.reasons import RosterReason
from safety.rosters.rows import RosterRemark

READ_MASKED = frozenset({RosterColumn.BIRTH_DATE})  # 880412-1****** tells a birth date there
# Columns without which a row enters as well as with them.
SPARED = frozenset(
    {
        RosterColumn.PHONE, RosterColumn.NATIONALITY, RosterColumn.LANGUAGE, RosterColumn.JOB,
        RosterColumn.PROCESS, RosterColumn.SITE_NO, RosterColumn.INSTITUTION, RosterColumn.OPINION,
        RosterColumn.OTHER_DATE,
    }
)  # fmt: skip


class Reading:
    """The remarks that come up while a row is read."""

    def __init__(self, values: Mapping[str, str], removed: Iterable[str]) -> None:
        self.rejections: list[RosterRemark] = []
        self.holds: list[RosterRemark] = []
        self.warnings: list[RosterRemark] = []
        self.values: dict[str, str] = {}
        for column, text in values.items():
            clean = without_resident_numbers(text, keep_masked=column in READ_MASKED)
            if clean != text or MARK in text:
                self.warn(RosterReason.RESIDENT_NUMBER_REMOVED, column)
            self.values[column] = clean.replace(MARK, "").strip()

        warned = {remark.column for remark in self.warnings}
        for column in dict.fromkeys(removed):
            if column not in warned:
                self.warn(RosterReason.RESIDENT_NUMBER_REMOVED, column)

    def get(self, column: str) -> str:
        """Return the text of a column, or nothing."""
        return self.values.get(column, "")

    def reject(self, code: RosterReason, column: str) -> None:
        self.rejections.append(RosterRemark(code.value, column))

    def hold(self, code: RosterReason, column: str) -> None:
        self.holds.append(RosterRemark(code.value, column))

    def warn(self, code: RosterReason, column: str) -> None:
        self.warnings.append(RosterRemark(code.value, column))

    def miss_each(self, code: RosterReason, columns: Iterable[str]) -> None:
        """Say that these columns tell nothing; where something hangs on it somebody enters it."""
        for column in dict.fromkeys(columns):
            if column in SPARED:
                self.warn(code, column)
            elif column:  # one that we understand
                self.hold(code, column)

    def drop_each(self, code: RosterReason, columns: Iterable[str]) -> None:
        """Take what these columns tell for nothing, and say so."""
        for column in dict.fromkeys(columns):
            if column:
                self.values.pop(column, None)
                self.warn(code, column)

    def day(self, column: str) -> str:
        """Return the day of a column; one that cannot be read is held."""
        read = read_day(self.get(column))
        if read.date is None and read.reason is not DateReason.EMPTY:
            self.hold(RosterReason.DATE_UNREADABLE, column)
        return read.date.isoformat() if read.date else ""
