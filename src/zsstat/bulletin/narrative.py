"""The clerk's own text: the part of the bulletin that no table can supply.

A narrative file is plain Markdown: sections headed by ``## 名称``, paragraphs separated by blank
lines, lists. Its digits are the clerk's; each becomes a figure that says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import NoReturn

from zsstat.bulletin.names import nearest
from zsstat.bulletin.prose import is_digit
from zsstat.errors import TemplateError
from zsstat.model import Figure, Parts

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_ITEM = re.compile(r"(?:[-*+]|\d+[.、])\s+")


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph of the narrative and the line on which it starts."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Narrative:
    """Section → its paragraphs, and the file they came from. ``lines``: where each section
    starts."""

    file: str
    sections: Mapping[str, tuple[Passage, ...]]
    lines: Mapping[str, int]


def parse_narrative(text: str, file: str) -> Narrative:
    """Sections of a narrative file by their ``## `` headings.

    A ``# `` title and ``<!-- comments -->`` are skipped. TemplateError, naming file and line, for
    text before the first section, a deeper heading, a section twice or without text, a table or
    a code block."""
    reader = _Reader(file)
    for number, line in enumerate(_uncommented(text).splitlines(), start=1):
        reader.read(number, line.strip())
    return reader.finish()


def unused_sections(
    narrative: Narrative, chapters: Collection[str], template: str
) -> Iterator[TemplateError]:
    """A refusal for each section that ``template`` would drop silently; ``chapters`` are those that
    it names."""
    listed = "、".join(sorted(chapters)) or "（没有）"
    for section in narrative.sections:
        if section not in chapters:
            near = nearest(section, chapters)
            hint = f"是否应为“{near}”？" if near else ""
            yield TemplateError(
                f"文稿 {narrative.file} 第{narrative.lines[section]}行：模板 {template} "
                f"没有用到“{section}”一节。",
                f"{hint}模板用到的节：{listed}。",
            )


def spoken(passage: Passage, file: str, figure: Callable[[str, str], Figure]) -> Parts:
    """A passage as parts; ``figure`` makes one of each run of digits and where it stands."""
    where = f"{file}:{passage.line}"
    return tuple(
        figure(piece, where) if is_digit(piece[0]) else piece for piece in _runs(passage.text)
    )


def _runs(text: str) -> list[str]:
    """The text cut where digits begin and end; decimal points, group commas and % belong to the
    digits around them."""
    classes = "".join("N" if is_digit(c) else c if c in ".．,%％‰" else "t" for c in text)
    cuts, position = [], 0
    for found in re.finditer(r"N+(?:[.．]N+|,NNN(?!N))*[%％‰]?", classes):
        cuts += [text[position : found.start()], text[found.start() : found.end()]]
        position = found.end()
    return [piece for piece in (*cuts, text[position:]) if piece]


def _uncommented(text: str) -> str:
    """The text without comments and byte order mark, its lines where they were."""
    return _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text.removeprefix("\ufeff"))


class _Reader:
    """Reads a narrative line by line."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.sections: dict[str, list[Passage]] = {}
        self.lines: dict[str, int] = {}
        self.section: str | None = None
        self.open: list[str] = []
        self.start = 0

    def read(self, number: int, line: str) -> None:
        if line.startswith("#"):
            self._close()
            self._heading(number, line)
        elif not line:
            self._close()
        else:
            self._text(number, line)

    def finish(self) -> Narrative:
        self._close()
        for name, passages in self.sections.items():
            if not passages:
                self._refuse(
                    self.lines[name], f"“{name}”一节没有内容。", "请写上内容，或删去这一节。"
                )
        if not self.sections:
            self._refuse(1, "文稿中没有任何一节。", "请用“## 大事记”这样的标题行分节。")
        sections = {name: tuple(passages) for name, passages in self.sections.items()}
        return Narrative(self.file, sections, self.lines)

    def _heading(self, number: int, line: str) -> None:
        level = len(line) - len(line.lstrip("#"))
        name = line[level:].strip()
        if level == 1 and not self.sections:
            return
        if level != 2 or not name:
            self._refuse(number, f"标题“{line}”的层级不对。", "文稿只用“## 名称”一级标题分节。")
        if name in self.sections:
            first = self.lines[name]
            self._refuse(number, f"“{name}”一节与第{first}行重复。", "请合并为一节。")
        self.sections[name] = []
        self.lines[name] = number
        self.section = name

    def _text(self, number: int, line: str) -> None:
        if self.section is None:
            self._refuse(number, f"“{line[:20]}”在第一节之前。", "请先写“## 大事记”这样的标题行。")
        if line.startswith(("|", "```", "~~~", "<")):
            self._refuse(number, "文稿不支持表格、代码块和HTML。", "请改写成普通段落。")
        item = _ITEM.match(line)
        if item:
            self._close()
            line = line[item.end() :] if line[0] in "-*+" else line
        self.start = self.start if self.open else number
        self.open.append(line)

    def _close(self) -> None:
        if self.open and self.section is not None:
            self.sections[self.section].append(Passage("".join(self.open), self.start))
        self.open = []

    def _refuse(self, line: int, message: str, hint: str) -> NoReturn:
        raise TemplateError(f"文稿 {self.file} 第{line}行：{message}", hint)
