"""What a centre decides where our sources are silent; its dates are worked out anew."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from outreach.models import Centre, Workplace
from safety.models import DueSetting


def setting_of(centre: Centre) -> DueSetting:
    """Return what a centre has decided, or the defaults, which are not on record yet."""
    return DueSetting.objects.filter(centre=centre).first() or DueSetting(centre=centre)


@transaction.atomic
def save_setting(*, setting: DueSetting, now: datetime) -> None:
    """Keep the decisions, and have the centre's workplaces worked out within minutes."""
    setting.save()
    Workplace.objects.filter(centre=setting.centre).update(facts_changed_at=now)
