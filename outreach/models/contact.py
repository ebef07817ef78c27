from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outreach.access import CentreQuerySet
from outreach.models.workplace import Workplace
from outreach.rules.phone_plan import CALLABLE, PhoneKind

UNCALLABLE = frozenset(kind.value for kind in PhoneKind) - CALLABLE  # no telephone reaches them


class Language(models.TextChoices):
    """Languages people are addressed in, each under its own name."""

    KO = "ko", "한국어"
    EN = "en", "English"
    VI = "vi", "Tiếng Việt"
    ZH = "zh", "中文"
    NE = "ne", "नेपाली"
    UZ = "uz", "Oʻzbekcha"
    TH = "th", "ไทย"
    KM = "km", "ខ្មែរ"


class ContactQuerySet(CentreQuerySet["Contact"]):
    centre_path = "workplace__centre"

    def current(self) -> Self:
        """Contacts who have not left."""
        return self.filter(left_date=None)

    def callable(self) -> Self:
        """Current contacts whom a telephone reaches."""
        return self.current().filter(line_kind__in=sorted(CALLABLE)).exclude(phone="")

    def textable(self) -> Self:
        """Current contacts whom a text reaches, the owner first."""
        return self.current().filter(is_textable=True).order_by("-is_primary", "pk")


class Contact(models.Model):
    """A person or a line at a workplace whom we may reach."""

    class Role(models.TextChoices):
        OWNER = "OWNER", _("owner")
        MANAGER = "MANAGER", _("contact person")
        LINE = "LINE", _("telephone on record")

    class LineKind(models.TextChoices):
        MOBILE = "MOBILE", _("mobile")
        LANDLINE = "LANDLINE", _("landline")
        INTERNET = "INTERNET", _("internet telephone")
        REPRESENTATIVE = "REPRESENTATIVE", _("representative number")
        SAFE = "SAFE", _("virtual number")
        RETIRED_MOBILE = "RETIRED_MOBILE", _("retired mobile number")
        PAID = "PAID", _("paid service")
        DEVICE = "DEVICE", _("number of a device")
        FOREIGN = "FOREIGN", _("number of another country")
        MASKED = "MASKED", _("masked number")
        NONSENSE = "NONSENSE", _("not a number")
        BLANK = "BLANK", _("no number")

    workplace = models.ForeignKey(Workplace, on_delete=models.CASCADE, related_name="contacts")
    role = models.CharField(_("role"), max_length=8, choices=Role, default=Role.OWNER)
    name = models.CharField(_("name"), max_length=60, blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)  # E.164 where possible
    phone_as_given = models.CharField(max_length=60, blank=True)
    line_kind = models.CharField(max_length=16, choices=LineKind, default=LineKind.BLANK)
    is_textable = models.BooleanField(default=False)
    # A text could not be brought to this number; it gets none until staff say it takes them again.
    unreached_at = models.DateTimeField(null=True, blank=True)
    unreached_code = models.CharField(max_length=12, blank=True)  # the provider's, for the reason
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    is_primary = models.BooleanField(_("first to contact"), default=False)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.KO)
    left_date = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workplace", "phone"],
                condition=~Q(phone="") & Q(left_date=None),
                name="one_current_contact_per_workplace_and_number",
            ),
            models.CheckConstraint(
                condition=Q(is_textable=False) | Q(line_kind="MOBILE"),
                name="only_a_mobile_number_is_textable",
            ),
            models.CheckConstraint(
                condition=Q(is_textable=False) | Q(unreached_at=None),
                name="a_number_that_texts_do_not_reach_is_not_textable",
            ),
        ]
        indexes = [
            # the import's search
            models.Index(fields=["phone"], name="contact_by_phone"),
            # the call list: who has no number that takes texts
            models.Index(
                fields=["workplace"],
                condition=Q(is_textable=True, left_date=None),
                name="contact_textable",
            ),
            # the call list: the few numbers that nobody can call
            models.Index(
                fields=["workplace"],
                condition=Q(left_date=None, line_kind__in=sorted(UNCALLABLE)) & ~Q(phone=""),
                name="contact_uncallable",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.phone
