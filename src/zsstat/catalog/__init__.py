"""The catalogue: TOML files, an overlay merged over them, checked and made into declarations.

``load_catalogue()`` gives what ships with the program; ``load_catalogue(directory)`` the same with
the user's own directory merged over it (:mod:`zsstat.catalog.overlay`). Every file is checked
against :mod:`zsstat.declarations` by pydantic: an unknown key, a missing key or a wrong type is a
:class:`~zsstat.errors.CatalogueError` naming file and key. What cannot be seen in one file alone
(a posting from a table that does not exist, a condition that does not parse) is checked by
:mod:`zsstat.catalog.consistency` whenever an overlay takes part; for the catalogue that ships the
tests have done it. :mod:`zsstat.catalog.examination` finds all that is wrong with a configuration
at once and says what it changes.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from zsstat.catalog.memo import recall, remember
from zsstat.catalog.sources import COUNTY_TEMPLATE, FILES, TEMPLATE, TOML_FILES, Sources, strangers
from zsstat.declarations import Catalogue
from zsstat.errors import CatalogueError

__all__ = ["COUNTY_TEMPLATE", "FILES", "TEMPLATE", "TOML_FILES", "load_catalogue"]


def load_catalogue(directory: Path | None = None) -> Catalogue:
    """The catalogue with the overlay in ``directory`` merged over it.

    Raises :class:`CatalogueError` naming file and key."""
    return _load(directory.resolve() if directory else None)


@cache
def _load(directory: Path | None) -> Catalogue:
    if directory is not None:
        _refuse_strangers(directory)
    sources = Sources.read(directory)
    if known := recall(sources.digest):
        return known
    catalogue = _made(sources)
    remember(sources.digest, catalogue)
    return catalogue


def _made(sources: Sources) -> Catalogue:
    from zsstat.catalog.assembly import (
        assembled,
        checked,
        shipped_assessments,
        shipped_rules,
    )

    catalogue = assembled({name: checked(sources, name) for name in TOML_FILES}, sources)
    if sources.overlay:
        from zsstat.catalog.assessments import without_idle_assessments
        from zsstat.catalog.consistency import require_consistent, without_idle_rules

        catalogue = without_idle_rules(catalogue, shipped_rules(sources))
        catalogue = without_idle_assessments(catalogue, shipped_assessments(sources))
        require_consistent(catalogue)
    return catalogue


def _refuse_strangers(directory: Path) -> None:
    """A misspelt file name would silently do nothing, so it is refused."""
    if not directory.is_dir():
        raise CatalogueError(f"找不到配置目录 {directory}", "请核对 --config 或 ZSSTAT_CONFIG")
    if found := strangers(directory):
        raise CatalogueError(
            f"配置目录 {directory} 里有不认识的文件：{'、'.join(found)}",
            f"可以放的文件是：{'、'.join(FILES)}",
        )
