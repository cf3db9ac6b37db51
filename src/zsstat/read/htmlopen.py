"""Tables and cells of a web page that have begun and not ended, and what their elements say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from zsstat.read.htmlcell import Text
from zsstat.read.htmltable import TableBuilder, TextRow
from zsstat.read.officeformats import is_hidden_style

Attributes = Mapping[str, str]

_SPAN = re.compile(r"\s*([0-9]{1,9})")


@dataclass(slots=True)
class FoundTable:
    """A table of data; ``caption`` and ``heading`` are what the page calls it, if anything."""

    builder: TableBuilder
    above: list[TextRow]
    caption: str
    heading: str


class OpenCell(NamedTuple):
    attributes: Attributes
    text: Text
    outer_text: Text


@dataclass(slots=True)
class OpenTable:
    """A table whose end has not come yet, and what was going on around it."""

    builder: TableBuilder
    outer_text: Text
    outer_unseen: int
    caption: str = ""
    heading: str = ""
    layout: bool = False
    group_hidden: bool = False
    in_row: bool = False
    cells: list[OpenCell] = field(default_factory=list)


def is_hidden(attributes: Attributes) -> bool:
    return "hidden" in attributes or is_hidden_style(attributes.get("style", ""))


def span(attributes: Attributes, name: str) -> int:
    """1 where the page says nothing, or nothing that is a number."""
    match = _SPAN.match(attributes.get(name, ""))
    return int(match[1]) if match else 1
