"""
A backup: a folder with the database, the files beside it, and a manifest that says what it holds.

The keys are not in it. Without them nobody reads sealed numbers or makes links; kept apart, they
must be the same again, so the manifest knows them by a digest.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import shutil
import tomllib
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext_lazy as _

from outreach.actions import restores
from outreach.actions.database_copies import copy_database, file_name, put_back

MANIFEST, FILES = "manifest.json", "files"
OURS = ("outreach", "safety", "scheduling")


class AlreadyThere(Exception):
    """A backup never writes over another one."""

    def __init__(self) -> None:
        super().__init__(_("That folder exists already; name a new one."))


class NotABackup(Exception):
    """Something of it is missing or was changed."""

    def __init__(self, name: str) -> None:
        super().__init__(_("This is no whole backup: %(name)s") % {"name": name})


class OfAnother(Exception):
    """The backup is of another kind of database, of other keys or of a newer version."""


class NotEmpty(Exception):
    """Something would be lost."""

    def __init__(self) -> None:
        super().__init__(
            _("There is something in the database or beside it already; --replace overwrites it.")
        )


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself."""

    made_at: str
    version: str  # of this product
    database: str  # sqlite, or postgresql
    migrations: list[str]
    keys: str
    files: dict[str, str]  # path → SHA-256


def back_up(*, folder: Path, now: datetime) -> Manifest:
    """
    Write the database, the files and the manifest to a new folder; half a backup has another name.

    :raises AlreadyThere: the folder exists
    :raises CopyFailed: the database's tool did not end well
    """
    draft = folder.with_name(f"{folder.name}.part")
    if folder.exists():
        raise AlreadyThere
    shutil.rmtree(draft, ignore_errors=True)  # of a backup that was broken off
    draft.mkdir(parents=True, mode=0o700)
    copy_database(draft / file_name())  # first: what it names beside itself is there then
    media = Path(settings.MEDIA_ROOT)
    if media.exists():
        shutil.copytree(media, draft / FILES)
    manifest = Manifest(
        made_at=now.isoformat(),
        version=_version(),
        database=connection.vendor,
        migrations=_migrations(),
        keys=_digest_of_keys(),
        files=_digests(draft),
    )
    (draft / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1, ensure_ascii=False))
    draft.rename(folder)
    return manifest


def look_at(folder: Path) -> Manifest:
    """
    Read a backup's manifest, and see that all is there as it was written.

    :raises NotABackup: the manifest, a file or a byte is missing or changed
    """
    try:
        manifest = Manifest(**json.loads((folder / MANIFEST).read_text()))
    except (OSError, ValueError, TypeError):
        raise NotABackup(MANIFEST) from None
    found = _digests(folder)
    found.pop(MANIFEST)
    for name in sorted(manifest.files.keys() | found.keys()):
        if manifest.files.get(name) != found.get(name):
            raise NotABackup(name)
    return manifest


def restore(*, folder: Path, replace: bool, now: datetime) -> Manifest:
    """
    Put a backup back, and hold all sending until the provider was asked what had gone out since.

    :raises NotABackup: it is not whole
    :raises OfAnother: it cannot be read here
    :raises NotEmpty: something is there and replace was not said
    :raises CopyFailed: the database's tool did not end well; nothing was changed
    """
    manifest = look_at(folder)
    _see_that_it_fits(manifest)
    if not replace and _holds_something():
        raise NotEmpty
    media = Path(settings.MEDIA_ROOT)
    draft, old = media.with_name(f"{media.name}.new"), media.with_name(f"{media.name}.old")
    for left in (draft, old):  # of a restore that was broken off
        shutil.rmtree(left, ignore_errors=True)
    if (folder / FILES).exists():
        shutil.copytree(folder / FILES, draft)
    else:
        draft.mkdir(parents=True)
    put_back(folder / file_name())
    call_command("migrate", verbosity=0)  # where this version is newer than the backup
    restores.hold(now=now)
    if media.exists():
        media.rename(old)
    draft.rename(media)
    shutil.rmtree(old, ignore_errors=True)
    return manifest


def _see_that_it_fits(manifest: Manifest) -> None:
    if manifest.database != connection.vendor:
        raise OfAnother(_("The backup is of another kind of database than DATABASE_URL names."))
    if manifest.keys != _digest_of_keys():
        raise OfAnother(_("LINK_KEY or FIELD_KEY is not that of the backup; set them first."))
    known = {f"{app}.{path.stem}" for app in OURS for path in _migration_files(app)}
    if not set(manifest.migrations) <= known:
        raise OfAnother(_("The backup is of a newer version; install that one first."))


def _holds_something() -> bool:
    tables = set(connection.introspection.table_names())
    models = [one for one in apps.get_models() if one._meta.app_label in OURS]
    filled = any(
        model._meta.db_table in tables and model._base_manager.exists() for model in models
    )
    media = Path(settings.MEDIA_ROOT)
    return filled or (media.exists() and any(media.iterdir()))


def _digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder."""
    found = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        with path.open("rb") as file:
            found[str(path.relative_to(folder))] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def _digest_of_keys() -> str:
    """Tell the keys again without telling them."""
    both = settings.LINK_KEY + settings.FIELD_KEY
    return hmac.digest(both, b"which keys a backup needs", "sha256").hex()


def _migrations() -> list[str]:
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied if app in OURS)


def _migration_files(app: str) -> list[Path]:
    return list((Path(apps.get_app_config(app).path) / "migrations").glob("[0-9]*.py"))


def _version() -> str:
    project = tomllib.loads((Path(settings.BASE_DIR) / "pyproject.toml").read_text())["project"]
    return str(project["version"])
