"""How an uploaded list arrives: in memory only, so that nothing of it is ever left on a disk."""

from __future__ import annotations

from io import BytesIO

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from outreach.spreadsheet.limits import UPLOAD

# Whoever sends this much more than is allowed has no list; the connection is closed.
PATIENCE = 20


class MemoryUploadHandler(FileUploadHandler):
    """
    Keeps a file in memory, up to the limit of a list.

    Of a larger one nothing is kept but its size, by which the form refuses it in plain words.
    """

    chunk_size = 256 * 1024

    def new_file(self, *args: object, **kwargs: object) -> None:
        """Begin the next file of the form."""
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]
        self._content = BytesIO()
        self._size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep the chunk, or forget the file once it is too large."""
        self._size += len(raw_data)
        if self._size <= UPLOAD.max_bytes:
            self._content.write(raw_data)
            return
        self._content = BytesIO()
        if self._size > UPLOAD.max_bytes * PATIENCE:
            raise StopUpload(connection_reset=True)

    def file_complete(self, file_size: int) -> UploadedFile[bytes]:
        """Return the file; `size` counts what was sent, also when it was not kept."""
        self._content.seek(0)
        return InMemoryUploadedFile(
            file=self._content,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type or "",
            size=self._size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
