"""How Korean offices write dates: `2026. 11. 23.`, 24-hour times."""

from __future__ import annotations

DATE_FORMAT = "Y. n. j."
SHORT_DATE_FORMAT = "Y. n. j."
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "Y. n. j. H:i"
SHORT_DATETIME_FORMAT = "Y. n. j. H:i"
MONTH_DAY_FORMAT = "n. j."
YEAR_MONTH_FORMAT = "Y. n."
