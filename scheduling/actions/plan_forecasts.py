"""What accepting a plan will do, said before anybody presses the button."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from outreach.actions.opt_outs import digest_of
from outreach.models import Contact, OptOut
from outreach.rules.quiet_hours import next_sending_moment
from scheduling.models import Plan


@dataclass(frozen=True)
class Forecast:
    """Visits that will be booked, texts that leave at once, workplaces to telephone."""

    visits: int
    texts: int
    places_to_call: frozenset[int]  # no text reaches them

    @property
    def to_call(self) -> int:
        """How many workplaces have to be telephoned."""
        return len(self.places_to_call)


def forecast(*, plan: Plan, now: datetime) -> Forecast:
    """Count what accepting the kept stops of a plan books and sends."""
    leaves_at = next_sending_moment(now)
    starts = dict(plan.stops.filter(is_kept=True).values_list("workplace", "starts_at"))
    in_time = [place for place, starts_at in starts.items() if leaves_at < starts_at]
    numbers = set(
        Contact.objects.filter(workplace__in=in_time)
        .textable()
        .order_by()
        .values_list("workplace", "phone")
    )
    digests = {phone: digest_of(phone) for _place, phone in numbers}
    refused = set(
        OptOut.objects.filter(phone_digest__in=digests.values()).values_list(
            "phone_digest", flat=True
        )
    )
    texts = [place for place, phone in numbers if digests[phone] not in refused]
    return Forecast(
        visits=len(starts),
        texts=len(texts),
        places_to_call=frozenset(starts.keys() - set(texts)),
    )
