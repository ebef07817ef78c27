"""The files of the asking person's own centre, as every page about lists loads them."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from outreach.asker import StaffRequest
from outreach.models import ImportFile
from outreach.models.import_row import ImportRow, ImportRowQuerySet


def own_files(request: StaffRequest) -> QuerySet[ImportFile]:
    """Return the files of the centre, without what was read from them: nobody needs it here."""
    files = ImportFile.objects.for_staff(request.user).select_related("uploaded_by", "workplace")
    return files.defer("content")


def own_file(request: StaffRequest, pk: int) -> ImportFile:
    """Return one file of the centre, or nothing is found."""
    return get_object_or_404(own_files(request), pk=pk)


def own_rows(request: StaffRequest) -> ImportRowQuerySet:
    """Return the rows of the centre's files."""
    rows = ImportRow.objects.for_staff(request.user).select_related("file")
    return rows.defer("file__content")
