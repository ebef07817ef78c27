from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Min

from outreach.models import Message, MessageAttempt, MessageEvent, MessageState
from outreach.models.message import SENT, UNDER_WAY
from outreach.models.sending import MassSend, SendingStop


def figures(*, now: datetime) -> dict[str, int]:
    """Return the outbox in numbers: by state, what is due and since when, what needs a person."""
    by_state = dict.fromkeys(MessageState.values, 0)
    by_state.update(Message.objects.order_by().values_list("state").annotate(Count("pk")))
    due = Message.objects.due(now).aggregate(number=Count("pk"), oldest=Min("next_try_at"))
    sent = Message.objects.filter(state__in=SENT)
    return {
        **by_state,
        "due": due["number"],
        "oldest_due_seconds": int((now - due["oldest"]).total_seconds()) if due["oldest"] else 0,
        "needing_staff": Message.objects.needing_staff().count(),
        "accepted_twice": len(accepted_twice()),
        "sent_again": Message.objects.filter(resends__gt=0).count(),
        "taken_back_under_way": Message.objects.filter(
            state__in=UNDER_WAY, withdrawn_at__isnull=False
        ).count(),
        "events": MessageEvent.objects.count(),
        "asked_after": sent.filter(checks__gt=0).count(),
        "end_unknown": sent.exclude(check_at=None).count(),
        "stops": SendingStop.objects.standing().count(),
        "masses_unconfirmed": MassSend.objects.unconfirmed().count(),
    }


def accepted_twice() -> set[int]:
    """Return the texts that the provider has more than one number for."""
    named = [
        (MessageEvent.objects.all(), "message_id"),
        (MessageAttempt.objects.exclude(sid=""), "message_id"),
    ]
    return {
        row[key]
        for rows, key in named
        for row in rows.order_by()
        .values(key)
        .annotate(sids=Count("sid", distinct=True))
        .filter(sids__gt=1)
    }
