"""From tables and documents to media, one module a medium. Imports only the types.

Every renderer takes a :class:`~zsstat.model.Report` (the bulletin's take an
:class:`~zsstat.model.Edition`) and gives bytes, ready for a file or a pipe. The terminal is apart
(:func:`zsstat.render.terminal.show`): it needs to know how wide it is and what it can draw.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, cast

from zsstat.errors import UsageError

if TYPE_CHECKING:
    from zsstat.model import Edition, Report

RENDERERS = {
    "csv": "zsstat.render.records:csv_bytes",
    "json": "zsstat.render.records:json_bytes",
    "md": "zsstat.render.markdown:markdown_bytes",
    "html": "zsstat.render.tables_html:html_bytes",
    "parquet": "zsstat.render.parquet:parquet_bytes",
    "xlsx": "zsstat.render.xlsx:xlsx_bytes",
}
"""Format → ``module:function``; a module is imported when its format is asked for."""

DOCUMENTS = {
    "txt": "zsstat.render.text:txt_bytes",
    "md": "zsstat.render.text:md_bytes",
    "docx": "zsstat.render.docx:docx_bytes",
    "html": "zsstat.render.page:page_bytes",
}
"""The same for documents: each takes an :class:`~zsstat.model.Edition`."""


def document_renderer(name: str) -> Callable[[Edition], bytes]:
    """The renderer of a document's format. Raises :class:`UsageError` for one that there is none
    of."""
    return cast("Callable[[Edition], bytes]", _found(DOCUMENTS, name))


def renderer(name: str) -> Callable[[Report], bytes]:
    """The renderer of a format. Raises :class:`UsageError` for one that there is none of."""
    return cast("Callable[[Report], bytes]", _found(RENDERERS, name))


def _found(known: Mapping[str, str], name: str) -> object:
    if name not in known:
        raise UsageError(f"不支持的格式：{name}", f"可用的格式：{'、'.join(known)}")
    module, function = known[name].split(":")
    return getattr(import_module(module), function)
