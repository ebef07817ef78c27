"""Text that a copy of the database, a backup or a log must not give away (AES-256-GCM)."""

from __future__ import annotations

import base64
import os
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    _TextField = models.TextField[str, str]
    _BinaryField = models.BinaryField[bytes | None, bytes | memoryview | None]
else:
    _TextField = models.TextField
    _BinaryField = models.BinaryField

MARK = "v1:"  # names the key and the form, so that both can change later
NONCE_LENGTH = 12


class EncryptedTextField(_TextField):
    """
    A text kept encrypted under FIELD_KEY; it cannot be searched.

    Each value is bound to its table and column, so that a ciphertext moved to another column
    does not open.
    """

    def _bound_to(self) -> bytes:
        return f"{self.model._meta.db_table}.{self.column}".encode()

    def get_prep_value(self, value: Any) -> Any:
        if value in (None, ""):
            return value
        nonce = os.urandom(12)
        sealed = AESGCM(settings.FIELD_KEY).encrypt(nonce, str(value).encode(), self._bound_to())
        return MARK + base64.b64encode(nonce + sealed).decode()

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        if not value:
            return value
        raw = base64.b64decode(value.removeprefix(MARK))
        opened = AESGCM(settings.FIELD_KEY).decrypt(raw[:12], raw[12:], self._bound_to())
        return opened.decode()


class SealedBytesField(_BinaryField):
    """Bytes kept encrypted under FIELD_KEY, bound to their table and column like the texts."""

    def _bound_to(self) -> bytes:
        return f"{self.model._meta.db_table}.{self.column}".encode()

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is not None:
            nonce = os.urandom(NONCE_LENGTH)
            sealed = AESGCM(settings.FIELD_KEY).encrypt(nonce, bytes(value), self._bound_to())
            value = MARK.encode() + nonce + sealed
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: bytes | memoryview | None, *_: object) -> bytes | None:
        if value is None:
            return None
        raw = bytes(value).removeprefix(MARK.encode())
        nonce, sealed = raw[:NONCE_LENGTH], raw[NONCE_LENGTH:]
        return AESGCM(settings.FIELD_KEY).decrypt(nonce, sealed, self._bound_to())
