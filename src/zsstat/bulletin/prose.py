"""From a rendered template to a document: paragraphs of ``str | Figure`` parts.

While a template is rendered, everything that it did not write itself (figures, names out of
records, the clerk's narrative) stands in the text as one private-use character, a *mark*. Here the
marks become parts again. A digit that is then still in a plain string was not put there by a
figure, and the document is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from zsstat.errors import TemplateError
from zsstat.figures import chinese_number
from zsstat.model import (
    Block,
    Document,
    Exhibit,
    Figure,
    FigureKey,
    Headline,
    Measure,
    Paragraph,
    Part,
    Parts,
    Style,
)

FIRST_MARK, LAST_MARK = 0xF0000, 0xFFFFD
"""Supplementary private use area A: one character for each thing that is quoted."""

PARAGRAPH = "\U0010fffd"
"""Stands in rendered text for a blank line of the template: there a paragraph ends."""

MOST_PASSES = 8
"""How often tidying starts over; brackets within brackets need one pass each."""

MOST_BLOCKS = 100
"""Large figures, tables and charts in a document."""
MOST_QUOTED = 200_000
"""Characters that names, figures and the narrative may bring into a document."""

MOST_NUMBERED = 99
"""Headings that get a number; official copy has no word for more."""

_SEPARATORS = "，、；：,;:"
_STOPS = "。；！？：;"
_TIDYING = (
    (re.compile(r"(?<![，、,])[，、,]++(?=[；;])"), ""),  # …，； → …；
    (re.compile(rf"(?<![{_SEPARATORS}])[{_SEPARATORS}]++(?=[。！？])"), ""),  # …，。 → …。
    (re.compile(rf"(?<=[{_STOPS}（(])[，、。；,;]++"), ""),  # 。，… → 。…
    (re.compile(r"(?<![，、,])[，、,]++(?=[）)])"), ""),  # …，） → …）
    (re.compile(r"（）|\(\)"), ""),
    (re.compile(r"(?<![，、,])[，、,]{2,}+"), "，"),  # ，， → ，
    (re.compile(rf"^[{_SEPARATORS}。]++"), ""),
    (re.compile(rf"(?<![{_SEPARATORS}])[{_SEPARATORS}]++$"), "。"),
)


def is_digit(character: str) -> bool:
    """Whether a character is a digit of any script, width or shape (5 ５ ⑤ ⁵ Ⅴ ½).

    Chinese numerals are words (三个亲自, 第一方阵) and are not counted."""
    return (
        character.isnumeric()
        and character != "〇"
        and (unicodedata.category(character) in ("Nd", "No", "Nl"))
    )


def has_digit(text: str) -> bool:
    return any(map(is_digit, text))


class Marks:
    """The things quoted in one rendering, each known by its mark."""

    def __init__(self) -> None:
        self._quoted: list[Parts | Block] = []
        self._lines: list[int | None] = []
        self._blocks = 0
        self._length = 0

    def mark(self, quoted: Parts | Block, line: int | None = None) -> str:
        """A new mark for parts of a paragraph or for a block of its own, which the template has on
        ``line``; TemplateError when there are absurdly many or they are absurdly long."""
        if isinstance(quoted, tuple):
            self._length += sum(len(str(part)) for part in quoted)
        else:
            self._blocks += 1
        full = len(self._quoted) > LAST_MARK - FIRST_MARK
        if full or self._length > MOST_QUOTED:
            raise TemplateError("模板生成的内容过多，已停止。", "请检查模板中的循环。")
        if self._blocks > MOST_BLOCKS:
            raise TemplateError(
                f"要点、图和表超过{MOST_BLOCKS}个，已停止。", "请检查模板中的循环。"
            )
        self._quoted.append(quoted)
        self._lines.append(line)
        return chr(FIRST_MARK + len(self._quoted) - 1)

    def blocks(self, text: str) -> tuple[Block, ...]:
        """The blocks that a text consists of; none where it is a paragraph.

        TemplateError for a block in the middle of a sentence."""
        marks = [c for c in text if not c.isspace()]
        found = [self._block(c) for c in marks]
        blocks = tuple(block for block in found if block)
        if blocks and len(blocks) != len(found):
            first = next(mark for mark, block in zip(marks, found, strict=True) if block)
            line = self._lines[ord(first) - FIRST_MARK]
            raise TemplateError(
                f"{f'模板第{line}行：' if line else ''}要点、图和表不能写在句子中间。",
                "请让 {{ 图.… }}、{{ 表.… }} 单独占一行，上下空行。",
            )
        return blocks

    def _block(self, character: str) -> Block | None:
        quoted = self._quoted[ord(character) - FIRST_MARK] if is_mark(character) else None
        return quoted if isinstance(quoted, Paragraph | Headline | Exhibit) else None

    def parts(self, text: str) -> Parts:
        """The text with its marks resolved, neighbouring strings joined, empty ones left out."""
        joined: list[Part] = []
        for piece in self._pieces(text):
            if isinstance(piece, str) and joined and isinstance(joined[-1], str):
                joined[-1] += piece
            elif piece != "":
                joined.append(piece)
        return tuple(joined)

    def _pieces(self, text: str) -> Iterator[Part]:
        for character in text:
            quoted = self._quoted[ord(character) - FIRST_MARK] if is_mark(character) else None
            if isinstance(quoted, tuple):
                yield from quoted
            else:
                yield character


def is_mark(character: str) -> bool:
    return FIRST_MARK <= ord(character) <= LAST_MARK


def _refuse(error: TemplateError) -> None:
    raise error


def document(
    text: str, marks: Marks, report: Callable[[TemplateError], None] = _refuse
) -> Document:
    """The document that a rendered template describes. What cannot be part of one is reported,
    which by default refuses it all.

    ``# `` is the title, ``## `` a heading, ``### `` (and deeper) one below it, ``> `` a note, a
    list item a paragraph of its own; headlines, tables and charts stand alone; other lines up to a
    :data:`PARAGRAPH` are one paragraph, joined without a space as Chinese is. Lines that came out
    empty end nothing. Punctuation left over from
    clauses that were dropped goes, and so does a paragraph that has nothing but punctuation left
    and a heading that has no body; headings that are numbered in Chinese are then numbered anew."""
    blocks = [
        block
        for style, line in ((style, _tidied(line)) for style, line in _blocks(text))
        if any(is_mark(c) or c.isalnum() for c in line)
        for block in _made(style, line, marks, report)
    ]
    return Document(tuple(_renumbered(_without_empty_headings(blocks))))


def _made(
    style: Style, line: str, marks: Marks, report: Callable[[TemplateError], None]
) -> tuple[Block, ...]:
    try:
        return marks.blocks(line) or (Paragraph(style, _guarded(marks.parts(line))),)
    except TemplateError as error:
        report(error)
        return ()


def _tidied(line: str) -> str:
    """Without the punctuation that missing clauses left behind."""
    for _ in range(MOST_PASSES):
        before = line
        for pattern, replacement in _TIDYING:
            line = pattern.sub(replacement, line)
        if line == before:
            break
    return line


def _guarded(parts: Parts) -> Parts:
    """The last check: no digit outside a figure, however it got there."""
    for part in parts:
        if isinstance(part, str) and has_digit(part):
            raise TemplateError(
                f"公报中出现了没有出处的数字：“{part.strip()[:40]}”。",
                "数字只能来自指标（如 {{ 省际到位资金 }}）、记录或文稿。",
            )
    return parts


_NUMBERED = re.compile(r"[一二三四五六七八九十]+、")
_LINE = re.compile(r"(?P<mark>#+|>|[-*+])(?:\s+(?P<rest>.*)|$)", re.DOTALL)


def _blocks(text: str) -> Iterator[tuple[Style, str]]:
    """Style and joined text of each block of the little Markdown that bulletins use."""
    style, lines = Style.BODY, list[str]()
    lines_of_text = text.replace(PARAGRAPH, f"\n{PARAGRAPH}\n").splitlines()
    for raw in filter(None, map(str.strip, [*lines_of_text, PARAGRAPH])):
        line_style, line, alone = _classified(raw.removeprefix(PARAGRAPH))
        if lines and (alone or not line or line_style is not style):
            yield style, _joined(lines)
            lines = []
        if line:
            style = line_style
            lines.append(line)
        if lines and alone == "closed":
            yield style, _joined(lines)
            lines = []


def _classified(line: str) -> tuple[Style, str, str]:
    """Style, text, and whether a line stands alone (``closed``) or opens a block (``open``)."""
    found = _LINE.fullmatch(line)
    if found is None:
        return Style.BODY, line, ""
    rest = (found["rest"] or "").strip()
    match found["mark"]:
        case "#":
            return Style.TITLE, rest, "closed"
        case ">":
            return Style.NOTE, rest, ""
        case "-" | "*" | "+":
            return Style.BODY, rest, "open"
        case "##":
            return Style.HEADING, rest, "closed"
    return Style.SUBHEADING, rest, "closed"


def _joined(lines: list[str]) -> str:
    """Lines as one: Chinese joins without a space, two Latin words keep one between them."""
    text = lines[0]
    for line in lines[1:]:
        latin = text[-1].isascii() and text[-1].isalnum() and line[0].isascii()
        text += f" {line}" if latin else line
    return text


def _renumbered(blocks: Iterable[Block]) -> Iterator[Block]:
    """Headings that begin with a Chinese number (一、) get the number that is theirs now."""
    number = 0
    for block in blocks:
        if isinstance(block, Paragraph) and block.style is Style.HEADING:
            first = block.parts[0]
            found = _NUMBERED.match(first) if isinstance(first, str) else None
            if isinstance(first, str) and found and number < MOST_NUMBERED:
                number += 1
                first = f"{chinese_number(number)}、{first[found.end() :]}"
                block = replace(block, parts=(first, *block.parts[1:]))
        yield block


_DEPTH = {Style.TITLE: 0, Style.NOTE: 0, Style.HEADING: 1, Style.SUBHEADING: 2, Style.BODY: 9}
"""How far down in a document something stands; a heading needs something further down after it."""


def _without_empty_headings(blocks: list[Block]) -> Iterator[Block]:
    kept: list[Block] = []
    following = 0
    for block in reversed(blocks):
        depth = _DEPTH[block.style] if isinstance(block, Paragraph) else _DEPTH[Style.BODY]
        if depth not in (1, 2) or following > depth:
            kept.append(block)
            following = depth
    return reversed(kept)


def as_parts(text: str) -> Parts:
    """Words of the catalogue (an area's name, a tier's) as parts; one with a digit in it is a
    constant and says so."""
    if not has_digit(text):
        return (text,) if text else ()
    key = FigureKey(Measure.CONSTANT, member=text)
    return (Figure(key, None, "", 0, "", text, f"目录中的名称：{text}"),)
