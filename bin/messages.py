"""The catalogue of texts: taken from the code, filled with Korean, checked, compiled.

bin/messages              take every text of the code, list what has no Korean
bin/messages fill FILE    merge {"english": "한국어"}, or {"context": {"english": "한국어"}}
bin/messages check        fail on a text without Korean or with other placeholders
bin/messages compile      write the .mo file
bin/messages prune        forget the texts that the code no longer has
"""

from __future__ import annotations

import ast
import fcntl
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import polib
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale/ko/LC_MESSAGES/django.po"
CODE = ("config", "scheduling", "safety", "outreach")
HEADER = {
    "Language": "ko",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
# Which arguments of which function hold (context, text, plural).
FUNCTIONS = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
TEMPLATE_CALL = re.compile(
    r"""\b(_|n?p?gettext)\(\s*((?:u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\s*,?\s*)+)""", re.S
)
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


class Text(NamedTuple):
    """One text of the code, as a catalogue names it."""

    context: str | None
    singular: str
    plural: str | None


class NotPlainText(Exception):
    """A text is put together before it is translated, so no translation can be found for it."""


def texts_of_python(path: Path) -> Iterator[Text]:
    """Yield the texts that a Python file marks for translation."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"), path)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        places = FUNCTIONS.get(name)
        if places is None:
            continue
        given = [a.value if isinstance(a, ast.Constant) else None for a in node.args]
        strings = [value if isinstance(value, str) else None for value in given]
        context, singular, plural = (
            strings[i] if i is not None and i < len(strings) else None for i in places
        )
        if singular is not None:
            yield Text(context, singular, plural)
        elif any(isinstance(argument, ast.JoinedStr | ast.BinOp) for argument in node.args):
            place = f"{os.path.relpath(path, ROOT)}:{node.lineno}"
            raise NotPlainText(f"{place}: {name}() needs one plain text")


def texts_of_template(path: Path) -> Iterator[Text]:
    """Yield the texts that a template marks for translation."""
    for name, arguments in TEMPLATE_CALL.findall(templatize(path.read_text("utf-8"), str(path))):
        strings: list[str] = ast.literal_eval(f"[{arguments}]")
        context, singular, plural = FUNCTIONS[name]
        yield Text(
            None if context is None else strings[context],
            strings[singular],
            None if plural is None else strings[plural],
        )


def texts_of_project() -> dict[tuple[str | None, str], Text]:
    """Return every text of the project by context and singular; a plural wins over none."""
    found: dict[tuple[str | None, str], Text] = {}
    files = [p for top in CODE for p in (ROOT / top).rglob("*.py") if "migrations" not in p.parts]
    templates = [p for p in (ROOT / "templates").rglob("*") if p.suffix in {".html", ".txt"}]
    texts = [t for p in files for t in texts_of_python(p)]
    texts += [t for p in templates for t in texts_of_template(p)]
    for text in texts:
        key = (text.context, text.singular)
        if text.singular and (key not in found or text.plural):
            found[key] = text
    return found


def read() -> polib.POFile:
    """Return the catalogue, empty when there is none."""
    catalogue = polib.pofile(str(CATALOGUE)) if CATALOGUE.exists() else polib.POFile()
    catalogue.metadata = HEADER
    catalogue.wrapwidth = 100
    return catalogue


def write(catalogue: polib.POFile) -> None:
    """Write the catalogue in one order, so that two people's additions merge, and compile it."""
    catalogue.sort(key=lambda entry: (entry.obsolete, entry.msgid, entry.msgctxt or ""))
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    save_whole(CATALOGUE, catalogue.save)
    save_whole(CATALOGUE.with_suffix(".mo"), catalogue.save_as_mofile)


def save_whole(target: Path, save: Callable[[str], None]) -> None:
    """Save beside the target and swap, so that a running server never reads half a file."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    save(str(draft))
    draft.replace(target)


def add(catalogue: polib.POFile, context: str | None, singular: str) -> polib.POEntry:
    """Add a text that the catalogue has not got."""
    entry = polib.POEntry(msgctxt=context, msgid=singular)
    catalogue.append(entry)
    return entry


def bring_up_to_date(catalogue: polib.POFile) -> None:
    """Add the texts that are new in the code and lay aside those that are gone from it."""
    texts = texts_of_project()
    known = {(entry.msgctxt, entry.msgid): entry for entry in catalogue}
    for key, entry in known.items():
        entry.obsolete = key not in texts
    for key, text in texts.items():
        entry = known.get(key) or add(catalogue, *key)
        korean = korean_of(entry)
        entry.flags = ["python-format"] if "%(" in text.singular + (text.plural or "") else []
        entry.msgid_plural = text.plural or ""
        entry.msgstr, entry.msgstr_plural = ("", {0: korean}) if text.plural else (korean, {})


def korean_of(entry: polib.POEntry) -> str:
    """Return the Korean text of an entry; Korean has one form for any number."""
    return str(entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr)


def merge(catalogue: polib.POFile, words: dict[str, object], context: str | None = None) -> None:
    """Write Korean texts into the catalogue; a text the code has not got yet waits there."""
    known = {(entry.msgctxt, entry.msgid): entry for entry in catalogue}
    for key, value in words.items():
        if isinstance(value, dict):
            merge(catalogue, value, context=key)
            continue
        entry = known.get((context, key)) or add(catalogue, context, key)
        if entry.msgid_plural:
            entry.msgstr_plural = {0: str(value)}
        else:
            entry.msgstr = str(value)


def faults(catalogue: polib.POFile) -> Iterator[str]:
    """Yield what a reader of Korean would stumble over, one line each."""
    for entry in catalogue:
        if entry.obsolete:
            continue
        korean = korean_of(entry)
        if not korean.strip():
            yield f"no Korean: {entry.msgid!r}"
            continue
        if entry.fuzzy:
            yield f"fuzzy: {entry.msgid!r}"
        allowed = [
            set(PLACEHOLDER.findall(english))
            for english in (entry.msgid, entry.msgid_plural)
            if english
        ]
        if set(PLACEHOLDER.findall(korean)) not in allowed:
            yield f"placeholders differ: {entry.msgid!r} -> {korean!r}"


@contextmanager
def only_writer() -> Iterator[None]:
    """Hold the catalogue while it is read, changed and written."""
    lock = ROOT / "var/messages.lock"
    lock.parent.mkdir(exist_ok=True)
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def usage() -> int:
    """Say how this command is called."""
    print(__doc__, file=sys.stderr)
    return 2


def main(arguments: list[str]) -> int:
    """Do what the first argument says and return the exit code."""
    command = arguments[0] if arguments else "extract"
    if command not in {"extract", "fill", "check", "compile", "prune"}:
        return usage()
    if len(arguments) != (2 if command == "fill" else min(len(arguments), 1)):
        return usage()
    with only_writer():
        catalogue = read()
        if command != "compile":
            bring_up_to_date(catalogue)
        if command == "fill":
            merge(catalogue, json.loads(Path(arguments[1]).read_text("utf-8")))
        if command == "prune":
            for entry in catalogue.obsolete_entries():
                catalogue.remove(entry)
        if command == "compile":
            save_whole(CATALOGUE.with_suffix(".mo"), catalogue.save_as_mofile)
        elif command != "check":
            write(catalogue)
    found = list(faults(catalogue))
    shown = found if command in {"extract", "check"} else []
    current = len(catalogue) - len(catalogue.obsolete_entries())
    print("\n".join([*shown, f"{current} texts, {len(found)} to mend (bin/messages names them)"]))
    return 1 if found and command == "check" else 0


if __name__ == "__main__":
    settings.configure()
    try:
        sys.exit(main(sys.argv[1:]))
    except (NotPlainText, SyntaxError, json.JSONDecodeError, FileNotFoundError) as reason:
        sys.exit(f"bin/messages: {reason}")
