"""HTML as a browser reads it; a page that is well nested is read ten times as fast."""

from __future__ import annotations

from html.parser import HTMLParser
from xml.etree.ElementTree import Element, SubElement

import tinyhtml5

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
# What a browser does not put into itself, or into a paragraph: it would end what is open.
ALONE = {"a", "button", "form", "label", "li", "option", "p", "select", "td", "th", "tr"}
ENDS_A_PARAGRAPH = {"article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figure"}
ENDS_A_PARAGRAPH |= {"footer", "form", "h1", "h2", "h3", "h4", "header", "hr", "main", "nav", "ol"}
ENDS_A_PARAGRAPH |= {"p", "pre", "section", "table", "ul"}
# What stands in these without a cell is moved elsewhere.
OF_TABLES = {
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot", "tr"},
    **dict.fromkeys(("thead", "tbody", "tfoot"), {"tr"}),
    "tr": {"td", "th"},
}
NESTS = {"li": {"ul", "ol"}, **dict.fromkeys(("td", "th", "tr"), {"table"})}


class _Tangled(Exception):
    """Something is closed that is not open, or stands where a browser would not leave it."""


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("html")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in reversed(attrs)}  # the first of two counts
        if tag == "html":
            self.root.attrib.update(facts)
            return
        self._look(tag)
        element = SubElement(self.open[-1], tag, facts)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            if not any(one.tag == "svg" for one in self.open):
                raise _Tangled(tag)  # a browser does not see the stroke
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag == "html":
            return
        if self.open[-1].tag != tag or len(self.open) == 1:
            raise _Tangled(tag)
        self.open.pop()

    def handle_data(self, data: str) -> None:
        here = self.open[-1]
        if here.tag in OF_TABLES and data.strip():
            raise _Tangled(data)
        if len(here):
            here[-1].tail = (here[-1].tail or "") + data
        else:
            here.text = (here.text or "") + data

    def _look(self, tag: str) -> None:
        above = [one.tag for one in self.open]
        if above[-1] in OF_TABLES and tag not in OF_TABLES[above[-1]]:
            raise _Tangled(tag)
        if tag in ENDS_A_PARAGRAPH and "p" in above:
            raise _Tangled(tag)
        if tag in ALONE and tag in above:
            ends = NESTS.get(tag, set())
            since = above[len(above) - above[::-1].index(tag) :]
            if not ends.intersection(since):
                raise _Tangled(tag)


def tree_of(body: str) -> Element:
    """Return the elements of a page, or of a part of one."""
    builder = _Builder()
    try:
        builder.feed(body)
        builder.close()
        if len(builder.open) > 1:
            raise _Tangled(builder.open[-1].tag)
    except _Tangled:
        as_browsers_do: Element = tinyhtml5.parse(body, namespace_html_elements=False)
        return as_browsers_do
    return builder.root
