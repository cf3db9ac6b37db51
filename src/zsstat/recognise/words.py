"""The catalogue's names and words, normalised once for a workbook and looked up many times."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from zsstat.declarations import Catalogue, Column, ReturnTable, Unit
from zsstat.model import Cell, CellKind
from zsstat.values import lexicon, normalise, without_footnotes

LONGEST_NAME = 40
"""No column is named in more characters; a longer text is not looked up."""

LONGEST_TOTAL = 14
"""新建项目小计; a longer text that ends so is a name."""
LONGEST_LINES = 120
"""A heading with a translation on lines of its own may be so long."""
OF_WHICH = "其中"

_DECORATED = re.compile(r"[^\u3400-\u9fff]|^[一二三四五六七八九十]|^其中")
"""Without any of these a text has neither marks nor numbering nor a translation."""
_REQUIRED_MARK = re.compile(r"^[*★☆※]+|[*★☆※†‡]+$")
_FILLING_HINT = re.compile(r"\((?:填|如|例|请|选|是/否|年|按|格式|精确|必填|可选)[^()]*\)$")
_CIRCLED = re.compile(
    r"^\s*(?:[①-⑳㉑-㉟⑴-⒇㈠-㈩⒈-⒛Ⅰ-Ⅻ]|\d{1,2}(?=\s)|\d{1,2}(?:\.\d{1,2})+)\s*[、.．]?\s*"
)
"""Signs that normalising turns into plain digits, and a number set off by a space."""
_NUMBERING = re.compile(
    r"^(?:\(?[一二三四五六七八九十\d]{1,3}\)?[、.,:]|\([一二三四五六七八九十\d]{1,3}\)|#+)"
)
_OF_WHICH_SIGNS = re.compile(rf"^#*{OF_WHICH}[#:、,;]*")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{2}")
_LATIN_WORD = re.compile(r"[a-z][a-z0-9&]*")
_LATIN_TAIL = re.compile(
    r"(?<=[\u3400-\u9fff)）\]］])\s*[(（]?\s*[A-Za-z][A-Za-z0-9\s,.&'’()（）/:;%-]*$"
)
_LATIN_HEAD = re.compile(r"^\s*[A-Za-z][A-Za-z0-9\s,.&'’/:;%-]*[A-Za-z.][\s:]*(?=[\u3400-\u9fff])")
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


@dataclass(frozen=True, slots=True)
class Own:
    """What one header cell says by itself: its name as it stands, without its unit, the unit."""

    whole: str
    bare: str
    unit: Unit | None = None


class Words:
    """What the recogniser looks up: column names by table, and the vocabulary of the furniture."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.tables: tuple[ReturnTable, ...] = tuple(catalogue.returns.values())
        vocabulary = catalogue.vocabulary
        self.totals = _normalised(vocabulary.total_labels)
        self.subtotals = _normalised(vocabulary.subtotal_labels)
        self.ordinals = _normalised(vocabulary.ordinal_headers)
        self.value_words = _normalised(vocabulary.value_words)
        self.blank_marks = _normalised(vocabulary.blank_marks)
        self.unit_labels = _normalised(vocabulary.unit_labels)
        self._seen: dict[str, str] = {}
        self.own: dict[str, Own] = {}
        """What header cells say by themselves, kept for :mod:`zsstat.recognise.headings`."""

    @cached_property
    def columns(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Normalised name → table → the columns so called (more than one is an ambiguity)."""
        names: dict[str, dict[str, tuple[str, ...]]] = {}
        for table in self.tables:
            for column in table.columns:
                for name in {normalise(n) for n in (column.name, *column.aliases)}:
                    tables = names.setdefault(name, {})
                    tables[table.id] = (*tables.get(table.id, ()), column.name)
        for table in self.tables:
            for column in table.columns:
                for name in _of_which(column):
                    names.setdefault(name, {}).setdefault(table.id, (column.name,))
        return names

    @cached_property
    def says_nothing(self) -> frozenset[str]:
        """The words that add nothing to the name of the heading above them."""
        return self.totals | self.subtotals | self.value_words

    def plain(self, text: str) -> str:
        """A name as it is compared: normalised, without marks, numbering, hints, footnote signs
        and a translation beside it; the least changed form that the catalogue declares."""
        known = self._seen.get(text)
        if known is None:
            known = self._seen[text] = self._plain(text)
        return known

    def _plain(self, text: str) -> str:
        name = normalise(text)
        if name in self._declared or not _DECORATED.search(text):
            return name
        for form in self._forms(text):
            name = form or name
            if name in self._declared:
                break
        return name

    @cached_property
    def _declared(self) -> frozenset[str]:
        """The names of columns and indicators."""
        return frozenset(self.columns) | frozenset(lexicon(self.catalogue).indicators)

    def _forms(self, text: str) -> Iterator[str]:
        """The text with one thing more taken off each time."""
        text = self.without_marks(text)
        name = _REQUIRED_MARK.sub("", normalise(text))
        yield name
        yield _FILLING_HINT.sub("", name)
        name = _REQUIRED_MARK.sub("", normalise(_CIRCLED.sub("", text)))
        yield _OF_WHICH_SIGNS.sub(OF_WHICH, name)
        name = _NUMBERING.sub("", _FILLING_HINT.sub("", name))
        yield name
        yield _OF_WHICH_SIGNS.sub(OF_WHICH, name)

    def without_marks(self, text: str) -> str:
        """The text less a translation and the signs of footnotes."""
        return without_footnotes(self.without_translation(text))

    def without_translation(self, text: str) -> str:
        """The text less the Latin lines and words that stand beside Chinese ones and that no name
        of the catalogue contains."""
        if not (_LATIN.search(text) and _HAN.search(text)):
            return text
        lines = text.splitlines()
        kept = [line for line in lines if _HAN.search(line) or not self.is_translation(line)]
        text = "\n".join(kept)
        for pattern in (_LATIN_TAIL, _LATIN_HEAD):
            found = pattern.search(text)
            if found and self.is_translation(found[0]):
                text = text[: found.start()] + text[found.end() :]
        return text

    def is_translation(self, text: str) -> bool:
        """Whether the text is Latin words of which the catalogue knows none: a translation."""
        if _HAN.search(text) or not _LATIN.search(text):
            return False
        return self._latin.isdisjoint(_LATIN_WORD.findall(normalise_spaced(text)))

    @cached_property
    def _latin(self) -> frozenset[str]:
        """The Latin words in the catalogue's names: R&D, GDP, USD."""
        catalogue = self.catalogue
        names = [
            *self.columns,
            *(n for i in catalogue.indicators.values() for n in (i.name, i.short or "")),
            *(n for i in catalogue.indicators.values() for n in i.aliases),
            *(n for u in catalogue.units.values() for n in (u.id, *u.aliases)),
            *self.ordinals,
        ]
        return frozenset(w for n in names for w in _LATIN_WORD.findall(normalise_spaced(n)))

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
        if (
            not exact
            and len(name) <= LONGEST_TOTAL
            and name.endswith(tuple(self.subtotals | self.totals))
        ):
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
    def unit_names(self) -> tuple[str, ...]:
        return tuple(lexicon(self.catalogue).units)

    def is_area(self, text: str) -> bool:
        """Whether the text is the name of an area."""
        return normalise(text) in lexicon(self.catalogue).areas

    @cached_property
    def continued(self) -> str:
        """The words for a table that goes on (续表), as alternatives of a pattern."""
        words = sorted(map(normalise, self.catalogue.vocabulary.continued_labels), key=len)
        return "|".join(re.escape(word) for word in reversed(words)) or r"(?!)"

    @cached_property
    def _offices(self) -> tuple[str, ...]:
        return tuple(normalise(suffix) for suffix in self.catalogue.vocabulary.office_suffixes)

    def bare_label(self, text: str) -> Label | None:
        """A cell that is a label and nothing else; its value stands in the next cell."""
        name = re.sub(r"\([^()]*\)$", "", normalise(text))
        kind = self._label_kinds.get(name)
        return Label(kind, name, "") if kind else None


def normalise_spaced(text: str) -> str:
    """Half width and lower case, with the spaces between words left as they are."""
    return unicodedata.normalize("NFKC", text).casefold()


def _of_which(column: Column) -> Iterator[str]:
    """Further names of a column that is a part of another: each of its names behind 其中."""
    names = [normalise(name) for name in (column.name, *column.aliases)]
    if any(name.startswith(OF_WHICH) for name in names):
        for name in names:
            bare = _OF_WHICH_SIGNS.sub("", name)
            yield from (OF_WHICH + bare, f"{OF_WHICH}:{bare}")


def _normalised(words: Iterable[str]) -> frozenset[str]:
    return frozenset(normalise(word) for word in words)


def _trimmed(value: str) -> str:
    """The value behind a label without lines to write on and without the label's own bracket."""
    bare = value.strip(" _;,、\n\t")
    return bare.removesuffix(")").rstrip(" _") if bare.count(")") > bare.count("(") else bare
