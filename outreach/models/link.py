from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outreach.access import CentreQuerySet
from outreach.models.centre import Centre
from outreach.models.staff import Staff
from outreach.models.worker import Worker
from outreach.models.workplace import Workplace


class LinkQuerySet(CentreQuerySet["Link"]):
    pass


class Link(models.Model):
    """
    A secret address in a text: an owner's page, or a worker's certificate.

    The token is worked out from LINK_KEY and the row's id whenever a text is rendered; only its
    digest is kept, for the look-up.
    """

    class Purpose(models.TextChoices):
        VISIT = "VISIT", _("a visit")
        OFFER = "OFFER", _("times to choose from")
        OWNER = "OWNER", _("the owner's page")
        CERTIFICATE = "CERTIFICATE", _("a certificate")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=12, choices=Purpose)
    workplace = models.ForeignKey(
        Workplace, on_delete=models.CASCADE, null=True, blank=True, related_name="links"
    )
    worker = models.ForeignKey(
        Worker, on_delete=models.CASCADE, null=True, blank=True, related_name="links"
    )
    token_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(  # staff who switched it off; none where it ended by itself
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    failed_checks = models.PositiveSmallIntegerField(default=0)  # of the second check
    locked_until = models.DateTimeField(null=True, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(workplace=None) ^ Q(worker=None),
                name="a_link_is_of_a_workplace_or_of_a_worker",
            ),
            models.CheckConstraint(
                condition=Q(revoked_by=None) | Q(revoked_at__isnull=False),
                name="who_switched_a_link_off_did_so_at_a_moment",
            ),
        ]

    def is_live(self, at: datetime) -> bool:
        """Tell whether the link still opens."""
        return self.revoked_at is None and at < self.expires_at
