"""What people do with a list: leave it, undo it, stop it, and see how far it is."""

from __future__ import annotations

import pytest
from django.urls import reverse

from outreach.actions import imports
from outreach.models import Centre, ImportFile, Workplace
from outreach.views import import_work
from tests import cast
from tests.outreach.import_pages import BUSAN, DURI, SignIn, shown, upload
from tests.outreach.lists import look, make_list, take_in

pytestmark = pytest.mark.django_db
ROWS: tuple[dict[str, str], ...] = ({}, DURI, BUSAN)
State = ImportFile.State


def test_a_discarded_list_is_forgotten(centre: Centre, signed_in: SignIn) -> None:
    file = look(centre, {})
    client = signed_in()

    listed = client.post(reverse("import-discard", args=[file.pk]), follow=True)
    page = shown(client, file)

    assert "명단.csv" in listed.content.decode()
    assert "한빛도장" not in page
    again = client.post(reverse("import-commit", args=[file.pk]), follow=True)
    assert str(imports.FileFinished()) in again.content.decode()


def test_a_list_is_undone_as_a_whole(centre: Centre, signed_in: SignIn) -> None:
    file = take_in(centre, {}, DURI)
    client = signed_in()
    address = reverse("import-undo", args=[file.pk])

    asked = client.get(address).content.decode()
    assert "2건을 새로 등록했습니다" in asked
    assert Workplace.objects.count() == 2

    done = client.post(address, follow=True).content.decode()

    assert "되돌린 명단입니다" in done
    assert not Workplace.objects.exists()


def test_what_hangs_on_a_list_is_shown_instead_of_undoing(
    centre: Centre, signed_in: SignIn
) -> None:
    file = take_in(centre, {})
    cast.make_worker(Workplace.objects.get())
    client = signed_in()

    page = client.post(reverse("import-undo", args=[file.pk])).content.decode()

    assert "한빛도장" in page
    assert "명단 전체를 되돌릴 수 없습니다" in page
    assert Workplace.objects.exists()


def test_a_large_list_shows_how_far_it_is(
    centre: Centre, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_work, "SMALL_LIST", 1)
    client = signed_in()

    page = upload(client, make_list(*ROWS).getvalue())
    file = ImportFile.objects.get()
    address = reverse("import-progress", args=[file.pk])
    part = client.get(address, headers={"HX-Request": "true"})

    assert file.state == State.READING
    assert "명단을 읽고 있습니다" in page
    assert 'http-equiv="refresh"' in page  # without a script
    assert f'hx-get="{address}"' in part.content.decode()

    imports.work(import_file=file, clock=lambda: cast.NOW)
    rested = client.get(address, headers={"HX-Request": "true"})

    assert rested.headers["HX-Redirect"] == reverse("import", args=[file.pk])
    assert client.get(address).headers["Location"] == reverse("import", args=[file.pk])


def test_reading_is_stopped_and_nothing_is_kept(
    centre: Centre, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_work, "SMALL_LIST", 1)
    client = signed_in()
    upload(client, make_list(*ROWS).getvalue())
    file = ImportFile.objects.get()

    page = client.post(reverse("import-cancel", args=[file.pk]), follow=True).content.decode()
    imports.work(import_file=file, clock=lambda: cast.NOW)

    assert "멈추고 있습니다" in page
    file.refresh_from_db()
    assert file.state == State.DISCARDED
    assert not file.rows.exists()


def test_looking_changes_nothing(centre: Centre, signed_in: SignIn) -> None:
    file = look(centre, {})
    client = signed_in()

    for name in ("import", "import-commit", "import-columns"):
        assert client.get(reverse(name, args=[file.pk])).status_code == 200
    assert not Workplace.objects.exists()
    assert client.get(reverse("import-discard", args=[file.pk])).status_code == 405
