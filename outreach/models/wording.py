from __future__ import annotations

from django.db import models
from django.db.models import Q

from outreach.access import CentreQuerySet
from outreach.models.centre import Centre
from outreach.models.staff import Staff


class WordingQuerySet(CentreQuerySet["Wording"]):
    pass


class Wording(models.Model):
    """
    A centre's own words for one kind of text; a version is never changed, only followed.

    The built-in words of templates/messages/ have the versions below.
    """

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="wordings")
    template = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    body_ko = models.TextField()
    body_en = models.TextField()
    is_advertising = models.BooleanField(default=False)  # 정보통신망법 제50조
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    objects = WordingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "template", "version"],
                name="one_wording_per_centre_text_and_version",
            ),
            models.CheckConstraint(
                condition=~Q(body_ko="") & ~Q(body_en=""), name="a_wording_has_both_languages"
            ),
        ]
