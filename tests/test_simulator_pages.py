"""What the phone simulator shows: phones, texts, numbers, and nothing that runs."""

from __future__ import annotations

from urllib.error import HTTPError

import pytest

from simulator.numbers import as_dialled, from_address
from simulator.pages import with_links
from tests.fixtures_simulator import RunningSimulator
from tests.simulator_talk import KIM, open_address, text


def test_a_phone_shows_its_texts_and_runs_none_of_them(simulator: RunningSimulator) -> None:
    text(simulator, Body="<script>alert(1)</script> 확인: https://ansim.example/o/a?b=1&c=2.")

    page = simulator.page(f"/phones/{KIM}")

    assert "[Web발신]" in page
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert 'href="https://ansim.example/o/a?b=1&amp;c=2"' in page
    assert '<meta http-equiv="refresh"' in page
    assert '<meta http-equiv="refresh"' not in simulator.page(f"/phones/{KIM}?still")


def test_pages_forbid_scripts_and_outside_addresses(simulator: RunningSimulator) -> None:
    with open_address(simulator.base_url + "/", timeout=10) as answer:
        policy = answer.headers["Content-Security-Policy"]
        referrer = answer.headers["Referrer-Policy"]

    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert referrer == "no-referrer"


def test_the_list_of_phones_starts_empty_and_puts_the_last_one_first(
    simulator: RunningSimulator,
) -> None:
    assert "아직 받은 문자가 없습니다." in simulator.page("/")

    text(simulator, To="+821001110001")
    text(simulator, To="+821001110002")
    text(simulator, To="+821001110001", Body="두 번째")

    page = simulator.page("/")
    assert page.index("010-0111-0001") < page.index("010-0111-0002")
    assert "두 번째" in page
    assert "받은 문자 2건" in page


def test_a_phone_without_texts_says_so(simulator: RunningSimulator) -> None:
    assert "받은 문자가 없습니다." in simulator.page("/phones/010-0000-0000")
    with pytest.raises(HTTPError, match="404"):
        simulator.page("/phones/<b>")


def test_no_address_of_a_font_leads_out_of_its_folder(simulator: RunningSimulator) -> None:
    for path in ("/fonts/../package.css", "/fonts/%2e%2e/%2e%2e/LICENSE.css", "/fonts/LICENSE"):
        with pytest.raises(HTTPError, match="404"):
            simulator.page(path)


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("+821012345678", "010-1234-5678"),
        ("+8221234567", "02-123-4567"),
        ("+82212345678", "02-1234-5678"),
        ("+827012345678", "070-1234-5678"),
        ("+8215881234", "1588-1234"),
        ("+12025550123", "+12025550123"),
    ],
)
def test_numbers_are_written_as_people_dial_them(number: str, written: str) -> None:
    assert as_dialled(number) == written


@pytest.mark.parametrize("written", ["010-1234-5678", "01012345678", "821012345678"])
def test_a_page_address_may_be_written_in_any_way(written: str) -> None:
    assert from_address(written) == "+821012345678"


def test_a_link_ends_where_the_sentence_goes_on() -> None:
    assert '"https://a.example/o/x"' in with_links("(https://a.example/o/x). 끝")
    assert with_links("javascript:alert(1)") == "javascript:alert(1)"
