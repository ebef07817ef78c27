"""How a page names an agent, its heading in the annex and what to ask before choosing it."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext_lazy as _

from safety.forms.due_events import ASKED_BY
from safety.models import DueEvent
from safety.models.exposure import hazard_name as name_of
from safety.rules.hazard_search import Question
from safety.rules.hazards import HazardCategory

register = template.Library()
CATEGORIES = {
    HazardCategory.ORGANIC: _("organic compounds"),
    HazardCategory.METAL: _("metals"),
    HazardCategory.ACID_ALKALI: _("acids and alkalis"),
    HazardCategory.GAS: _("gases"),
    HazardCategory.PERMIT: _("substances that need a permit"),
    HazardCategory.METALWORKING_FLUID: _("metalworking fluids"),
    HazardCategory.DUST: _("dusts"),
    HazardCategory.PHYSICAL: _("physical agents"),
    HazardCategory.NIGHT_WORK: _("night work"),
}
QUESTIONS = {
    Question.ASK_SDS: _(
        "This is a mixture of several substances. "
        "Please look into the safety data sheet (MSDS) of the product."
    ),
    Question.ASK_WHICH: _("This word means several things. Please ask which one is used."),
    Question.ASK_SOLDER: _("Please ask whether the solder holds lead or is lead-free."),
    Question.ASK_SHIFT: _("Please ask for the shifts: how often and how long at night?"),
    Question.NOT_LISTED: _("This is known, but no special exam is asked for it."),
}


@register.filter
def hazard_name(code: str) -> str:
    """The agent's name in the reader's language: 톨루엔, Toluene."""
    return name_of(code)


@register.filter
def event_detail(event: DueEvent) -> str:
    """The job, or who asked for an exam."""
    if event.kind == DueEvent.Kind.EXAM_REQUEST:
        return str(dict(ASKED_BY).get(event.detail, event.detail))
    return event.detail


@register.filter
def category_name(category: HazardCategory) -> str:
    """A heading of 별표 22 in the reader's language."""
    return str(CATEGORIES[category])


@register.filter
def question_text(question: Question) -> str:
    """What to ask before an agent is chosen."""
    return str(QUESTIONS[question])
