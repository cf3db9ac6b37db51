"""The catalogue's names and words, normalised once for a workbook and looked up many times."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from zsstat.declarations import Catalogue, ReturnTable
from zsstat.model import Cell, CellKind
from zsstat.values import normalise

LONGEST_NAME = 40
"""No column is named in more characters; a longer text is not looked up."""

_REQUIRED_MARK = re.compile(r"^[*★]+|[*★]+$")
_FILLING_HINT = re.compile(r"\((?:填|如|例|请|选|是/否|年|按|格式|精确|必填|可选)[^()]*\)$")
_NUMBERING = re.compile(r"^\(?[一二三四五六七八九十\d]{1,3}\)?[、.,]")
_LABEL_STARTS = r"(?:^|(?<=^\()|(?<=\s\()|(?<=[\s:;,、。_)/|]))"
"""A label stands at the start, after white space or punctuation, or in brackets of its own; 单位 in
下达单位 or in 总投资（单位：亿元） is none."""


def filled(cell: Cell | None) -> bool:
    """Whether a person sees something in the cell; spaces alone are nothing."""
    if cell is None or cell.kind is CellKind.BLANK:
        return False
    return not isinstance(cell.value, str) or bool(cell.value.strip())


class LabelKind(StrEnum):
    REPORTER = "reporter"
    PERIOD = "period"
    UNIT = "unit"
    SIGNATURE = "signature"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Label:
    """``填报单位（盖章）：旬阳县招商局`` → REPORTER, 填报单位, 旬阳县招商局; ``value``
    may be empty."""

    kind: LabelKind
    label: str
    value: str


class Words:
    """What the recogniser looks up: column names by table, and the vocabulary of the furniture."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.tables: tuple[ReturnTable, ...] = tuple(catalogue.returns.values())
        vocabulary = catalogue.vocabulary
        self.totals = _normalised(vocabulary.total_labels)
        self.subtotals = _normalised(vocabulary.subtotal_labels)
        self.ordinals = _normalised(vocabulary.ordinal_headers)
        self.blank_marks = _normalised(vocabulary.blank_marks)
        self._seen: dict[str, str] = {}

    @cached_property
    def columns(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Normalised name → table → the columns so called (more than one is an ambiguity)."""
        names: dict[str, dict[str, tuple[str, ...]]] = {}
        for table in self.tables:
            for column in table.columns:
                for name in {normalise(n) for n in (column.name, *column.aliases)}:
                    tables = names.setdefault(name, {})
                    tables[table.id] = (*tables.get(table.id, ()), column.name)
        return names

    def plain(self, text: str) -> str:
        """A name as it is compared: normalised, without marks, numbering and filling hints."""
        known = self._seen.get(text)
        if known is None:
            known = self._seen[text] = self._plain(text)
        return known

    def _plain(self, text: str) -> str:
        name = _REQUIRED_MARK.sub("", normalise(text))
        if name in self.columns:
            return name
        name = _FILLING_HINT.sub("", name)
        return name if name in self.columns else _NUMBERING.sub("", name)

    def total_kind(self, text: str, *, exact: bool) -> str | None:
        """``total``, ``subtotal`` or None. Unless ``exact``, 新建项目小计 is a subtotal, too."""
        if len(text) > LONGEST_NAME:
            return None
        name = normalise(text).rstrip(":")
        name = re.sub(r"\([^()]*\)$", "", name)
        if name in self.totals:
            return "total"
        if name in self.subtotals:
            return "subtotal"
        if not exact and len(name) <= 14 and name.endswith(tuple(self.subtotals | self.totals)):
            return "subtotal"
        return None

    @cached_property
    def _label_kinds(self) -> dict[str, LabelKind]:
        vocabulary = self.catalogue.vocabulary
        kinds: dict[str, LabelKind] = {}
        for kind, labels in (
            (LabelKind.NOTE, vocabulary.note_labels),
            (LabelKind.SIGNATURE, vocabulary.signature_labels),
            (LabelKind.PERIOD, vocabulary.period_labels),
            (LabelKind.UNIT, vocabulary.unit_labels),
            (LabelKind.REPORTER, vocabulary.reporter_labels),
        ):
            kinds.update((normalise(label), kind) for label in labels)
        return kinds

    @cached_property
    def _label_pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self._label_kinds, key=len, reverse=True)
        spaced = "|".join(r"\s*".join(re.escape(sign) for sign in name) for name in longest_first)
        return re.compile(rf"{_LABEL_STARTS}({spaced})\s*(?:\([^()]*\))?\s*:")

    def labels(self, text: str) -> tuple[Label, ...]:
        """Every ``label: value`` of a text, from left to right."""
        plain = unicodedata.normalize("NFKC", text)
        if ":" not in plain:
            return ()
        found = list(self._label_pattern.finditer(plain))
        if not found:
            return ()
        ends = [*(match.start() for match in found[1:]), len(plain)]
        return tuple(
            Label(self._label_kinds[normalise(m[1])], m[1], _trimmed(plain[m.end() : end]))
            for m, end in zip(found, ends, strict=True)
        )

    def before_labels(self, text: str) -> str:
        """What stands before the first label: the title in ``…项目台账  单位：万元``."""
        plain = unicodedata.normalize("NFKC", text)
        found = self._label_pattern.search(plain) if ":" in plain else None
        return (plain[: found.start()] if found else text).strip(" (")

    @cached_property
    def _note_pattern(self) -> re.Pattern[str]:
        notes = "|".join(re.escape(normalise(n)) for n in self.catalogue.vocabulary.note_labels)
        return re.compile(rf"(?:{notes})\d*[:、.,]")

    def is_note(self, text: str) -> bool:
        """``注1、…``: a note, with or without a colon."""
        return len(text) > 1 and bool(self._note_pattern.match(normalise(text)))

    def is_office(self, text: str) -> bool:
        """Whether the text ends as offices do: it signs, and is no project."""
        return normalise(text).endswith(self._offices)

    @cached_property
    def _offices(self) -> tuple[str, ...]:
        return tuple(normalise(suffix) for suffix in self.catalogue.vocabulary.office_suffixes)

    def bare_label(self, text: str) -> Label | None:
        """A cell that is a label and nothing else; its value stands in the next cell."""
        name = re.sub(r"\([^()]*\)$", "", normalise(text))
        kind = self._label_kinds.get(name)
        return Label(kind, name, "") if kind else None


def _normalised(words: Iterable[str]) -> frozenset[str]:
    return frozenset(normalise(word) for word in words)


def _trimmed(value: str) -> str:
    """The value behind a label without lines to write on and without the label's own bracket."""
    bare = value.strip(" _;,、\n\t")
    return bare.removesuffix(")").rstrip(" _") if bare.count(")") > bare.count("(") else bare
