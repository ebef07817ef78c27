"""Rosters on the pages of lists: whom they bring, and that no finding is shown."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from outreach.access import Role
from outreach.models import Centre, ImportFile, Worker, Workplace
from tests import cast
from tests.safety.rosters.lists import as_csv, bring, painter, take_in
from tests.test_access import TOKENS

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
RESULTS = {"판정": "D1", "업무수행적합여부": "다"}


@pytest.fixture
def hanbit(centre: Centre) -> Workplace:
    return cast.make_workplace(centre)


def shown(client: Client, name: str, *args: int, **query: str) -> str:
    return client.get(reverse(name, args=args), query).content.decode()


def test_a_roster_is_chosen_and_taken_in(
    centre: Centre, hanbit: Workplace, signed_in: SignIn
) -> None:
    client = signed_in()
    file = SimpleUploadedFile("명부.csv", as_csv([painter()]))

    asked = shown(client, "import-new")
    page = client.post(reverse("import-new"), {"file": file, "kind": "WORKERS"}, follow=True)
    pk = ImportFile.objects.get().pk
    client.post(reverse("import-commit", args=[pk]))

    assert 'value="WORKERS"' in asked
    assert "김철수" in page.content.decode()
    assert "톨루엔" in page.content.decode()
    assert Worker.objects.get().workplace == hanbit


def test_a_roster_is_brought_from_the_page_of_its_workplace(
    centre: Centre, hanbit: Workplace, signed_in: SignIn
) -> None:
    client = signed_in()
    address = f"{reverse('import-new')}?kind=WORKERS&amp;workplace={hanbit.pk}"
    assert address in shown(client, "workplace", hanbit.pk)

    page = shown(client, "import-new", kind="WORKERS", workplace=str(hanbit.pk))
    row = painter()
    del row["사업장명"]
    sent = {"kind": "WORKERS", "workplace": hanbit.pk}
    client.post(reverse("import-new"), {**sent, "file": SimpleUploadedFile("a.csv", as_csv([row]))})

    assert "‘한빛도장’의 근로자로 봅니다" in page
    assert ImportFile.objects.get().workplace == hanbit


def test_a_roster_of_another_centres_workplace_is_not_brought(
    centre: Centre, other_centre: Centre, signed_in: SignIn
) -> None:
    theirs = cast.make_workplace(other_centre, name="남의사업장")
    client = signed_in()
    sent = {"kind": "WORKERS", "workplace": theirs.pk}

    page = shown(client, "import-new", kind="WORKERS", workplace=str(theirs.pk))
    file = SimpleUploadedFile("a.csv", as_csv([painter()]))
    refused = client.post(reverse("import-new"), {**sent, "file": file}).content.decode()

    assert "남의사업장" not in page + refused
    assert not ImportFile.objects.exists()


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR])
def test_no_page_of_a_roster_shows_a_finding(
    role: Role, centre: Centre, hanbit: Workplace, signed_in: SignIn
) -> None:
    looked = bring(painter(**RESULTS), painter(성명="", **RESULTS))
    held = bring(painter(성명="이선반", 사업장명="모르는공업사", **RESULTS))
    row = held.rows.undecided().get()
    client = signed_in(role)

    pages = [
        shown(client, "import", looked.pk),
        shown(client, "import", looked.pk, outcome="REJECTED"),
        shown(client, "import-columns", looked.pk),
        shown(client, "import-held", row.pk),
    ]

    assert "김철수" in pages[0]
    said = [TOKENS.sub("", page) for page in pages]
    assert not [page for page in said if "D1" in page or "직업병" in page]
    export = client.get(reverse("import-rows-export", args=[looked.pk])).content
    sheet = CalamineWorkbook.from_filelike(BytesIO(export)).get_sheet_by_index(0).to_python()
    assert any("1988-04-12" in row for row in sheet)
    assert "D1" not in str(sheet)


def test_a_held_worker_is_decided(centre: Centre, hanbit: Workplace, signed_in: SignIn) -> None:
    file = take_in(painter(사업장명="한빛 페인트"))
    row = file.rows.undecided().get()
    client = signed_in()

    page = shown(client, "import-held", row.pk)
    facts = {
        name: field.initial or ""
        for name, field in client.get(reverse("import-held", args=[row.pk]))
        .context["form"]
        .fields.items()
    }
    done = client.post(
        reverse("import-held", args=[row.pk]),
        {**facts, "decision": "NEW", "workplace": "한빛도장"},
        follow=True,
    ).content.decode()

    assert "한빛 페인트" in page
    assert "행을 새로 등록합니다" in done
    assert Worker.objects.get().workplace == hanbit
