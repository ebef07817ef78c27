"""What is asked when a workplace closes, moves or is split, and when somebody changes jobs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.access import Asker
from outreach.forms.plain_texts import PlainForm, label_of
from outreach.models import Contact, Worker, Workplace
from outreach.search import LONGEST
from outreach.templatetags.written import name_for, phone


class CloseForm(forms.Form):
    """Since when, and why."""

    closed_date = forms.DateField(label=label_of(Workplace, "closed_date"))
    closed_reason = forms.ChoiceField(
        label=label_of(Workplace, "closed_reason"),
        choices=Workplace.ClosedReason.choices,
        widget=forms.RadioSelect,
    )


class MoveForm(PlainForm):
    """The new address, and since when."""

    road_address = forms.CharField(
        label=gettext_lazy("New road-name address"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example: 서울특별시 중구 을지로 157 (산림동)"),
    )
    lot_address = forms.CharField(
        label=gettext_lazy("New lot-number address"), max_length=200, required=False
    )
    moved_date = forms.DateField(label=gettext_lazy("Moved on"))

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not given.get("road_address") and not given.get("lot_address"):
            self.add_error("road_address", _("Please enter the new address."))
        return given


class _People(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """People to tick, under the names that the asking person may read."""

    asker: Asker

    def label_from_instance(self, obj: Any) -> str:
        """Return the name, and by what else one knows them."""
        number = phone(obj.phone) if obj.phone else ""
        name = name_for(obj.name, self.asker) or str(_("contact"))
        return " · ".join(part for part in (name, getattr(obj, "job", ""), number) if part)


class SplitForm(PlainForm):
    """The new workplace, and who goes to it."""

    name = forms.CharField(label=gettext_lazy("Name of the new workplace"), max_length=120)
    road_address = forms.CharField(
        label=label_of(Workplace, "road_address"), max_length=200, required=False
    )
    since = forms.DateField(label=gettext_lazy("Works there since"))
    workers = _People(
        label=gettext_lazy("Workers who go"),
        queryset=Worker.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    contacts = _People(
        label=gettext_lazy("Contacts who go"),
        queryset=Contact.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, workplace: Workplace, asker: Asker, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows: dict[str, Any] = {
            "workers": workplace.workers.employed().order_by("name", "pk"),
            "contacts": workplace.contacts.current().order_by("-is_primary", "pk"),
        }
        for name, queryset in rows.items():
            field = self.fields[name]
            assert isinstance(field, _People)
            field.asker, field.queryset = asker, queryset


class JobChangeForm(PlainForm):
    """Where somebody works now, since when, as what; the workplace is looked for by words."""

    words = forms.CharField(
        label=gettext_lazy("New workplace"),
        max_length=LONGEST,
        required=False,
        help_text=gettext_lazy("Name, initial consonants, number or address; then choose below."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    to = forms.ModelChoiceField(
        label=gettext_lazy("Which one"),
        queryset=Workplace.objects.none(),
        required=False,
        empty_label=None,
        widget=forms.RadioSelect,
    )
    since = forms.DateField(label=gettext_lazy("Works there since"))
    job = forms.CharField(label=label_of(Worker, "job"), max_length=60, required=False)

    def __init__(self, *args: Any, offered: list[int], asker: Asker, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Workplace.objects.for_staff(asker).open().filter(pk__in=offered)
        field.label_from_instance = _where  # type: ignore[assignment,method-assign]


def _where(workplace: Any) -> str:
    return f"{workplace.name} · {workplace.address}" if workplace.address else str(workplace.name)
