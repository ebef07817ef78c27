"""How a workplace's place, industry and telephone are written on a page."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from outreach.access import Asker, sees_names
from outreach.places.districts import find_district
from outreach.rules.ksic import find_industry
from outreach.rules.masking import masked_phone
from outreach.templatetags.written import phone

register = template.Library()


@register.filter
def district_name(code: str) -> str:
    """금천구, or Geumcheon-gu."""
    district = find_district(code)
    if district is None:
        return ""
    return district.name_en if get_language() == "en" else district.name_ko


@register.filter
def industry_name(code: str) -> str:
    """The name of the most exact industry that our table has for a code."""
    industry = find_industry(code)
    if industry is None:
        return code
    return industry.name_en if get_language() == "en" else industry.name_ko


@register.filter
def phone_for(number: str, asker: Asker) -> str:
    """The number as the asking person may read it: whoever sees no names sees its end only."""
    written = phone(number)
    return written if sees_names(asker) else masked_phone(written)
