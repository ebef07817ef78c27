"""A list that is sent stays in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.files.uploadhandler import StopUpload
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from outreach.models import Centre
from outreach.spreadsheet.limits import UPLOAD
from outreach.spreadsheet.reasons import REASON_TEXTS, FileReason
from outreach.uploads import PATIENCE, MemoryUploadHandler

TEMPORARY = "django.core.files.uploadhandler.TemporaryFileUploadHandler"


def received(content: bytes) -> UploadedFile[bytes]:
    file = SimpleUploadedFile("명단.csv", content)
    request = RequestFactory().post("/imports/new/", {"file": file})
    got = request.FILES["file"]
    assert isinstance(got, UploadedFile)
    return got


def no_disk(*args: object, **kwargs: object) -> None:
    raise AssertionError("an upload was written to the disk")


def test_a_list_is_kept_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", no_disk)
    content = b"0123456789" * 400_000  # more than Django keeps in memory by itself

    file = received(content)

    assert file.read() == content
    assert file.size == len(content)
    assert not hasattr(file, "temporary_file_path")


def test_django_alone_would_write_it_to_the_disk(settings: Settings) -> None:
    """The twin."""
    settings.FILE_UPLOAD_HANDLERS = [TEMPORARY]

    assert hasattr(received(b"x"), "temporary_file_path")


def test_of_a_file_too_large_only_its_size_is_kept() -> None:
    file = received(b"x" * (UPLOAD.max_bytes + 1))

    assert file.size == UPLOAD.max_bytes + 1
    assert file.read() == b""


def test_endless_files_are_cut_off() -> None:
    handler = MemoryUploadHandler()
    handler.new_file("file", "x.csv", "text/csv", None)
    chunk = b"x" * UPLOAD.max_bytes

    with pytest.raises(StopUpload) as stopped:
        for number in range(PATIENCE + 1):
            handler.receive_data_chunk(chunk, number)

    assert stopped.value.connection_reset


@pytest.mark.django_db
def test_a_file_too_large_is_refused_in_words(
    centre: Centre, signed_in: Callable[..., Client]
) -> None:
    file = SimpleUploadedFile("명단.csv", b"x" * (UPLOAD.max_bytes + 1))

    page = signed_in().post(reverse("import-new"), {"file": file}).content.decode()

    assert str(REASON_TEXTS[FileReason.TOO_MANY_BYTES]) in page
