"""The checked catalogue kept between runs: reading and checking TOML takes a third of a command.

An entry is named by everything that it depends on (the texts, the record types, Python's version),
so a changed file is simply another entry; what lies here can be deleted at any time. The folder is
the user's own, and nothing is taken from a folder that is not.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from pathlib import Path

from zsstat import __version__, declarations
from zsstat.declarations import Catalogue

_KEPT = 8
"""So many entries stay; the oldest go first."""
_SEAL = hashlib.sha256().digest_size
"""An entry begins with the hash of the rest: a damaged one must not become another catalogue."""


def recall(digest: str) -> Catalogue | None:
    """The catalogue that was remembered under this digest, or None."""
    path = _entry(digest)
    if not _is_ours(path.parent):
        return None
    try:
        content = path.read_bytes()
    except OSError:
        return None  # there is none yet
    seal, kept = content[:_SEAL], content[_SEAL:]
    if hashlib.sha256(kept).digest() != seal:
        return None  # cut off or damaged: it is made anew, which is all a cache needs
    try:
        found = pickle.loads(kept)  # noqa: S301 - the user's own folder, see above
    except (pickle.UnpicklingError, AttributeError, ImportError, TypeError, ValueError):
        return None  # written by other code
    return found if isinstance(found, Catalogue) else None


def remember(digest: str, catalogue: Catalogue) -> None:
    """Keeps the catalogue for the next run; where the folder cannot be written, does without."""
    import tempfile  # the runs that only recall do without

    path = _entry(digest)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, draft = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            kept = pickle.dumps(catalogue, protocol=pickle.HIGHEST_PROTOCOL)
            file.write(hashlib.sha256(kept).digest() + kept)
        Path(draft).replace(path)
        _forget_oldest(path.parent)
    except OSError:
        # A read-only home or a full disk costs a tenth of a second a run, and no figure.
        return


def _entry(digest: str) -> Path:
    python = sys.implementation.cache_tag
    return cache_directory() / f"catalogue-{__version__}-{_records()}-{python}-{digest}.pickle"


def _records() -> str:
    """Changes with any module of the record types: entries made of others are not read as these."""
    modules = sorted(Path(declarations.__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(m.read_bytes() for m in modules)).hexdigest()[:8]


def cache_directory() -> Path:
    """ZSSTAT_CACHE_DIR, else the place that the system has for such things."""
    if chosen := os.environ.get("ZSSTAT_CACHE_DIR"):
        return Path(chosen)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "zsstat"


def _is_ours(directory: Path) -> bool:
    """Whether the folder belongs to this user; Windows keeps such folders apart by itself."""
    getuid = getattr(os, "getuid", None)
    try:
        return getuid is None or directory.stat().st_uid == getuid()
    except OSError:
        return False


def _forget_oldest(directory: Path) -> None:
    entries = sorted(directory.glob("catalogue-*.pickle"), key=lambda p: p.stat().st_mtime)
    for entry in entries[:-_KEPT]:
        entry.unlink(missing_ok=True)
