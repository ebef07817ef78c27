"""What a merge does, in words: fields side by side, what moves, what both have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.access import Asker
from outreach.actions.ledgers import Since
from outreach.actions.merging import GROUPS, Merging, Remark, values_of
from outreach.models import Workplace
from outreach.rules import business_numbers
from outreach.templatetags.written import full_date, full_time, name_for, phone
from safety.models.exposure import hazard_name

LABELS: dict[str, str | Promise] = {
    "address": gettext_lazy("address"),
    "preferred": gettext_lazy("preferred hours"),
    "photo": gettext_lazy("photo of the site"),
    "has_lift": gettext_lazy("Lift in the building"),
    "has_van_parking": gettext_lazy("Place for the van"),
    "van_room": gettext_lazy("Room for the van"),
    "has_power": gettext_lazy("Power socket within reach"),
    "has_quiet_corner": gettext_lazy("Corner to talk undisturbed"),
}
# Tables in the order in which they are told; the others move along unsaid.
NOUNS: dict[str, str | Promise] = {
    "outreach.contact": gettext_lazy("contacts"),
    "outreach.worker": gettext_lazy("workers"),
    "safety.exposure": gettext_lazy("exposures to agents"),
    "safety.examination": gettext_lazy("exams"),
    "safety.consultation": gettext_lazy("consultations"),
    "safety.completion": gettext_lazy("classes completed, with their certificates"),
    "safety.measurement": gettext_lazy("measurements"),
    "safety.dueitem": gettext_lazy("due items, open and closed"),
    "safety.dueevent": gettext_lazy("events that dates count from"),
    "scheduling.visit": gettext_lazy("visits"),
    "scheduling.enrolment": gettext_lazy("seats in classes"),
    "outreach.message": gettext_lazy("texts"),
    "outreach.link": gettext_lazy("links in texts"),
    "outreach.contactattempt": gettext_lazy("calls"),
    "safety.application": gettext_lazy("applications for cost support, with their claims"),
    "outreach.workplace": gettext_lazy("facts of the workplace"),
    "scheduling.attendance": gettext_lazy("attendance"),
    "safety.claimline": gettext_lazy("claims"),
    "safety.duedecision": gettext_lazy("decisions on due items"),
    "safety.examinationresult": gettext_lazy("result tables"),
    "scheduling.trainingclass": gettext_lazy("classes"),
}


@dataclass(frozen=True)
class Field:
    """One group of facts, as both say it, and what is chosen."""

    name: str
    label: str
    kept: str
    gone: str
    chosen: str

    @property
    def is_same(self) -> bool:
        """Tell whether there is nothing to choose."""
        return self.kept == self.gone


def fields_of(kept: Workplace, gone: Workplace, chosen: Mapping[str, str]) -> list[Field]:
    """Return the groups in which either says something."""
    rows = [
        Field(group, _label(group), _say(kept, group), _say(gone, group), chosen[group])
        for group in GROUPS
    ]
    return [row for row in rows if row.kept or row.gone]


def movements(merging: Merging) -> list[tuple[str, int]]:
    """Return what moves, and how much of each."""
    counts = {table: len(keys) for table, keys in merging.moved.items()}
    return [(str(noun), counts[table]) for table, noun in NOUNS.items() if table in counts]


def conflicts(merging: Merging, asker: Asker) -> list[str]:
    """Return what both have, and what becomes of each."""
    return [_remark(remark, asker) for remark in merging.remarks]


def what_stands_in_the_way(found: Iterable[Since]) -> list[str]:
    """Say what came, changed or went since a merge, how many of each."""
    counts: dict[tuple[str, str], int] = {}
    for one in found:
        key = (one.table, one.what)
        counts[key] = counts.get(key, 0) + 1
    said = []
    for (table, what), count in counts.items():
        noun = NOUNS.get(table, _("other entries"))
        words = {
            "NEW": _("%(noun)s: %(count)s added since"),
            "CHANGED": _("%(noun)s: %(count)s changed since"),
            "GONE": _("%(noun)s: %(count)s gone since"),
        }[what]
        said.append(words % {"noun": str(noun).capitalize(), "count": count})
    return said


def _remark(remark: Remark, asker: Asker) -> str:
    one, other = remark.subject, remark.other
    if remark.code == "SAME_PERSON":
        return _("%(name)s is on both lists and becomes one person.") % {
            "name": name_for(one.name, asker)
        }
    if remark.code == "SAME_NUMBER":
        return _("%(number)s is on both lists and stays once; answers about texts go with it.") % {
            "number": phone(one.phone)
        }
    if remark.code == "SAME_ITEM":
        what = str(one.get_kind_display())
        if one.hazard:
            what = f"{what} · {hazard_name(one.hazard)}"
        return _("%(what)s is due on both: one stays open (%(day)s), the other is closed.") % {
            "what": what,
            "day": full_date(one.due_date),
        }
    if remark.code == "SAME_TIME":
        return _(
            "Two visits at one time: the one of %(team)s on %(when)s stays and takes on what"
            " %(other)s was to do; the other is cancelled without a text."
        ) % {"team": one.team.name, "when": full_time(one.starts_at), "other": other.team.name}
    if remark.code == "SAME_SEAT":
        return _("Two seats for one person in the class of %(when)s: one is free again.") % {
            "when": full_time(one.starts_at)
        }
    return _("One exam of %(day)s is on both lists and stays once.") % {
        "day": full_date(one.exam_date)
    }


def _label(group: str) -> str:
    if group in LABELS:
        return str(LABELS[group])
    field: Any = Workplace._meta.get_field(group)
    return str(field.verbose_name)


def _say(workplace: Workplace, group: str) -> str:
    values = values_of(workplace, group)
    if group == "address":
        parts = [*values[:2], str(workplace.get_precision_display())]
        return " · ".join(part for part in parts if part) if any(values[:2]) else ""
    if group == "business_no":
        number = business_numbers.written(values[0]) if values[0] else ""
        return " ".join(part for part in (number, values[1]) if part)
    if group == "preferred":
        return " – ".join(f"{value:%H:%M}" for value in values if value)
    if group == "van_room":
        words = (_("%(height)s cm high"), _("%(length)s cm long"))
        said = {"height": values[0], "length": values[1]}
        return " · ".join(word % said for word, value in zip(words, values, strict=True) if value)
    if group == "photo":
        return _("there is") if values[0] else ""
    value = values[0]
    if isinstance(value, bool):
        return _("there is") if value else _("there is none")
    return "" if value is None else str(value)
