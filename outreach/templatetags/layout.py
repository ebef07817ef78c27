"""Parts of a page that a template asks for by name: header, breadcrumb, fields, badges."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.forms import BoundField
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from outreach.access import Asker
from outreach.sections import Section, sections_for, settings_for
from outreach.templatetags.written import badge_of

register = template.Library()
HYPHENS = "---------"
CHECKS = (forms.CheckboxInput,)
CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)
NATIVE_INPUTS: dict[type[forms.Widget], tuple[str, str]] = {
    forms.DateInput: ("date", "%Y-%m-%d"),
    forms.TimeInput: ("time", "%H:%M"),
    forms.DateTimeInput: ("datetime-local", "%Y-%m-%dT%H:%M"),
}


@register.simple_tag(takes_context=True)
def nav_sections(context: Context) -> list[dict[str, object]]:
    """Return the header's sections for whoever is signed in: label, url, is_current."""
    return _links(context, sections_for)


@register.inclusion_tag("components/_settings_nav.html", takes_context=True)
def settings_nav(context: Context) -> dict[str, object]:
    """Lead from one page of the settings to the others."""
    return {"pages": _links(context, settings_for)}


def _links(context: Context, of: Callable[[Asker], list[Section]]) -> list[dict[str, object]]:
    request = context.get("request")
    user = getattr(request, "user", None)
    if request is None or user is None or not user.is_authenticated:
        return []
    return [{"label": s.label, "url": s.url, "is_current": s.holds(request.path)} for s in of(user)]


@register.inclusion_tag("components/_breadcrumb.html")
def breadcrumb(*steps: object) -> dict[str, object]:
    """Show the way here: label and address in turn, at last the label of this page."""
    labels, addresses = steps[::2], steps[1::2]
    padded: Sequence[object] = [*addresses, *[None] * (len(labels) - len(addresses))]
    return {"crumbs": [{"label": a, "url": b} for a, b in zip(labels, padded, strict=True)]}


@register.simple_tag
def badge(tone: str, text: object) -> SafeString:
    """Show a state: success, warning, danger, information, primary or gray."""
    return badge_of(tone, text)


@register.inclusion_tag("components/_field.html")
def field(bound: BoundField, label: str = "", wide: bool = False) -> dict[str, object]:
    """Show one field of a form with its label, help and refusals."""
    widget = bound.field.widget
    kind = _kind(widget)
    if kind == "input":
        _make_native(widget)
        _name_the_empty_choice(bound.field)
    name = bound.auto_id or bound.html_name
    described = [f"{name}_help"] * bool(bound.help_text) + [f"{name}_error"] * bool(bound.errors)
    attributes: dict[str, Any] = {"class": _classes(widget, kind)}
    if described and kind != "choices":
        attributes["aria-describedby"] = " ".join(described)
    if bound.errors and kind != "choices":
        attributes["aria-invalid"] = "true"
    return {
        "field": bound,
        "kind": kind,
        "label": label or bound.label,
        "control": "" if kind == "choices" else bound.as_widget(attrs=attributes),
        "described": " ".join(described),
        "name": name,
        "wide": wide,
        "is_optional": not bound.field.required and kind != "check",
    }


@register.simple_tag
def page_numbers(page: Page[Any]) -> list[int | str]:
    """Return the pages to offer: the first, the last and those around this one."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.inclusion_tag("components/_week_nav.html")
def week_nav(week_start: date, today: date) -> dict[str, object]:
    """Lead to the week before, this week and the week after by `?week=2026-11-23`."""
    return {
        "week_start": week_start,
        "week_end": week_start + timedelta(days=6),
        "before": (week_start - timedelta(days=7)).isoformat(),
        "after": (week_start + timedelta(days=7)).isoformat(),
        "this_week": (today - timedelta(days=today.weekday())).isoformat(),
        "is_this_week": week_start <= today < week_start + timedelta(days=7),
    }


def _kind(widget: forms.Widget) -> str:
    if isinstance(widget, CHOICES):
        return "choices"
    if isinstance(widget, CHECKS):
        return "check"
    if isinstance(widget, forms.HiddenInput):
        return "hidden"
    return "input"


def _classes(widget: forms.Widget, kind: str) -> str:
    own = str(widget.attrs.get("class", ""))
    if kind != "input":
        return own
    name = "krds-form-select" if isinstance(widget, forms.Select) else "krds-input"
    return f"{name} medium {own}".strip()


def _name_the_empty_choice(asked: forms.Field) -> None:
    """Ask for a choice where Django would show a row of hyphens."""
    if isinstance(asked, forms.ModelChoiceField) and asked.empty_label == HYPHENS:
        asked.empty_label = _("Please choose")


def _make_native(widget: forms.Widget) -> None:
    """Give dates and times the browser's own calendar and clock."""
    if isinstance(widget, forms.DateInput | forms.TimeInput | forms.DateTimeInput):
        native = NATIVE_INPUTS.get(type(widget))
        if native is not None and widget.input_type == "text":
            widget.input_type, widget.format = native
