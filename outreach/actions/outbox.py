from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Min

from outreach.models import Message, MessageEvent, MessageState


def figures(*, now: datetime) -> dict[str, int]:
    """Return the outbox in numbers: by state, what is due and since when, what needs a person."""
    by_state = dict.fromkeys(MessageState.values, 0)
    by_state.update(Message.objects.order_by().values_list("state").annotate(Count("pk")))
    due = Message.objects.due(now).aggregate(number=Count("pk"), oldest=Min("next_try_at"))
    sids = (
        MessageEvent.objects.order_by().values("message").annotate(sids=Count("sid", distinct=True))
    )
    return {
        **by_state,
        "due": due["number"],
        "oldest_due_seconds": int((now - due["oldest"]).total_seconds()) if due["oldest"] else 0,
        "needing_staff": Message.objects.needing_staff().count(),
        "accepted_twice": sids.filter(sids__gt=1).count(),
    }
