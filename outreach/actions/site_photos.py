from __future__ import annotations

import secrets
from datetime import datetime
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from outreach.actions.workplaces import ChangedMeanwhile
from outreach.models import Workplace
from outreach.places.photos import NotAPhoto, re_encoded

FOLDER = "sites"


class NoPhoto(Exception):
    """What was sent is no picture that can be kept."""

    def __init__(self) -> None:
        super().__init__(_("Please choose a photo (JPEG, PNG or WebP, up to 8 MB)."))


@transaction.atomic
def keep_photo(*, workplace: Workplace, content: bytes, now: datetime) -> Workplace:
    """
    Keep a photo of the site, re-encoded; the one before goes once this one is on record.

    :raises NoPhoto: it is no picture
    :raises ChangedMeanwhile: somebody else changed the workplace
    """
    try:
        picture = re_encoded(content)
    except NotAPhoto as reason:
        raise NoPhoto from reason
    name = default_storage.save(f"{FOLDER}/{secrets.token_hex(12)}.jpg", ContentFile(picture))
    return _replace(workplace, name)


@transaction.atomic
def remove_photo(*, workplace: Workplace, now: datetime) -> Workplace:
    """
    Take the photo of the site away.

    :raises NoPhoto: there is none
    :raises ChangedMeanwhile: somebody else changed the workplace
    """
    if not workplace.photo:
        raise NoPhoto
    return _replace(workplace, "")


def _replace(workplace: Workplace, name: str) -> Workplace:
    rows = Workplace.objects.filter(pk=workplace.pk, version=workplace.version)
    if not rows.update(photo=name, version=F("version") + 1):
        raise ChangedMeanwhile
    old = workplace.photo
    workplace.refresh_from_db()
    # A merged double may still name it: then it stays until nobody does.
    if old and not Workplace.objects.filter(photo=old).exists():
        transaction.on_commit(partial(default_storage.delete, old))
    return workplace
