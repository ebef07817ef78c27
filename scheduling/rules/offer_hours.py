"""How long a time that was offered to an owner is kept for them."""

from __future__ import annotations

from datetime import datetime, timedelta

from outreach.rules.quiet_hours import CLOSES, next_sending_moment

KEPT = timedelta(hours=2)


def kept_until(offered_at: datetime) -> datetime:
    """
    Return when an offer ends: after two hours in which somebody could answer.

    The clock stands still between 20 and 9 o'clock in Seoul, when nobody should have to.
    """
    moment, left = next_sending_moment(offered_at), KEPT
    while True:
        closes = datetime.combine(moment.date(), CLOSES, tzinfo=moment.tzinfo)
        if moment + left <= closes:
            return moment + left
        left -= closes - moment
        moment = next_sending_moment(closes)
