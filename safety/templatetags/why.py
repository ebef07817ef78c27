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
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from safety.models.exposure import hazard_name
from safety.rules.derivations import Authority, RuleKey
from safety.rules.doubts import Doubt
from safety.rules.explanations import facts_used, told_step
from safety.rules.stored import stored
from safety.rules.words import Language, word
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
# Somebody's illness is suspected or was found: the reason of the exam itself is for those only.
FROM_REQUESTS = frozenset({RuleKey.DOCTORS_FOLLOW_UP, RuleKey.ON_DEMAND_EXAM})
# Doubts that name a result, or what a doctor found.
OF_FINDINGS = frozenset({Doubt.JUDGED_U, Doubt.PROCESS_UNKNOWN, Doubt.CAUSE_BEFORE_FIRST_EXAM})
TOLD_ALREADY = frozenset({Doubt.CAUSE_KNOWN_LATE, Doubt.OWN_SETTING})
FOUND_LATE = gettext_lazy(
    "The law does not say how a cause counts that becomes known late. "
    "Please ask the institution for a date."
)
OWN_SETTING = gettext_lazy("This date is the programme's own setting. No law asks for it.")


@dataclass(frozen=True)
class Explanation:
    """One date, explained to one reader."""

    sentence: str | Promise
    is_law: bool
    article: str
    facts: list[tuple[str, str]]
    sums: list[str]
    to_check: list[str]
    change: str | Promise


HIDDEN = Explanation(
    sentence=gettext_lazy("Only whoever may see exam results can read why this exam is due."),
    is_law=True,
    article="법 제130조",
    facts=[],
    sums=[],
    to_check=[],
    change=gettext_lazy("The exam itself, or a change of the request."),
)


@register.simple_tag(takes_context=True)
def explained(context: Context, basis: Mapping[str, Any]) -> Explanation:
    """Return the reasons of a due item's date; findings only for whoever may see them."""
    user = getattr(context.get("request"), "user", None)
    return explain(basis, sees_findings=bool(getattr(user, "sees_findings", False)))


def explain(basis: Mapping[str, Any], *, sees_findings: bool) -> Explanation:
    """Put a basis (a derivation as JSON) into words."""
    rule = RuleKey(basis["rule"])
    if rule in FROM_REQUESTS and not sees_findings:
        return HIDDEN
    if rule not in SENTENCES:
        return _told_by_table(basis, sees_findings=sees_findings)
    hidden = rule in FROM_FINDINGS and not sees_findings
    is_law = basis["authority"] == Authority.LAW
    steps: list[Mapping[str, Any]] = basis["arithmetic"]
    to_check: list[str | Promise] = [] if is_law else [OWN_SETTING]
    if any(step["step"] == "NOT_BEFORE" for step in steps):
        to_check.append(FOUND_LATE)
    to_check += _doubts(basis, sees_findings=sees_findings)
    return Explanation(
        sentence=str(HIDDEN_SENTENCE if hidden else SENTENCES[rule]),
        is_law=is_law,
        article=HIDDEN_ARTICLE if hidden else basis["article"],
        facts=_facts(basis["inputs"], hidden=hidden),
        sums=[_sum(step) for step in steps],
        to_check=[str(text) for text in to_check],
        change=str(CHANGES[rule]),
    )


def told_to(basis: Mapping[str, Any], *, sees_findings: bool) -> Mapping[str, Any] | None:
    """Return what of a basis may be told to a reader; nothing where its rule names a finding."""
    if sees_findings:
        return basis
    if RuleKey(basis["rule"]) in FROM_FINDINGS | FROM_REQUESTS:
        return None
    inputs = {name: value for name, value in basis["inputs"].items() if name != "clinic"}
    doubts = [doubt for doubt in basis.get("doubts", ()) if doubt not in OF_FINDINGS]
    return {**basis, "inputs": inputs, "doubts": doubts}


def _told_by_table(basis: Mapping[str, Any], *, sees_findings: bool) -> Explanation:
    """Put a basis into the words of the rules' own table, in the reader's language."""
    language = Language.EN if get_language() == "en" else Language.KO
    # Which clinic somebody visits is nobody else's business.
    found = stored(told_to(basis, sees_findings=sees_findings) or basis)
    is_law = found.authority is Authority.LAW
    return Explanation(
        sentence=word("rule", found.rule.value, language),
        is_law=is_law,
        article=found.article,
        facts=list(facts_used(found, language)),
        sums=[told_step(step, language) for step in found.arithmetic],
        to_check=[
            *([] if is_law else [str(OWN_SETTING)]),
            *_doubts(basis, sees_findings=sees_findings),
        ],
        change=word("change", found.rule.value, language),
    )


def _doubts(basis: Mapping[str, Any], *, sees_findings: bool) -> list[str]:
    language = Language.EN if get_language() == "en" else Language.KO
    hidden = TOLD_ALREADY if sees_findings else TOLD_ALREADY | OF_FINDINGS
    return [word("doubt", name, language) for name in basis.get("doubts", ()) if name not in hidden]


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
