"""Flat rows with described columns: what data packages, Parquet files and frames are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

Value: TypeAlias = str | int | bool | Decimal | None
"""What stands in a row: never a float. None is a missing value."""


class Kind(StrEnum):
    """What a column holds, in the words of Table Schema. ``NUMBER`` is an exact decimal."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class Column:
    """``name`` for machines, ``title`` and ``description`` for people. ``required``: no row lacks
    it. ``free``: the text is somebody else's, and a spreadsheet must not take it for a formula.
    ``choices`` are the values that there may be, where they are a closed list."""

    name: str
    kind: Kind
    title: str
    description: str = ""
    required: bool = False
    free: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """The values of ``columns`` are found in the columns ``to`` of the resource ``resource``."""

    columns: tuple[str, ...]
    resource: str
    to: tuple[str, ...]


@dataclass(frozen=True)
class Resource:
    """A table of a package: its rows have one value a column; ``key`` tells them apart."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: Sequence[tuple[Value, ...]]
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True)
class Package:
    """Resources that belong together. ``created`` is the moment of what is newest in them (RFC
    3339), None where nothing says it; ``sources`` says who the data comes from; ``made_by`` names
    program and catalogue."""

    name: str
    title: str
    description: str
    created: str | None
    sources: tuple[str, ...]
    resources: tuple[Resource, ...]
    made_by: dict[str, str] = field(default_factory=dict)
