"""Photos of a site: only the picture is kept, small, without what the camera wrote into it."""

from __future__ import annotations

import warnings
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST = 8 * 1024 * 1024  # bytes of an upload: a telephone's picture, not a film
MOST_PIXELS = 50_000_000
EDGE = 1600
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP")


class NotAPhoto(Exception):
    """The file is no picture that can be read, or it is far too large."""


def re_encoded(content: bytes) -> bytes:
    """
    Return the picture as a JPEG of at most EDGE pixels: no place, no time, no camera's number.

    :raises NotAPhoto: it is none
    """
    if len(content) > LARGEST:
        raise NotAPhoto
    try:
        with warnings.catch_warnings(), Image.open(BytesIO(content), formats=FORMATS) as opened:
            warnings.simplefilter("error")  # a bomb that only warns is refused as well
            if opened.width * opened.height > MOST_PIXELS:
                raise NotAPhoto
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, ValueError, SyntaxError, Warning, UnidentifiedImageError) as reason:
        raise NotAPhoto from reason
    upright.thumbnail((EDGE, EDGE))
    plain = Image.new("RGB", upright.size)
    plain.paste(upright)
    written = BytesIO()
    plain.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue()
