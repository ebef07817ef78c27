"""The doors of the import: the pages and the command."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from outreach.access import Role
from outreach.models import Centre, ImportFile, Workplace
from outreach.spreadsheet.reasons import REASON_TEXTS, FileReason, RowReason
from tests import cast
from tests.outreach.lists import dump, look, make_list, take_in

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
ROWS: tuple[dict[str, str], ...] = (
    {},
    {"name": "두리봉제", "phone": "02-0123-4567"},
    {"address": "부산광역시 중구 1"},
)


def upload(client: Client, content: bytes, **ticks: str) -> str:
    file = SimpleUploadedFile("명단.csv", content)
    response = client.post(reverse("import-new"), {"file": file, **ticks}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def write_list(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "list.csv"
    path.write_bytes(make_list(*rows).getvalue())
    return path


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("import_workplaces", *words, stdout=out)
    return out.getvalue()


def test_a_list_is_looked_at_and_taken_in(centre: Centre, signed_in: SignIn) -> None:
    client = signed_in()

    page = upload(client, make_list(*ROWS).getvalue())
    file = ImportFile.objects.get()

    assert "2곳을 등록하고 0곳을 수정합니다" in page
    assert "문자 가능한 휴대전화" in page
    assert "유선전화 (통화만)" in page
    assert not Workplace.objects.exists()
    rejected = client.get(reverse("import", args=[file.pk]), {"outcome": "REJECTED"})
    assert str(REASON_TEXTS[RowReason.NOT_SEOUL]) in rejected.content.decode()
    assert "도로명주소" in rejected.content.decode()

    done = client.post(reverse("import-commit", args=[file.pk]), follow=True).content.decode()

    assert "사업장 2곳을 등록하고 0곳을 수정했습니다" in done
    assert Workplace.objects.count() == 2


def test_the_counts_of_the_tabs_add_up(centre: Centre, signed_in: SignIn) -> None:
    take_in(centre, {}, {"name": "두리봉제"})
    file = look(centre, {"workers": "5"}, *ROWS[1:], {"name": "큰솔"}, {})

    response = signed_in().get(reverse("import", args=[file.pk]))

    counts = {tab.outcome: tab.count for tab in response.context["tabs"]}
    assert counts == {"NEW": 1, "CHANGED": 2, "SAME": 0, "REJECTED": 2}
    assert response.context["total"] == 5


def test_a_change_shows_old_and_new(centre: Centre, signed_in: SignIn) -> None:
    take_in(centre, {})
    file = look(centre, {"workers": "5", "industry": "14112", "phone": "02-0123-4567"})

    response = signed_in().get(reverse("import", args=[file.pk]), {"outcome": "CHANGED"})

    changes = {change.label: change for change in response.context["lines"][0].changes}
    assert len(changes) == 3
    assert [(change.old, change.new) for change in changes.values()][1:] == [
        ("2", "5"),
        ("010-0123-4567", "02-0123-4567"),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\0", FileReason.NOT_A_SPREADSHEET),
        (b"<html></html>", FileReason.WEB_PAGE),
        ("아무 글\n".encode(), FileReason.NO_HEADER_FOUND),
        (b"", FileReason.EMPTY_FILE),
        (b"x" * (10 * 2**20 + 1), FileReason.TOO_MANY_BYTES),
    ],
)
def test_nonsense_is_refused_beside_the_field(
    centre: Centre, signed_in: SignIn, content: bytes, reason: FileReason
) -> None:
    page = upload(signed_in(), content)

    assert str(REASON_TEXTS[reason]) in page
    assert 'aria-invalid="true"' in page
    assert not ImportFile.objects.exists()


def test_districts_that_are_not_served_enter_by_a_tick(centre: Centre, signed_in: SignIn) -> None:
    rows = make_list({"address": "서울 성동구 아차산로 163"}).getvalue()
    client = signed_in()

    upload(client, rows)
    upload(client, rows, all_districts="on")

    counts = ImportFile.objects.order_by("pk").values_list("counts", flat=True)
    assert list(counts) == [{"REJECTED": 1}, {"NEW": 1}]


def test_a_stale_preview_says_so(centre: Centre, signed_in: SignIn) -> None:
    take_in(centre, {})
    file = look(centre, {"workers": "5"})
    Workplace.objects.update(regular_workers=4)

    page = signed_in().post(reverse("import-commit", args=[file.pk]), follow=True)

    assert "파일을 다시 올려 주세요" in page.content.decode()
    assert Workplace.objects.get().regular_workers == 4


def test_a_discarded_list_is_forgotten(centre: Centre, signed_in: SignIn) -> None:
    file = look(centre, {})
    client = signed_in()

    listed = client.post(reverse("import-discard", args=[file.pk]), follow=True)
    page = client.get(reverse("import", args=[file.pk])).content.decode()

    assert "명단.csv" in listed.content.decode()
    assert "한빛도장" not in page
    again = client.post(reverse("import-commit", args=[file.pk]), follow=True)
    assert "이미 반영했거나 버린 파일입니다" in again.content.decode()


def test_another_centre_finds_no_such_file(
    centre: Centre, other_centre: Centre, signed_in: SignIn
) -> None:
    file = look(centre, {})
    client = signed_in(staff=cast.make_staff(Role.COORDINATOR, other_centre))

    assert client.get(reverse("import", args=[file.pk])).status_code == 404
    assert client.post(reverse("import-commit", args=[file.pk])).status_code == 404
    assert client.post(reverse("import-discard", args=[file.pk])).status_code == 404
    assert "명단.csv" not in client.get(reverse("import-list")).content.decode()


def test_looking_changes_nothing(centre: Centre, signed_in: SignIn) -> None:
    file = look(centre, {})

    assert signed_in().get(reverse("import-commit", args=[file.pk])).status_code == 405
    assert not Workplace.objects.exists()


def test_who_may_not_import_gets_no_page(centre: Centre, signed_in: SignIn) -> None:
    assert signed_in(Role.VIEWER).get(reverse("import-new")).status_code == 403


def test_formula_text_is_shown_as_text(centre: Centre, signed_in: SignIn) -> None:
    file = look(centre, {"name": '=HYPERLINK("x")<b>'})

    page = signed_in().get(reverse("import", args=[file.pk])).content.decode()

    assert "=HYPERLINK(&quot;x&quot;)&lt;b&gt;" in page


def test_the_command_takes_a_list_in_and_reports_each_row(centre: Centre, tmp_path: Path) -> None:
    report = tmp_path / "out.json"

    out = run(str(write_list(tmp_path, *ROWS)), "--centre", "jung", "--report", str(report))

    rows = json.loads(report.read_text())
    assert "읽은 행: 3" in out
    assert Workplace.objects.count() == 2
    assert [(row["row"], row["outcome"]) for row in rows] == [
        (2, "NEW"),
        (3, "NEW"),
        (4, "REJECTED"),
    ]
    assert rows[2]["reasons"][0] == {
        "code": "NOT_SEOUL",
        "column": "ROAD_ADDRESS",
        "heading": "도로명주소",
    }
    assert rows[0]["values"]["phones"][0]["e164"] == "+821001234567"


def test_a_dry_run_writes_nothing(centre: Centre, tmp_path: Path) -> None:
    take_in(centre, {})
    path = write_list(tmp_path, {"workers": "9"}, *ROWS[1:])
    before = dump()

    out = run(str(path), "--centre", "jung", "--dry-run", "--language", "en")

    assert dump() == before
    assert "  new: 1" in out
    assert "  changed: 1" in out

    run(str(path), "--centre", "jung")  # the twin: it would have written
    assert dump() != before


def test_a_failed_report_leaves_nothing_behind(centre: Centre, tmp_path: Path) -> None:
    path = write_list(tmp_path, {})

    with pytest.raises(CommandError):
        run(str(path), "--centre", "jung", "--report", str(tmp_path / "no" / "out.json"))

    assert not Workplace.objects.exists()
    assert not ImportFile.objects.exists()


@pytest.mark.parametrize(
    ("content", "centre_code", "words"),
    [
        (b"\x89PNG\0", "jung", "spreadsheet"),
        ("아무 글\n".encode(), "jung", "column names"),
        (b"", "sol", "Known codes: jung"),
    ],
)
def test_the_command_refuses_with_a_sentence(
    centre: Centre, tmp_path: Path, content: bytes, centre_code: str, words: str
) -> None:
    path = tmp_path / "file.xlsx"
    path.write_bytes(content)

    with pytest.raises(CommandError, match=words):
        run(str(path), "--centre", centre_code, "--language", "en")


def test_a_missing_file_is_refused(centre: Centre, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="none.xlsx"):
        run(str(tmp_path / "none.xlsx"), "--centre", "jung")
