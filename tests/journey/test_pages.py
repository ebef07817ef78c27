"""The reader of pages itself: what it fills in and sends is what a browser would."""

from __future__ import annotations

from xml.etree.ElementTree import tostring

import pytest
import tinyhtml5

from tests.journey.pages import NoSuchThing, Page, words_of
from tests.journey.reading import tree_of

BODY = """<!DOCTYPE html><html lang="ko"><head><title>예약</title></head>
<body><main><h1>방문 예약</h1>
<p role="status">저장했습니다.</p><script>const unread = 1;</script>
<a href="../7/">한빛도장</a>
<form method="post" action="/visits/new/" id="book">
<input type="hidden" name="csrf" value="secret"><input name="gone" value="1" disabled>
<label for="t">팀</label><select name="team" id="t"><option value="">–</option>
<option value="3" selected>1조</option><option value="4">2조</option></select>
<label><input type="checkbox" name="due" value="11" checked>상담</label>
<label><input type="checkbox" name="due" value="12">특수건강진단</label>
<textarea name="note">
조용한 곳</textarea>
<button name="then" value="more">더</button><button>예약</button></form>
<input name="late" value="x" form="book"></main></body></html>"""
PAGE = Page("http://127.0.0.1/visits/8/", 200, BODY)


def test_a_form_is_sent_as_it_stands() -> None:
    sent = PAGE.form(field="team").filled("예약")

    assert sorted(sent) == [
        ("csrf", "secret"),
        ("due", "11"),
        ("late", "x"),
        ("note", "조용한 곳"),
        ("team", "3"),
    ]


def test_choices_are_made_by_their_words() -> None:
    form = PAGE.form(button="더")
    form.write("team", "2조")
    form.tick("due", "특수건강진단")

    sent = form.filled("더")

    assert {("team", "4"), ("due", "12"), ("then", "more")} <= set(sent)
    assert ("due", "11") not in sent


@pytest.mark.parametrize(
    ("name", "value"), [("team", "9조"), ("due", "교육"), ("gone", "2"), ("nothing", "")]
)
def test_what_a_page_does_not_offer_cannot_be_sent(name: str, value: str) -> None:
    with pytest.raises(NoSuchThing):
        PAGE.form(field="team").write(name, value)


def test_words_and_links_are_those_a_person_sees() -> None:
    assert (PAGE.heading, PAGE.messages) == ("방문 예약", "저장했습니다.")
    assert "unread" not in PAGE.words
    assert PAGE.link("한빛", to=r"/visits/\d+/$") == "http://127.0.0.1/visits/7/"
    with pytest.raises(NoSuchThing):
        PAGE.link("세운금속")


@pytest.mark.parametrize(
    "body",
    [
        "<ul><li>하나<li>둘</ul>",
        "<p>하나<div>둘</div></p>",
        "<form action=/a><form action=/b><input name=x></form></form>",
        "<table><tr><td>하나</td></tr>둘</table>",
        "<div>하나</section>",
        "<div/>하나",
        "<a href=/a>하나<a href=/b>둘</a></a>",
        "<p>끝이 없는",
    ],
)
def test_what_is_badly_nested_is_read_as_browsers_read_it(body: str) -> None:
    assert tostring(tree_of(body)) == tostring(tinyhtml5.parse(body, namespace_html_elements=False))


def test_what_is_well_nested_is_read_the_same_way(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tinyhtml5.parse(BODY, namespace_html_elements=False)
    monkeypatch.setattr(tinyhtml5, "parse", None)  # it must not be needed

    quick = tree_of(BODY)

    assert [(one.tag, one.attrib) for one in quick.iter()] == [
        (one.tag, one.attrib) for one in slow.iter()
    ]
    assert words_of(quick) == words_of(slow)
