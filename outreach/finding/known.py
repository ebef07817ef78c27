"""What the bottom layer itself filters and sorts by, in the order of the page."""

from __future__ import annotations

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from outreach.finding.facets import Order
from outreach.finding.map_spots import CELL_FACET
from outreach.finding.places import CLUSTER, DISTRICT, DONG_FACET, POINT
from outreach.finding.reaching import CONTACT, PHONE
from outreach.finding.trades import INDUSTRY, SIZE, STATE

FACETS = (DISTRICT, DONG_FACET, CLUSTER, INDUSTRY, SIZE, PHONE, CONTACT, STATE, POINT, CELL_FACET)
ORDERS = (
    Order("name", _("name"), ("comparable_name",)),
    Order("size", _("most workers"), (F("regular_workers").desc(nulls_last=True),)),
    Order(
        "contact",
        _("longest without contact"),
        (F("reach__last_contact_at").asc(nulls_first=True),),
        head=(Q(reach__last_contact_at__isnull=True), ("pk",)),
    ),
    Order("newest", _("registered last"), ("-registered_date", "-pk")),
    Order("place", _("district"), ("district_code", "dong", "comparable_name")),
)
