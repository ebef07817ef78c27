"""What a person reads and fills in on a page, taken from its HTML; no script is run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from tests.journey.reading import tree_of

UNREAD = {"script", "style", "template", "head"}
BLOCKS = {"p", "li", "tr", "td", "th", "dt", "dd", "h1", "h2", "h3", "div", "section", "label"}


def words_of(element: Element) -> str:
    """Return the text of an element as it is read, one space between words."""
    return " ".join("".join(_spoken(element)).split())


def _spoken(element: Element) -> Iterator[str]:
    if element.tag in UNREAD or not isinstance(element.tag, str):
        return
    yield " " if element.tag in BLOCKS else ""
    yield element.text or ""
    for child in element:
        yield from _spoken(child)
        yield " " if child.tag in BLOCKS | {"br"} else ""
        yield child.tail or ""


@dataclass
class Control:
    """One control of a form, with the words beside it."""

    name: str
    kind: str  # text, checkbox, radio, select, file …
    value: str
    label: str
    is_on: bool = False
    choices: dict[str, str] = field(default_factory=dict)  # value → words, of a select


class NoSuchThing(AssertionError):
    """The page lacks what somebody wants to click or fill in."""


@dataclass
class Form:
    """A form as it stands on the page, filled in by name or by the words beside a control."""

    address: str
    method: str
    controls: list[Control]
    buttons: list[Control]

    def named(self, name: str) -> list[Control]:
        """Return the controls of a name, which must be there."""
        found = [control for control in self.controls if control.name == name]
        if not found:
            names = sorted({control.name for control in self.controls})
            raise NoSuchThing(f"{self.address} has no field {name!r}, only {names}")
        return found

    def write(self, name: str, value: str) -> None:
        """Write into a field, or choose from it by value or by words."""
        first, *_others = self.named(name)
        if first.kind in {"checkbox", "radio"}:
            self.tick(name, value)
        elif first.kind == "select":
            first.value = _chosen(first, value)
        else:
            first.value = value

    def tick(self, name: str, *wanted: str) -> None:
        """Tick exactly these boxes of a name, by value or by words."""
        boxes = self.named(name)
        for one in wanted:
            if not any(one in (box.value, box.label) for box in boxes):
                labels = [(box.value, box.label) for box in boxes]
                raise NoSuchThing(f"{name} offers {labels}, not {one!r}")
        for box in boxes:
            box.is_on = box.value in wanted or box.label in wanted

    def offered(self, name: str) -> dict[str, str]:
        """Return what can be chosen under a name: value → words."""
        first, *others = self.named(name)
        if first.kind == "select":
            return first.choices
        return {control.value: control.label for control in (first, *others)}

    def filled(self, button: str = "") -> list[tuple[str, str]]:
        """Return what a browser would send when the button with these words is pressed."""
        sent = [
            (control.name, control.value)
            for control in self.controls
            if control.kind != "file"
            and (control.is_on or control.kind not in {"checkbox", "radio"})
        ]
        pressed = [one for one in self.buttons if not button or button in one.label]
        if button and not pressed:
            raise NoSuchThing(f"no button {button!r}, only {[one.label for one in self.buttons]}")
        return sent + [(one.name, one.value) for one in pressed[:1] if one.name]


def _chosen(control: Control, wanted: str) -> str:
    for value, words in control.choices.items():
        if wanted in (value, words):
            return value
    part = [value for value, words in control.choices.items() if wanted and wanted in words]
    if len(part) == 1:
        return part[0]
    raise NoSuchThing(f"{control.name} offers {control.choices}, not {wanted!r}")


class Page:
    """A page that arrived: its address, what it says, where it leads, what it asks."""

    def __init__(self, address: str, status: int, body: str) -> None:
        self.address, self.status, self.body = address, status, body
        self.root: Element = tree_of(body)

    @cached_property
    def words(self) -> str:
        """Everything that can be read on the page."""
        return words_of(self.root)

    @property
    def heading(self) -> str:
        """The one main heading."""
        [heading] = self.root.iter("h1")
        return words_of(heading)

    @property
    def main(self) -> str:
        """What the page says below its header."""
        return words_of(next(self.root.iter("main"), self.root))

    @property
    def messages(self) -> str:
        """What the page says about what was just done, and what it refuses."""
        roles = ("status", "alert")
        spoken = [one for one in self.root.iter() if one.get("role") in roles]
        return " ".join(words_of(one) for one in spoken)

    def links(self) -> list[tuple[str, str]]:
        """Return every link as words and whole address."""
        return [
            (words_of(link), urljoin(self.address, link.get("href", "")))
            for link in self.root.iter("a")
            if link.get("href")
        ]

    def link(self, words: str, *, to: str = "") -> str:
        """Return the address of the first link with these words that leads to such a place."""
        for said, address in self.links():
            if words in said and re.search(to, address):
                return address
        raise NoSuchThing(f"{self.address}: no link {words!r} {to}; {self.main[:1500]}")

    def forms(self) -> list[Form]:
        """Return the forms of the page."""
        return [self._form(form) for form in self.root.iter("form")]

    def form(self, *, to: str = "", field: str = "", button: str = "") -> Form:
        """Return the first form that leads there, asks for the field and has the button."""
        for form in self.forms():
            names = {control.name for control in form.controls}
            labels = " ".join(one.label for one in form.buttons)
            if to in form.address and (not field or field in names) and button in labels:
                return form
        raise NoSuchThing(
            f"{self.address}: no form {to!r} {field!r} {button!r}; {self.main[:1500]}"
        )

    def rows(self) -> list[str]:
        """Return the lines of tables and lists, each as it is read."""
        return [words_of(one) for one in self.root.iter() if one.tag in {"tr", "li", "dd"}]

    def row(self, *words: str) -> str:
        """Return the first line that holds all the words."""
        for row in self.rows():
            if all(word in row for word in words):
                return row
        raise NoSuchThing(f"{self.address}: no line with {words}; {self.main[:1500]}")

    def _form(self, form: Element) -> Form:
        inside = list(form.iter())
        mark = form.get("id")
        if mark:  # controls elsewhere on the page that say they belong to this form
            inside += [one for one in self.root.iter() if one.get("form") == mark]
        address = urljoin(self.address, form.get("action") or self.address)
        controls: list[Control] = []
        buttons: list[Control] = []
        for one in dict.fromkeys(inside):
            if one.get("disabled") is not None:
                continue
            if one.tag == "button" and one.get("type", "submit") == "submit":
                label = words_of(one) or one.get("aria-label", "")
                buttons.append(Control(one.get("name", ""), "button", one.get("value", ""), label))
            elif one.tag in {"input", "textarea", "select"} and one.get("name"):
                controls.append(self._control(one))
        return Form(address, form.get("method", "get").lower(), controls, buttons)

    def _control(self, one: Element) -> Control:
        name, label = one.get("name", ""), self._label(one)
        if one.tag == "textarea":
            return Control(name, "text", (one.text or "").removeprefix("\n"), label)
        if one.tag == "select":
            options = list(one.iter("option"))
            choices = {
                option.get("value", words_of(option)): words_of(option) for option in options
            }
            chosen = [option for option in options if option.get("selected") is not None]
            first = (chosen or options[:1] or [Element("option")])[0]
            return Control(name, "select", first.get("value", ""), label, choices=choices)
        kind = one.get("type", "text")
        is_on = one.get("checked") is not None
        value = one.get("value", "on" if kind in {"checkbox", "radio"} else "")
        return Control(name, kind, value, label, is_on)

    def _label(self, control: Element) -> str:
        wanted = control.get("id")
        for label in self.root.iter("label"):
            if (wanted and label.get("for") == wanted) or control in list(label.iter()):
                return words_of(label)
        return control.get("aria-label", "")
