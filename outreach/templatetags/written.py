"""How dates, money, telephone numbers and names are written on a page."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Protocol, runtime_checkable

from django import template
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.formats import get_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from outreach.access import Asker, sees_names
from outreach.rules.masking import masked_name
from outreach.rules.phones import national_format

register = template.Library()
SOON_DAYS = 14
WEEKDAYS = (
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)


@runtime_checkable
class Named(Protocol):
    """Somebody who knows how the asking person may read the name."""

    def name_for(self, asker: Asker) -> str: ...


def _in_seoul(value: date) -> date:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def _with_weekday(value: date, day_format: str) -> str:
    weekday, day = WEEKDAYS[value.weekday()], date_format(value, day_format)
    return pgettext("a day", "%(weekday)s %(day)s") % {"weekday": weekday, "day": day}


@register.filter
def weekday_date(value: date | None) -> str:
    """11. 30.(월): a day of this season."""
    return _with_weekday(_in_seoul(value), get_format("MONTH_DAY_FORMAT")) if value else ""


@register.filter
def full_date(value: date | None) -> str:
    """2026. 11. 30.(월): a day of any year."""
    return _with_weekday(_in_seoul(value), get_format("DATE_FORMAT")) if value else ""


@register.filter
def weekday_time(value: datetime | None) -> str:
    """11. 30.(월) 14:00: a moment in Seoul."""
    return f"{weekday_date(value)} {date_format(_in_seoul(value), 'H:i')}" if value else ""


@register.filter
def full_time(value: datetime | None) -> str:
    """2026. 11. 30.(월) 14:00: a moment of any year, in Seoul."""
    return f"{full_date(value)} {date_format(_in_seoul(value), 'H:i')}" if value else ""


@register.filter
def clock_time(value: datetime | time | None) -> str:
    """14:00: a time of the day, of a moment the one in Seoul."""
    at = _in_seoul(value) if isinstance(value, datetime) else value
    return f"{at:%H:%M}" if at else ""


@register.filter
def floor(number: int | None) -> str:
    """3층, or 지하 1층 for -1; Korea has no floor 0."""
    if number is None:
        return ""
    words = _("floor %(floor)s") if number >= 0 else _("basement %(floor)s")
    return words % {"floor": abs(number)}


@register.filter
def won(amount: int | Decimal | None) -> str:
    """1,234,500원."""
    return "" if amount is None else _("KRW %(amount)s") % {"amount": f"{amount:,.0f}"}


@register.filter
def phone(number: str | None) -> str:
    """010-1234-5678 for +821012345678; whatever is no Korean number stays as it is."""
    try:
        return national_format(number) if number else ""
    except ValueError:
        return number or ""


@register.filter
def name_for(person: object, asker: Asker) -> str:
    """The name as the asking person may read it: a worker, or a plain name."""
    if isinstance(person, Named):
        return person.name_for(asker)
    name = str(person or "")
    return name if sees_names(asker) else masked_name(name)


def badge_of(tone: str, text: object) -> SafeString:
    """Write a state in a word; a list has a hundred of them, so without a template."""
    return format_html('<span class="krds-badge bg-light-{}">{}</span>', tone, text)


@register.filter
def days_left(due: date | None, today: date) -> SafeString | str:
    """A chip: 3일 지남, 오늘, D-12."""
    if due is None:
        return ""
    days = (due - today).days
    if days < 0:
        tone, text = "danger", _("%(days)s days late") % {"days": -days}
    elif days == 0:
        tone, text = "warning", pgettext("a day", "today")
    else:
        tone = "information" if days <= SOON_DAYS else "gray"
        text = _("in %(days)s days") % {"days": days}
    return badge_of(tone, text)
