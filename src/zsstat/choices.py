"""What a person chooses between by name: small enough that asking for help loads no types."""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """A 强制性 blocks; B 准强制性 blocks until explained; C 核实性 asks; D 提示性 informs."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Layout(StrEnum):
    """How a workbook of statistics looks: after the good practice of official statistics, one
    table a sheet with cover, contents and notes; or as Chinese offices print tables."""

    STATISTICAL = "statistical"
    OFFICIAL = "official"


class Audience(StrEnum):
    """Whom a document is for. What goes to the public has no excerpts of returns and nothing that
    would show what a single enterprise reported."""

    INTERNAL = "internal"
    PUBLIC = "public"
