"""Why a date is what it is, in sentences: the rule, its article, what went in, the arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import template
from django.template import Context
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from safety.models.exposure import hazard_name
from safety.rules.derivations import Authority, RuleKey
from safety.templatetags.why_words import (
    ANCHORS,
    CHANGES,
    HIDDEN_ARTICLE,
    HIDDEN_SENTENCE,
    SENTENCES,
    SERVICES,
)

register = template.Library()
LAST_GROUP = 6  # of 별표 23: every agent that its rows 1 to 5 do not name
# What a doctor found or advised is for those only who may see findings (법 제132조).
FROM_FINDINGS = frozenset({RuleKey.HALVED_D1, RuleKey.HALVED_DOCTOR})
FOUND_LATE = gettext_lazy(
    "The law does not say how a cause counts that becomes known late. "
    "Please ask the institution for a date."
)
OWN_SETTING = gettext_lazy("This date is the programme's own setting. No law asks for it.")


@dataclass(frozen=True)
class Explanation:
    """One date, explained to one reader."""

    sentence: str
    is_law: bool
    article: str
    facts: list[tuple[str, str]]
    sums: list[str]
    to_check: list[str]
    change: str


@register.simple_tag(takes_context=True)
def explained(context: Context, basis: Mapping[str, Any]) -> Explanation:
    """Return the reasons of a due item's date; findings only for whoever may see them."""
    user = getattr(context.get("request"), "user", None)
    return explain(basis, sees_findings=bool(getattr(user, "sees_findings", False)))


def explain(basis: Mapping[str, Any], *, sees_findings: bool) -> Explanation:
    """Put a basis (a derivation as JSON) into words."""
    rule = RuleKey(basis["rule"])
    hidden = rule in FROM_FINDINGS and not sees_findings
    is_law = basis["authority"] == Authority.LAW
    steps: list[Mapping[str, Any]] = basis["arithmetic"]
    to_check: list[str | Promise] = [] if is_law else [OWN_SETTING]
    if any(step["step"] == "NOT_BEFORE" for step in steps):
        to_check.append(FOUND_LATE)
    return Explanation(
        sentence=str(HIDDEN_SENTENCE if hidden else SENTENCES[rule]),
        is_law=is_law,
        article=HIDDEN_ARTICLE if hidden else basis["article"],
        facts=_facts(basis["inputs"], hidden=hidden),
        sums=[_sum(step) for step in steps],
        to_check=[str(text) for text in to_check],
        change=str(CHANGES[rule]),
    )


def _facts(inputs: Mapping[str, Any], *, hidden: bool) -> list[tuple[str, str]]:
    """Return what went in, labelled; a cause is named only to whoever may know it."""
    rows: list[tuple[str | Promise, str | None]] = [
        (_("Agent"), hazard_name(inputs["hazard"]) if "hazard" in inputs else None),
        (_("Row of Annex 23"), _group(inputs.get("group"))),
        (_("Service"), str(SERVICES[inputs["service"]]) if "service" in inputs else None),
        (ANCHORS[inputs["anchor"]], _day(inputs["anchor_date"])),
        (_("Agreed at the consultation of"), _day(inputs.get("held"))),
        (_("Placed on"), _day(inputs.get("placed"))),
        (_("Interval"), _months(inputs.get("months"))),
        (_("Cause known on"), None if hidden else _day(inputs.get("cause_date"))),
        (_("Without that cause"), _unhalved(inputs)),
        (_("In force since"), _day(inputs.get("in_force_from"))),
    ]
    return [(str(label), value) for label, value in rows if value is not None]


def _group(number: int | None) -> str | None:
    """Name a row of the annex as its readers do: 제6호, which holds what the others do not."""
    if number is None:
        return None
    words = _("No. %(number)s (all other agents)") if number == LAST_GROUP else _("No. %(number)s")
    return words % {"number": number}


def _unhalved(inputs: Mapping[str, Any]) -> str | None:
    if "full_due_date" not in inputs:
        return None
    return f"{_day(inputs['full_due_date'])} ({_months(inputs['full_months'])})"


def _sum(step: Mapping[str, Any]) -> str:
    words = {"start": _day(step["from"]), "result": _day(step["to"])}
    if step["step"] == "NOT_BEFORE":
        return _("%(start)s had passed when the cause became known: %(result)s") % words
    return "{start} + {months} = {result}".format(**words, months=_months(step["months"]))


def _months(number: int | None) -> str | None:
    if number is None:
        return None
    return ngettext("%(number)s month", "%(number)s months", number) % {"number": number}


def _day(written: str | None) -> str | None:
    if written is None:
        return None
    return date_format(date.fromisoformat(written), "SHORT_DATE_FORMAT")
