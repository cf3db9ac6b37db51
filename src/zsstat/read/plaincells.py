"""What the cells of ordinary sheets look like, and what their letters and attributes mean.

Everything that many cells have in common (a column's letters, a style, a value in the same words)
is worked out once and looked up from then on.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from zsstat.model import CellKind, column_number
from zsstat.read.numfmt import NumberFormat
from zsstat.read.sheet import Content, Surroundings
from zsstat.read.strings import TEXT, unescape, without_entities

MEMORY = 1 << 16
_MOST_LETTERS = 3

ATTRIBUTE = re.compile(r' ([A-Za-z0-9]+|x14ac:dyDescent)="([^"<&]*)"')
# A number whose text is its own shortest decimal already: the common case needs no more work.
SHORTEST = r"-?(?:[1-9][0-9]{0,8}|0(?=\.))(?:\.[0-9]{0,5}[1-9])?|0"
CELL = re.compile(
    r'<c r="([A-Z]+)([0-9]+)"((?: s="[0-9]+")?(?: t="[A-Za-z]+")?)'
    r"(?: ?/>|>"
    rf'(<f(?: [A-Za-z0-9]+="[^"<&]*")*(?: ?/>|>{TEXT}</f>))?'
    rf"(?:<v>({SHORTEST})</v>"
    rf'|(<v>{TEXT}</v>|<v ?/>|<is><t(?: xml:space="preserve")?>{TEXT}</t></is>))?'
    r"</c>)"
    r"|([\s\S]+)"
)


_KINDS = {
    "n": CellKind.NUMBER,
    "s": CellKind.TEXT,
    "str": CellKind.TEXT,
    "inlineStr": CellKind.TEXT,
    "b": CellKind.BOOL,
    "d": CellKind.DATE,
}


class NotPlainError(Exception):
    """Something out of the ordinary: the reference reader must read this sheet."""


class Columns(dict[str, tuple[int, bool]]):
    """Letters → number and whether the column is hidden, each worked out once."""

    def __init__(self, last: int, hidden: Collection[int]) -> None:
        super().__init__()
        self._last = last
        self._hidden = hidden

    def __missing__(self, letters: str) -> tuple[int, bool]:
        number = column_number(letters) if len(letters) <= _MOST_LETTERS else self._last + 1
        if number > self._last:
            raise NotPlainError
        self[letters] = entry = (number, number in self._hidden)
        return entry


class Contents(dict[str, Content]):
    """What stands in cells of one type and number format, of which many are alike.

    The key is a plain number or the whole element that holds the value.
    """

    def __init__(self, around: Surroundings, kind: str, shown_as: NumberFormat) -> None:
        super().__init__()
        self._around = around
        self._kind = kind
        self._shown_as = shown_as

    def __missing__(self, inner: str) -> Content:
        content = self.read(inner)
        if len(self) < MEMORY:
            self[inner] = content
        return content

    def read(self, inner: str) -> Content:
        """Without a look at what was read before."""
        if inner.startswith("<is>"):
            inline = inner[inner.index(">", len("<is>")) + 1 : -len("</t></is>")]
            return CellKind.TEXT, unescape(without_entities(inline))
        text: str | None = inner or None
        if inner.startswith("<v>"):
            text = without_entities(inner[len("<v>") : -len("</v>")])
        elif inner.startswith("<"):
            text = ""
        return self._around.content(self._kind, text, self._shown_as)


class Look(NamedTuple):
    """What a cell's attributes say: whether a plain number in it is its value as it stands, or the
    index of a shared string; the code of its number format; its values beyond these; and of what
    kind a value ought to be."""

    is_number: bool
    is_shared: bool
    code: str | None
    contents: Contents
    kind: CellKind


class Looks(dict[str, Look]):
    """Attributes as written → what they mean, each worked out once."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around = around

    def __missing__(self, written: str) -> Look:
        attributes = dict(ATTRIBUTE.findall(written))
        kind = attributes.get("t", "n")
        shown_as = self._around.format(attributes.get("s", ""))
        contents = Contents(self._around, kind, shown_as)
        is_date = kind == "n" and shown_as.is_date
        is_number = kind == "n" and not is_date
        expected = CellKind.DATE if is_date else _KINDS.get(kind, CellKind.ERROR)
        self[written] = look = Look(is_number, kind == "s", shown_as.code, contents, expected)
        return look


def formula_parts(element: str) -> tuple[Mapping[str, str], str]:
    """Attributes and text of a formula's element."""
    tag, _, text = element.removesuffix("</f>").partition(">")
    pairs = ATTRIBUTE.findall(tag)
    attributes = dict(pairs)
    if len(attributes) != len(pairs) or "xmlns" in attributes:
        raise NotPlainError
    return attributes, unescape(without_entities(text))
