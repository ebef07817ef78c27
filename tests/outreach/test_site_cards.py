"""The card of a site and its photo: only the picture is kept, and only those who go see it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from outreach.access import Role
from outreach.actions.site_photos import NoPhoto, keep_photo, remove_photo
from outreach.actions.workplaces import ChangedMeanwhile
from outreach.models import Workplace
from outreach.places import photos
from outreach.places.photos import NotAPhoto, re_encoded
from tests import cast
from tests.cast import NOW

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]
CAMERA = 0x010F  # EXIF: who made the camera


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def taken(size: tuple[int, int] = (3000, 2000), kind: str = "JPEG") -> bytes:
    """Return a picture as a telephone writes it: with a place, a time, its own name."""
    exif = Image.Exif()
    exif[CAMERA] = "Telephone of 김한빛"
    exif[0x8825] = {1: "N", 2: (37.0, 33.0, 59.0)}  # GPS
    exif[0x0112] = 6  # lies on its side
    written = BytesIO()
    Image.new("RGB", size, "teal").save(written, kind, exif=exif)
    return written.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_but_the_picture_is_kept(kind: str) -> None:
    kept = re_encoded(taken(kind=kind))

    assert b"Telephone" not in kept
    with Image.open(BytesIO(kept)) as picture:
        assert (picture.format, dict(picture.getexif())) == ("JPEG", {})
        assert picture.size == (1067, 1600)  # upright, and no larger than a screen


def test_without_re_encoding_the_place_would_be_kept() -> None:
    """The twin: what the telephone wrote is in the file as it was sent."""
    with Image.open(BytesIO(taken())) as picture:
        assert picture.getexif().get_ifd(0x8825)


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7", b"<svg xmlns='http://www.w3.org/2000/svg'/>", taken()[:400], b"GIF89a"],
)
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    with pytest.raises(NotAPhoto):
        re_encoded(content)


def test_a_film_and_a_bomb_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotAPhoto):
        re_encoded(b"\xff\xd8" + b"0" * photos.LARGEST)
    monkeypatch.setattr(photos, "MOST_PIXELS", 1000)
    with pytest.raises(NotAPhoto):
        re_encoded(taken((100, 100)))


def test_a_new_photo_takes_the_place_of_the_old_one(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    place = cast.make_workplace()
    with django_capture_on_commit_callbacks(execute=True):
        first = keep_photo(workplace=place, content=taken(), now=NOW).photo
        stale = Workplace.objects.get()
        second = keep_photo(workplace=place, content=taken(), now=NOW).photo

    assert not default_storage.exists(first)
    assert default_storage.exists(second)
    with pytest.raises(ChangedMeanwhile):
        keep_photo(workplace=Workplace(pk=stale.pk, version=1), content=taken(), now=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(workplace=Workplace.objects.get(), now=NOW)
    assert not default_storage.exists(second)
    with pytest.raises(NoPhoto):
        remove_photo(workplace=Workplace.objects.get(), now=NOW)


def save(client: Client, place: Workplace, **given: Any) -> Any:
    address = f"/workplaces/{place.pk}/site-card/"
    shown = client.get(address).context["form"].initial
    known = {name: "" if value is None else str(value) for name, value in shown.items()}
    return client.post(address, {**known, **given})


def test_the_card_is_filled_in_with_a_photo(signed_in: SignedIn) -> None:
    place, client = cast.make_workplace(), signed_in()
    photo = SimpleUploadedFile("문.jpg", taken(), content_type="image/jpeg")

    answer = save(client, place, floor="-1", has_power="yes", photo=photo)

    place.refresh_from_db()
    assert answer.status_code == 302
    assert (place.floor, place.has_power, place.has_lift) == (-1, True, False)
    page = client.get(f"/workplaces/{place.pk}/")
    assert f"/workplaces/{place.pk}/photo/" in page.content.decode()
    assert place.photo not in page.content.decode()  # its name in the store is nobody's address


def test_no_photo_is_refused_beside_its_field(signed_in: SignedIn) -> None:
    place = cast.make_workplace()
    paper = SimpleUploadedFile("문.jpg", b"%PDF-1.7", content_type="image/jpeg")

    answer = save(signed_in(), place, photo=paper)

    assert "photo" in answer.context["form"].errors
    assert Workplace.objects.get().photo == ""


def test_the_photo_is_for_those_who_go(signed_in: SignedIn) -> None:
    place = keep_photo(workplace=cast.make_workplace(), content=taken(), now=NOW)
    address = f"/workplaces/{place.pk}/photo/"

    shown = signed_in(Role.DRIVER).get(address)

    assert shown["Content-Type"] == "image/jpeg"
    assert shown["Cache-Control"] == "private, max-age=3600"
    assert shown.getvalue().startswith(b"\xff\xd8")
    assert signed_in(Role.FINANCE).get(address).status_code == 403
    assert Client().get(address).status_code == 302  # to the sign-in
    stranger = cast.make_staff(Role.COORDINATOR, cast.make_centre("seongdong"))
    assert signed_in(staff=stranger).get(address).status_code == 404
