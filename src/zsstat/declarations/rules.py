"""What is checked: rules with their tolerances, and the sectors that industry codes belong to
(rules.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from zsstat.declarations.entries import STRICT, Expression, in_years
from zsstat.model import Level


@dataclass(frozen=True, slots=True)
class Sector:
    """A section of the classification of economic activities (GB/T 4754: 门类). ``divisions`` are
    its two-digit divisions (大类), one (``70``) or a range (``13-43``) each; ``aliases`` are words
    that a declared industry may be called by when it belongs, at least in part, to this section:
    the same word may stand with several."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    name: str
    divisions: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Tolerance:
    """A difference is accepted when it is within ``absolute`` (a quantity such as ``1万元``, or a
    plain number) or within ``relative`` percent of the expected value."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    absolute: str = "0"
    relative: str = "0"


@dataclass(frozen=True, slots=True)
class Rule:
    """``check`` names a generator in ``zsstat.checks.RULES``, or ``reading`` for what the reader
    and recogniser notice. ``why`` is for whom which figure is wrong otherwise. ``when`` and
    ``holds`` are expressions over a row's columns (or over indicators' sums for table rules).
    ``action`` is what is to be done; ``reply`` what the sender is asked to do where that differs,
    since the action is the office's. ``since``/``until`` are years of the period."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    title: str
    level: Level
    check: str = "reading"
    table: str | None = None
    when: Expression | None = None
    holds: Expression | None = None
    message: str = ""
    action: str = ""
    reply: str = ""
    why: str = ""
    passes: str = ""
    fails: str = ""
    tolerance: Tolerance = Tolerance()
    parameters: Mapping[str, str | int | tuple[str, ...]] = field(default_factory=dict)
    since: int | None = None
    until: int | None = None
    version: int = 1
    enabled: bool = True

    def holds_in(self, year: int) -> bool:
        return in_years(year, self.since, self.until)
