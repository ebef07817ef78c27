"""How workplaces can be reached, and when they last were."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy

from outreach.finding.facets import Asked, choice_facet
from outreach.models import Reach

BEFORE = (30, 90, 180)


def _since(asked: Asked, days: int) -> Q:
    start = asked.start_of(asked.today - timedelta(days=days))
    return Q(reach__last_contact_at__gte=start)


def _between(asked: Asked, latest: int, earliest: int) -> Q:
    end = asked.start_of(asked.today - timedelta(days=latest))
    return _since(asked, earliest) & Q(reach__last_contact_at__lt=end)


def _longer_ago(asked: Asked, days: int) -> Q:
    return Q(reach__last_contact_at__lt=asked.start_of(asked.today - timedelta(days=days)))


PHONE = choice_facet(
    "phone",
    gettext_lazy("Telephone"),
    {
        "text": (gettext_lazy("gets texts"), lambda _: Q(reach__phone=Reach.Phone.TEXT)),
        "voice": (gettext_lazy("no number for texts"), lambda _: Q(reach__phone=Reach.Phone.VOICE)),
        "none": (gettext_lazy("no telephone at all"), lambda _: Q(reach__phone__isnull=True)),
    },
)
CONTACT = choice_facet(
    "contact",
    gettext_lazy("Last contact"),
    {
        "30": (gettext_lazy("in the last 30 days"), lambda asked: _since(asked, BEFORE[0])),
        "90": (gettext_lazy("31 to 90 days ago"), lambda asked: _between(asked, *BEFORE[:2])),
        "180": (gettext_lazy("91 to 180 days ago"), lambda asked: _between(asked, *BEFORE[1:])),
        "older": (gettext_lazy("more than 180 days ago"), lambda asked: _longer_ago(asked, 180)),
        "never": (gettext_lazy("never"), lambda _: Q(reach__last_contact_at__isnull=True)),
    },
)
