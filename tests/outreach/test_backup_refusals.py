"""What is no whole backup, or not of this place, is refused before anything is touched."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from outreach.actions import backups, database_copies
from outreach.models import SendingStop

pytestmark = pytest.mark.django_db
PHOTO = Path("sites/0123.jpg")


@pytest.fixture(autouse=True)
def no_real_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write a few bytes for a database; test_backups.py has real ones."""

    def write(target: Path) -> None:
        target.write_bytes(b"a database")

    monkeypatch.setattr(backups, "copy_database", write)
    monkeypatch.setattr(backups, "put_back", None)  # must not be reached


@pytest.fixture
def backup(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    photo = tmp_path / "media" / PHOTO
    photo.parent.mkdir(parents=True)
    photo.write_bytes(b"a picture of the door")
    call_command("back_up", str(tmp_path / "backup"))
    return tmp_path / "backup"


def cut(backup: Path) -> None:
    copy = backup / database_copies.file_name()
    copy.write_bytes(copy.read_bytes()[:-1])


def change_one_byte(backup: Path) -> None:
    (backup / "files" / PHOTO).write_bytes(b"a picture of the d00r")


def put_something_in(backup: Path) -> None:
    (backup / "files" / "strange.jpg").write_bytes(b"")


def lose_the_manifest(backup: Path) -> None:
    (backup / "manifest.json").unlink()


def change_manifest(backup: Path, **changes: object) -> None:
    path = backup / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def be_of_a_newer_version(backup: Path) -> None:
    change_manifest(backup, migrations=["outreach.0001_initial", "outreach.9999_later"])


def be_of_other_keys(backup: Path) -> None:
    change_manifest(backup, keys="0" * 64)


def be_of_another_database(backup: Path) -> None:
    change_manifest(backup, database="oracle")


SPOILERS = [cut, change_one_byte, put_something_in, lose_the_manifest]
SPOILERS += [be_of_a_newer_version, be_of_other_keys, be_of_another_database]


@pytest.mark.parametrize("spoil", SPOILERS)
def test_what_is_not_whole_or_not_ours_is_refused_and_changes_nothing(
    spoil: Callable[[Path], None], backup: Path
) -> None:
    spoil(backup)

    with pytest.raises(CommandError):
        call_command("restore", str(backup), "--replace")

    assert (backup.parent / "media" / PHOTO).exists()
    assert not SendingStop.objects.exists()


def test_twin_unspoilt_it_would_be_put_back(backup: Path) -> None:
    with pytest.raises(TypeError, match="NoneType"):
        call_command("restore", str(backup), "--replace")


def test_a_backup_is_never_written_over(backup: Path) -> None:
    with pytest.raises(CommandError):
        call_command("back_up", str(backup))


def test_a_backup_that_is_broken_off_is_not_taken_for_one(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(target: Path) -> None:
        raise database_copies.CopyFailed("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(backups, "copy_database", fail)
        with pytest.raises(CommandError, match="disk full"):
            call_command("back_up", str(tmp_path / "second"))
    assert not (tmp_path / "second").exists()

    call_command("back_up", str(tmp_path / "second"))

    assert backups.look_at(tmp_path / "second").version


def test_a_look_changes_nothing(backup: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("restore", str(backup), "--dry-run")

    assert "Whole" in capsys.readouterr().out
    assert not SendingStop.objects.exists()
