"""Office files are zip packages, and a package says of each part when it was written: not ours, so
that the same content has the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)


def undated(packed: bytes, changed: Mapping[str, bytes] | None = None) -> bytes:
    """The package with no time at any part; parts that are in ``changed`` have that content."""
    other = changed or {}
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as written, zipfile.ZipFile(content, "w") as package:
        for entry in written.infolist():
            plain = zipfile.ZipInfo(entry.filename, _EPOCH)
            plain.compress_type = zipfile.ZIP_DEFLATED
            part = other.get(entry.filename)
            package.writestr(plain, written.read(entry) if part is None else part)
    return content.getvalue()
