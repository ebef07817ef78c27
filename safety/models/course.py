from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Course(models.Model):
    """A course we teach: voluntary prevention, never the course of 중대재해처벌법 제8조."""

    code = models.SlugField(unique=True)
    title_ko = models.CharField(_("title"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=80)
    minutes = models.PositiveSmallIntegerField(_("minutes"))  # net of breaks

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gt=0), name="a_course_lasts_some_time"),
        ]

    def __str__(self) -> str:
        return self.title_en if get_language() == "en" else self.title_ko
