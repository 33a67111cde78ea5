"""Reads codes out of pictures, where the optional packages `pillow` and `zxing-cpp` are installed (extra `qr`)."""

from __future__ import annotations

import io
import warnings
from importlib.util import find_spec

from config.policy import policy

_SMALL = 400
"""Pixels below which a picture is enlarged for a second look: codes on portals are often thumbnails."""


class NotAPicture(Exception):
    """The bytes are no picture that can be read, or one that is too large."""


def can_read() -> bool:
    """Whether the packages are installed."""
    return find_spec("zxingcpp") is not None and find_spec("PIL") is not None


def codes_in(body: bytes) -> tuple[str, ...]:
    """The texts of all codes in a picture, in the order in which they stand. Raises `NotAPicture`."""
    import zxingcpp  # noqa: PLC0415  # an extra: may not be installed
    from PIL import Image  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(body))
            if picture.width * picture.height > policy().trials.picture_pixels:
                raise NotAPicture("too many pixels")
            flat = Image.new("RGB", picture.size, "white")
            seen = picture.convert("RGBA")
            flat.paste(seen, mask=seen.getchannel("A"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NotAPicture(str(error)) from error
    found = zxingcpp.read_barcodes(flat)
    if not found and max(flat.size) < _SMALL:
        found = zxingcpp.read_barcodes(flat.resize((flat.width * 3, flat.height * 3)))
    return tuple(
        code.text for code in sorted(found, key=lambda code: (code.position.top_left.y, code.position.top_left.x))
    )
