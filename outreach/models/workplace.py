from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outreach.access import Asker, CentreQuerySet
from outreach.models.centre import Centre


class WorkplaceQuerySet(CentreQuerySet["Workplace"]):
    def for_staff(self, asker: Asker) -> Self:
        """The centre's workplaces; one that was merged into another is found as that other."""
        return super().for_staff(asker).standing()

    def standing(self) -> Self:
        """Workplaces that were not merged into another."""
        return self.filter(merged_into=None)

    def open(self) -> Self:
        """Workplaces that have not closed."""
        return self.filter(closed_date=None)

    def textable(self) -> Self:
        """Workplaces with a mobile number on record that a text can reach."""
        return self.filter(contacts__is_textable=True, contacts__left_date=None).distinct()

    def without_textable_number(self) -> Self:
        """Workplaces that have to be telephoned."""
        return self.exclude(
            pk__in=self.model.objects.filter(
                contacts__is_textable=True, contacts__left_date=None
            ).values("pk")
        )


class Workplace(models.Model):
    """One site of one firm. A shop without a business number is normal, not an error."""

    class Precision(models.TextChoices):
        ADDRESS = "ADDRESS", _("address")
        DONG = "DONG", _("neighbourhood")
        DISTRICT = "DISTRICT", _("district")
        UNKNOWN = "UNKNOWN", _("unknown")

    class ClosedReason(models.TextChoices):
        OUT_OF_BUSINESS = "OUT_OF_BUSINESS", _("out of business")
        MOVED_AWAY = "MOVED_AWAY", _("moved away from the area")
        NOT_OURS = "NOT_OURS", _("not one we serve")
        OTHER = "OTHER", _("another reason")

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="workplaces")
    name = models.CharField(_("name"), max_length=120)
    comparable_name = models.CharField(max_length=120, editable=False)
    representative_name = models.CharField(_("representative"), max_length=60, blank=True)
    business_no = models.CharField(_("business registration number"), max_length=10, blank=True)
    site_no = models.CharField(_("site number"), max_length=4, blank=True)  # 종사업장번호
    factory_no = models.CharField(_("factory register number"), max_length=20, blank=True)
    insurance_no = models.CharField(_("insurance number"), max_length=11, blank=True)
    ksic = models.CharField(_("industry"), max_length=5, blank=True)
    road_address = models.CharField(_("road-name address"), max_length=200, blank=True)
    lot_address = models.CharField(_("lot-number address"), max_length=200, blank=True)
    district_code = models.CharField(_("district"), max_length=5, blank=True)
    dong = models.CharField(_("neighbourhood"), max_length=30, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    precision = models.CharField(max_length=8, choices=Precision, default=Precision.UNKNOWN)
    regular_workers = models.PositiveIntegerField(
        _("number of regular workers"), null=True, blank=True
    )
    # The site card: it sets how long a visit takes and which van fits.
    floor = models.SmallIntegerField(_("floor"), null=True, blank=True)
    has_lift = models.BooleanField(_("lift"), null=True, blank=True)
    has_van_parking = models.BooleanField(_("van parking"), null=True, blank=True)
    # Of the place for the van and the way to it; nothing stands where nobody measured.
    van_height_cm = models.PositiveSmallIntegerField(
        _("highest van that gets in"), null=True, blank=True
    )
    van_length_cm = models.PositiveSmallIntegerField(
        _("longest van that finds room"), null=True, blank=True
    )
    has_power = models.BooleanField(_("power socket"), null=True, blank=True)
    has_quiet_corner = models.BooleanField(_("quiet corner"), null=True, blank=True)
    site_note = models.CharField(_("note for the team"), max_length=200, blank=True)
    photo = models.CharField(max_length=60, blank=True)  # its name in the store of files
    preferred_from = models.TimeField(_("prefers visits from"), null=True, blank=True)
    preferred_to = models.TimeField(_("prefers visits until"), null=True, blank=True)
    registered_date = models.DateField(_("registered on"))
    closed_date = models.DateField(_("closed on"), null=True, blank=True)
    closed_reason = models.CharField(
        _("why it closed"), max_length=16, choices=ClosedReason, blank=True
    )
    # A double lives on as the address of its old pages and lists; everything of it has moved.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_from"
    )
    facts_changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = WorkplaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "business_no", "site_no"],
                condition=~Q(business_no="") & Q(closed_date=None),
                name="one_open_workplace_per_centre_business_number_and_site",
            ),
            models.UniqueConstraint(
                fields=["centre", "factory_no"],
                condition=~Q(factory_no=""),
                name="one_workplace_per_centre_and_factory_number",
            ),
            models.CheckConstraint(
                condition=Q(preferred_from=None)
                | Q(preferred_to=None)
                | Q(preferred_from__lt=models.F("preferred_to")),
                name="preferred_hours_start_before_they_end",
                violation_error_message=_("The preferred hours must start before they end."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None)
                | Q(closed_date__isnull=False) & ~Q(merged_into=models.F("id")),
                name="a_merged_workplace_is_closed_and_another",
            ),
        ]
        indexes = [
            # the import finds a workplace by name and then compares addresses
            models.Index(fields=["centre", "comparable_name"], name="workplace_by_name"),
            # the workplace list and its counts, without reading the rows
            models.Index(
                fields=[
                    "centre",
                    "closed_date",
                    "district_code",
                    "dong",
                    "ksic",
                    "regular_workers",
                    "merged_into",
                ],
                name="workplace_by_place",
            ),
            # the call list, where one call reaches most
            models.Index(
                "centre", models.F("regular_workers").desc(), "id", name="workplace_by_size"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """The road-name address, or the lot-number one."""
        return self.road_address or self.lot_address

    def is_open_on(self, day: date) -> bool:
        """Tell whether the workplace has not closed by that day."""
        return self.closed_date is None or self.closed_date > day
