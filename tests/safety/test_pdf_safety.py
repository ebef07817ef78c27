"""A hostile name reaches neither files nor the network through the printer."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pypdfium2
import pytest
from weasyprint import HTML

from safety.models import Application, Claim
from safety.pdf import claim_pdf
from safety.pdf.printer import PackagedFetcher, printed
from tests import cast
from tests.safety.papers import certificate_paper, make_certificate, make_claim, text_of

ROOT = Path(__file__).resolve().parent.parent.parent


SECRET = "비밀-0123456789-secret"


def attachments_of(paper: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(paper)
    return [
        document.get_attachment(index).get_name() for index in range(document.count_attachments())
    ]


HOSTILE = [
    '<img src="{file}">',
    '<img src="{web}">',
    '<link rel="attachment" href="{file}">',
    '<a rel="attachment" href="{file}">이름</a>',
    '<link rel="stylesheet" href="{web}">',
    "<style>@import url({web});</style>",
    "<style>@font-face {{ font-family: X; src: url({file}); }} * {{ font-family: X; }}</style>",
    "<style>@font-face {{ font-family: X; src: url({web}); }} * {{ font-family: X; }}</style>",
    '<p style="background: url({web})">이름</p>',
    '<p style="content: url({file})">이름</p>',
    '<ul style="list-style-image: url({file})"><li>이름</li></ul>',
    '<object data="{file}" type="text/plain"></object>',
    '<embed src="{file}">',
    '<svg><use href="{web}#a"/></svg>',
    '<svg><image href="{file}" width="9" height="9"/></svg>',
    '<base href="{web}"><img src="a.png">',
    '<img src="paper:../../../../../../../../etc/passwd">',
    '<img src="data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22%3E'
    '%3Cimage href=%22{file}%22/%3E%3C/svg%3E">',
    '<meta http-equiv="refresh" content="0; url={web}">',
    '<iframe src="{file}"></iframe>',
]


class Listener(BaseHTTPRequestHandler):
    """Counts who asks."""

    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(SECRET.encode())

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def web() -> Iterator[str]:
    """Serve a page on loopback that must never be asked for."""
    Listener.asked = []
    server = HTTPServer(("127.0.0.1", 0), Listener)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/secret"
    server.shutdown()
    server.server_close()


@pytest.fixture
def secret_file(tmp_path: Path) -> str:
    """Lay a file that must never be read."""
    path = tmp_path / "secret.txt"
    path.write_text(SECRET, "utf-8")
    return path.as_uri()


@pytest.mark.parametrize("payload", HOSTILE)
def test_a_tag_past_the_escaping_reads_nothing(payload: str, web: str, secret_file: str) -> None:
    page = f"<html lang=ko><title>x</title>{payload.format(file=secret_file, web=web)}<p>끝</p>"

    paper = printed(page, style="certificate")

    assert Listener.asked == []
    assert SECRET not in " ".join(text_of(paper))
    assert SECRET.encode() not in paper
    assert attachments_of(paper) == []


def test_twin_the_fetcher_of_the_library_reads_files_and_asks_the_network(
    web: str, secret_file: str
) -> None:
    """The fault that our fetcher prevents."""
    page = f'<link rel="attachment" href="{secret_file}"><img src="{web}">'

    paper = HTML(string=page).write_pdf(uncompressed_pdf=True)

    assert Listener.asked == ["/secret"]
    assert SECRET.encode() in paper


@pytest.mark.django_db
@pytest.mark.parametrize(
    "payload", HOSTILE[:8] + ["{{{{ 7*7 }}}}", "{{% debug %}}", "\x01\x0b이름"]
)
def test_a_hostile_name_is_printed_as_it_was_typed(
    payload: str, web: str, secret_file: str
) -> None:
    name = payload.format(file="file:///etc/passwd", web=web)[:60]

    paper = certificate_paper(make_certificate(name=name, workplace=cast.make_workplace(name=name)))

    (text,) = text_of(paper)
    printable = re.sub(r"[\x00-\x20]", "", name)
    assert printable in re.sub(r"[\x00-\x20\ufffe]", "", text)
    assert Listener.asked == []
    assert attachments_of(paper) == []


@pytest.mark.parametrize(
    "address",
    [
        "paper:",
        "paper:regular.woff2",
        "paper:/etc/passwd",
        "paper:..%2fetc%2fpasswd",
        "PAPER:regular.ttf",
        "regular.ttf",
        "file:///etc/passwd",
        "http://169.254.169.254/latest/meta-data/",
        "ftp://127.0.0.1/a",
        "data:text/plain,a",
    ],
)
def test_the_fetcher_knows_only_our_fonts(address: str) -> None:
    with pytest.raises(ValueError, match="not a packaged font"):
        PackagedFetcher().fetch(address)


@pytest.mark.django_db
def test_printing_asks_the_database_a_fixed_number_of_times(
    django_assert_max_num_queries: object,
) -> None:
    claim = make_claim(exams=12)
    fresh = Claim.objects.get(pk=claim.pk)

    with django_assert_max_num_queries(6):  # type: ignore[operator]
        claim_pdf(fresh)
    assert Application.objects.count() == 1


def libraries_read_by(code: str) -> set[str]:
    """Return the libraries that a fresh process holds after some code."""
    asked = f"import config.wsgi, sys; {code}; print(*sys.modules)"
    ended = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(ended.stdout.split())


def test_a_process_that_prints_nothing_never_reads_the_printer() -> None:
    read = libraries_read_by("import config.urls")

    assert "safety.pdf" in read
    assert "weasyprint" not in read


def test_twin_the_first_paper_reads_the_printer() -> None:
    assert "weasyprint" in libraries_read_by("import safety.pdf.printer")
