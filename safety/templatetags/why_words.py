"""The sentences of "why this date?", one for each rule, in the statute's order."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from safety.rules.derivations import RuleKey
from safety.rules.intervals import ServiceKind

_AFTER_AN_EXAM = _(
    "A newer exam for this agent, the end of the work with it, or a new cause that shortens the "
    "interval (제202조제2항)."
)
_AFTER_A_CAUSE = _(
    "A newer exam for this agent: from then on the full interval counts again. Or the end of the "
    "work with it."
)
_AFTER_A_CLASS = _("A class that the worker completes, or another setting of the programme.")

SENTENCES: Mapping[RuleKey, Promise] = {
    RuleKey.FIRST_EXAM: _(
        "The first special exam counts from the day the worker was placed on the job. "
        "The pre-placement exam does not replace it."
    ),
    RuleKey.FOLLOWING_EXAM: _(
        "The next special exam counts from the last one that covered this agent."
    ),
    RuleKey.HALVED_MEASUREMENT: _(
        "A measurement reached the exposure limit. Everybody exposed to this agent in that process "
        "is examined after half the interval, once."
    ),
    RuleKey.HALVED_D1: _(
        "A suspected occupational disease (D1) was found in that process. Everybody exposed to "
        "this agent there is examined after half the interval, once."
    ),
    RuleKey.HALVED_DOCTOR: _(
        "The doctor advised a shorter interval for this worker: half of it, once."
    ),
    RuleKey.PREPLACEMENT_EXEMPT: _(
        "An exam for the same agent is recent enough: no pre-placement exam is needed."
    ),
    RuleKey.FIRST_CONSULTATION: _(
        "A workplace is offered its first health consultation within this time of registering."
    ),
    RuleKey.FOLLOWING_CONSULTATION: _(
        "A workplace is offered a consultation again after this time."
    ),
    RuleKey.CONSULTATION_FOLLOW_UP: _("A follow-up was agreed at the last consultation."),
    RuleKey.FIRST_PREVENTION_CLASS: _(
        "A worker is offered our voluntary prevention class within this time of registering."
    ),
    RuleKey.FOLLOWING_PREVENTION_CLASS: _(
        "A worker is offered our voluntary prevention class again after this time."
    ),
}
CHANGES: Mapping[RuleKey, Promise] = {
    RuleKey.FIRST_EXAM: _(
        "Another day of placement, a special exam for this agent since then, or the end of the "
        "work with it."
    ),
    RuleKey.FOLLOWING_EXAM: _AFTER_AN_EXAM,
    RuleKey.HALVED_MEASUREMENT: _AFTER_A_CAUSE,
    RuleKey.HALVED_D1: _AFTER_A_CAUSE,
    RuleKey.HALVED_DOCTOR: _AFTER_A_CAUSE,
    RuleKey.PREPLACEMENT_EXEMPT: _("Another day of placement, or a newer exam for this agent."),
    RuleKey.FIRST_CONSULTATION: _(
        "A consultation at the workplace, or another setting of the programme."
    ),
    RuleKey.FOLLOWING_CONSULTATION: _(
        "A consultation at the workplace, or another setting of the programme."
    ),
    RuleKey.CONSULTATION_FOLLOW_UP: _("Another consultation with this worker."),
    RuleKey.FIRST_PREVENTION_CLASS: _AFTER_A_CLASS,
    RuleKey.FOLLOWING_PREVENTION_CLASS: _AFTER_A_CLASS,
}
# For readers who may not see findings: a coworker's disease must not be read off a date.
HIDDEN_SENTENCE = _(
    "A cause of 제202조제2항 halves the interval, once. "
    "Whoever may see exam results sees which one."
)
HIDDEN_ARTICLE = "시행규칙 제202조제2항, 별표 23"
ANCHORS: Mapping[str, Promise] = {
    "PLACEMENT": _("Placed on the job on"),
    "LAST_EXAM": _("Last special exam"),
    "EARLIER_EXAM": _("Earlier exam"),
    "REGISTRATION": _("Registered on"),
    "LAST_SERVICE": _("Last time"),
    "AGREED_DATE": _("Agreed day"),
}
SERVICES: Mapping[str, Promise] = {
    ServiceKind.CONSULTATION: _("health consultation"),
    ServiceKind.CONSULTATION_FOLLOW_UP: _("follow-up consultation"),
    ServiceKind.PREVENTION_CLASS: _("prevention class (voluntary)"),
}
