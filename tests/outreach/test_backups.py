"""A backup comes back as it was, on either database, and no text leaves before somebody says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.core import serializers
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from outreach.actions import backups, database_copies
from outreach.actions.sending import claim
from outreach.models import Contact, SendingStop, Workplace
from tests import cast
from tests.outreach.outbox import make_message

pytestmark = pytest.mark.django_db(transaction=True)
PHOTO = Path("sites/0123.jpg")


@pytest.fixture
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    photo = tmp_path / "media" / PHOTO
    photo.parent.mkdir(parents=True)
    photo.write_bytes(b"a picture of the door")
    return tmp_path / "media"


@pytest.fixture
def backup(media: Path, tmp_path: Path) -> Path:
    """A backup of one workplace with a text that waits, and a picture."""
    make_message()
    call_command("back_up", str(tmp_path / "backup"))
    return tmp_path / "backup"


def everything() -> dict[str, str]:
    """Return every row of ours but the holds, by table."""
    models = [m for m in apps.get_models() if m._meta.app_label in backups.OURS]
    return {
        model.__name__: serializers.serialize("json", model._base_manager.order_by("pk"))
        for model in models
        if model is not SendingStop
    }


def test_what_was_lost_comes_back_and_what_came_since_is_gone(backup: Path, media: Path) -> None:
    before = everything()
    Workplace.objects.update(name="잘못 고침")
    cast.make_contact(cast.make_workplace(name="나중에"))
    (media / PHOTO).unlink()
    (media / "later.jpg").write_bytes(b"later")

    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", str(backup))
    assert Contact.objects.exists()
    call_command("restore", str(backup), "--replace")

    assert everything() == before
    assert [path.relative_to(media) for path in media.rglob("*") if path.is_file()] == [PHOTO]
    assert (media / PHOTO).read_bytes() == b"a picture of the door"


def test_twin_put_back_without_the_hold_the_text_would_leave(backup: Path) -> None:
    database_copies.put_back(backup / database_copies.file_name())

    assert len(claim(now=cast.NOW, real_now=timezone.now(), limit=9)) == 1


def test_an_empty_place_needs_no_word_and_no_text_leaves_before_it_is_released(
    backup: Path, media: Path
) -> None:
    call_command("flush", "--no-input", verbosity=0)
    (media / PHOTO).unlink()
    (media / PHOTO).parent.rmdir()

    call_command("restore", str(backup))

    assert Workplace.objects.count() == 1
    assert (media / PHOTO).exists()
    assert SendingStop.objects.standing().get().kind == SendingStop.Kind.RESTORE
    assert claim(now=cast.NOW, real_now=timezone.now(), limit=9) == []


def test_the_keys_are_not_in_it_and_nobody_else_reads_it(backup: Path, settings: Settings) -> None:
    written = b"".join(path.read_bytes() for path in backup.rglob("*") if path.is_file())

    assert backup.stat().st_mode & 0o077 == 0
    for key in (settings.LINK_KEY, settings.FIELD_KEY, settings.SECRET_KEY.encode()):
        assert key not in written
        assert key.hex().encode() not in written
