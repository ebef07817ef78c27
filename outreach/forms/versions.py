"""Two people with one form open: the second one sees what the first changed, and chooses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from outreach.forms.plain_texts import PlainForm

SALT = "a form as it was shown"
MINE, THEIRS = "mine", "theirs"
CHOICE = "choice-"  # + field: whose answer is taken
ASKED = "asked"  # fields that both changed: none is saved unchosen
OWN = ("version", "shown")
Sent = dict[str, str]


class VersionedForm(PlainForm):
    """A form that remembers what it showed, so that it knows who changed what since."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(None if data is None else with_choices(data), *args, **kwargs)
        if not self.is_bound and self.initial:
            self.initial = {**self.initial, "shown": sealed(as_sent(self))}

    @property
    def facts(self) -> dict[str, Any]:
        """What was given, without what only the form needs."""
        return {name: value for name, value in self.cleaned_data.items() if name not in OWN}


@dataclass(frozen=True)
class Difference:
    """One field that somebody else changed since the form was shown."""

    name: str
    label: str
    before: str
    theirs: str
    mine: str
    is_both: bool  # I changed it, too: somebody has to choose

    @property
    def chosen(self) -> str:
        """Whose answer is ticked already: what only they changed is theirs."""
        return "" if self.is_both else THEIRS


@dataclass(frozen=True)
class Conflict:
    """Everything the second person has to see, and what the next try sends."""

    differences: list[Difference]
    only_mine: list[str]
    hidden: list[tuple[str, str]]

    @property
    def asked(self) -> list[str]:
        """The fields for which a choice is needed."""
        return [one.name for one in self.differences if one.is_both]


def conflict_of(form: VersionedForm, *, version: int) -> Conflict | None:
    """
    Compare what was shown, what is on record now (the form's initial), and what was sent.

    Nothing stands between two people who changed different things of one another's pages; what
    both hold alike needs no choice either.
    """
    shown = opened(form.data.get("shown", ""))
    if shown is None and form.data.get("version", "") in ("", str(version)):
        return None  # nothing was shown, or what is on record still
    now, mine = as_sent(form), _sent(form)
    base = now if shown is None else {**now, **shown}
    found = [
        Difference(
            name=name,
            label=capfirst(str(form.fields[name].label or name)),
            before="" if shown is None else _said(form, name, base[name]),
            theirs=_said(form, name, now[name]),
            mine=_said(form, name, mine[name]),
            is_both=shown is None or not _alike(form, name, mine[name], base[name]),
        )
        for name in now
        if not _alike(form, name, mine[name], now[name])
        and (shown is None or not _alike(form, name, now[name], base[name]))
    ]
    unchosen = [name for name in _asked(form) if CHOICE + name not in form.data]
    again = [name for name in unchosen if name in now and name not in {one.name for one in found}]
    found += [
        Difference(
            name,
            capfirst(str(form.fields[name].label or name)),
            "",
            _said(form, name, now[name]),
            _said(form, name, mine[name]),
            True,
        )
        for name in again
    ]
    if not found:
        return None
    asked = {one.name for one in found}
    only_mine = [
        capfirst(str(form.fields[name].label or name))
        for name in now
        if name not in asked and not _alike(form, name, mine[name], now[name])
    ]
    hidden = [(name, value) for name, value in mine.items() if value]
    hidden += [("version", str(version)), ("shown", sealed(now))]
    return Conflict(found, only_mine, hidden)


def as_sent(form: forms.Form) -> Sent:
    """Return what a browser would send if nobody touched the form."""
    return {
        name: _raw(field, form.get_initial_for_field(field, name))
        for name, field in form.fields.items()
        if name not in OWN and not isinstance(field, forms.FileField)
    }


def with_choices(data: QueryDict) -> QueryDict:
    """Put what was chosen of the other person's answers in the place of one's own."""
    theirs = opened(data.get("shown", "")) or {}
    settled = data.copy()
    for name, value in theirs.items():
        if data.get(CHOICE + name) == THEIRS:
            settled[name] = value
            if not value:
                del settled[name]
    return settled


def sealed(sent: Mapping[str, str]) -> str:
    """Write down what a form showed, so that nobody can change it on the way."""
    return signing.dumps(dict(sent), salt=SALT, compress=True)


def opened(seal: str) -> Sent | None:
    """Read it again; nothing where there is none."""
    try:
        read: Sent = signing.loads(seal, salt=SALT)
    except signing.BadSignature:
        return None
    return read


def _raw(field: forms.Field, value: Any) -> str:
    if isinstance(field.widget, forms.CheckboxInput):
        return "on" if value else ""
    written = field.widget.format_value(field.prepare_value(value))
    if isinstance(written, list | tuple):
        written = next(iter(written), "")
    return "" if written is None else str(written)


def _asked(form: forms.Form) -> list[str]:
    """Return the fields for which a choice was asked; only a browser sends a list."""
    return form.data.getlist(ASKED) if isinstance(form.data, QueryDict) else []


def _sent(form: forms.Form) -> Sent:
    return {
        name: str(form.data.get(name, ""))
        for name, field in form.fields.items()
        if name not in OWN and not isinstance(field, forms.FileField)
    }


def _alike(form: forms.Form, name: str, one: str, other: str) -> bool:
    """Two ways to write one answer are one answer."""
    return one == other or _read(form.fields[name], one) == _read(form.fields[name], other)


def _read(field: forms.Field, raw: str) -> Any:
    try:
        return field.to_python(raw.strip())
    except forms.ValidationError:
        return raw


def _said(form: forms.Form, name: str, raw: str) -> str:
    field = form.fields[name]
    if isinstance(field.widget, forms.CheckboxInput):
        return _("yes") if raw else _("no")
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return next((str(label) for value, label in choices if str(value) == raw), raw)
    return raw
