"""What each column of a list holds, as staff say it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from outreach.import_words import Labels
from outreach.spreadsheet.vocabularies import Vocabulary

NAMED_TWICE = 2


class SheetColumnsForm(forms.Form):
    """The columns of one sheet, each with what it is taken for."""

    def __init__(
        self,
        *args: Any,
        columns: Sequence[tuple[int, str, str]],  # index, what the file calls it, taken for
        labels: Labels,
        vocabulary: Vocabulary,
        given: Container[str] = (),  # what the sheet's name stands for
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.labels, self.vocabulary, self.given = labels, vocabulary, given
        named = [(str(code), str(capfirst(str(text)))) for code, text in labels.items()]
        choices = [("", _("not used")), *named]
        for index, heading, column in columns:
            self.fields[str(index)] = forms.ChoiceField(
                label=heading, choices=choices, initial=column, required=False
            )

    def clean(self) -> dict[str, Any]:
        """Refuse two columns for what there is one of, and a list without what it needs."""
        given = super().clean() or self.cleaned_data
        counts = Counter(column for column in given.values() if column)
        for index, column in list(given.items()):
            if counts[column] >= NAMED_TWICE and column not in self.vocabulary.repeatable:
                words = _("“%(column)s” was chosen for more than one column.")
                self.add_error(index, words % {"column": self.labels[column]})
        for group in self.vocabulary.lacks(counts):
            if not any(column in self.given for column in group):
                names = _(" or ").join(str(self.labels[str(column)]) for column in group)
                self.add_error(None, _("Say which column holds: %(names)s.") % {"names": names})
        return given

    @property
    def chosen(self) -> dict[int, str]:
        """Return what was said of each column by its index."""
        return {int(index): column for index, column in self.cleaned_data.items()}
