"""The catalogue: every text has its Korean, and the check that says so can fail."""

from __future__ import annotations

import importlib.util
import subprocess
from pathlib import Path
from types import ModuleType

import polib
import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def messages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages", ROOT / "bin/messages.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_text_has_its_korean() -> None:
    answer = subprocess.run(
        [ROOT / "bin/messages", "check"], capture_output=True, text=True, check=False
    )

    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (polib.POEntry(msgid="a visit", msgstr=""), "no Korean"),
        (polib.POEntry(msgid="a visit", msgstr="방문", flags=["fuzzy"]), "fuzzy"),
        (polib.POEntry(msgid="by %(name)s", msgstr="%(nme)s"), "placeholders differ"),
        (
            polib.POEntry(
                msgid="one visit", msgid_plural="%(n)s visits", msgstr_plural={0: "방문 %(m)s건"}
            ),
            "placeholders differ",
        ),
    ],
)
def test_a_poor_entry_is_named(messages: ModuleType, entry: polib.POEntry, fault: str) -> None:
    found = list(messages.faults([entry]))

    assert len(found) == 1
    assert found[0].startswith(fault)


@pytest.mark.parametrize(
    "entry",
    [
        polib.POEntry(msgid="by %(name)s", msgstr="%(name)s 님"),
        polib.POEntry(
            msgid="one visit", msgid_plural="%(n)s visits", msgstr_plural={0: "방문 %(n)s건"}
        ),
        polib.POEntry(msgid="gone", msgstr="", obsolete=True),
    ],
)
def test_a_good_entry_is_not_named(messages: ModuleType, entry: polib.POEntry) -> None:
    assert list(messages.faults([entry])) == []


def test_texts_are_found_in_a_template(messages: ModuleType, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '{% load i18n %}{% translate "Today" %} {{ _("Due") }}'
        '{% translate "May" context "month" %}'
        "{% blocktranslate count n=n trimmed %}\n  {{ n }} visit\n{% plural %}\n  {{ n }} visits\n"
        "{% endblocktranslate %}<p>_('not a text')</p>",
        "utf-8",
    )

    found = {tuple(text) for text in messages.texts_of_template(page)}

    assert found == {
        (None, "Today", None),
        (None, "Due", None),
        ("month", "May", None),
        (None, "%(n)s visit", "%(n)s visits"),
    }


def test_texts_are_found_in_code(messages: ModuleType, tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text('a = _("one " "text")\nb = ngettext("%(n)s day", "%(n)s days", n)\n', "utf-8")

    found = {tuple(text) for text in messages.texts_of_python(module)}

    assert found == {(None, "one text", None), (None, "%(n)s day", "%(n)s days")}


def test_a_text_put_together_first_is_refused(messages: ModuleType, tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text('a = _(f"visit on {day}")\n', "utf-8")

    with pytest.raises(messages.NotPlainText, match=r"module\.py:1"):
        list(messages.texts_of_python(module))
