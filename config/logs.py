"""What a log line must not hold."""

from __future__ import annotations

import logging
import re

SECRET_PATH = re.compile(r"(/(?:o|c|calendars)/)[A-Za-z0-9_%.~-]{6,}")


class SecretPathsCut(logging.Filter):
    """Cut the secret part out of the addresses of owners, certificates and calendar feeds."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every line through, without its secrets."""
        written = record.getMessage()
        cut = SECRET_PATH.sub(r"\1...", written)
        if cut != written:
            record.msg, record.args = cut, ()
        return True
