"""From a rendered template to a document: paragraphs of ``str | Figure`` parts.

While a template is rendered, everything that it did not write itself (figures, names out of
records, the clerk's narrative) stands in the text as one private-use character, a *mark*. Here the
marks become parts again. A digit that is then still in a plain string was not put there by a
figure, and the document is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from zsstat.errors import TemplateError
from zsstat.figures import chinese_number
from zsstat.model import Document, Figure, FigureKey, Measure, Paragraph, Part, Parts, Style

FIRST_MARK, LAST_MARK = 0xF0000, 0xFFFFD
"""Supplementary private use area A: one character for each thing that is quoted."""

MOST_PASSES = 8
"""How often tidying starts over; brackets within brackets need one pass each."""

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
        self._quoted: list[Parts] = []

    def mark(self, parts: Parts) -> str:
        """A new mark for these parts; TemplateError when there are absurdly many."""
        if len(self._quoted) > LAST_MARK - FIRST_MARK:
            raise TemplateError("模板生成的内容过多，已停止。", "请检查模板中的循环。")
        self._quoted.append(parts)
        return chr(FIRST_MARK + len(self._quoted) - 1)

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
            if is_mark(character):
                yield from self._quoted[ord(character) - FIRST_MARK]
            else:
                yield character


def is_mark(character: str) -> bool:
    return FIRST_MARK <= ord(character) <= LAST_MARK


def document(text: str, marks: Marks) -> Document:
    """The document that a rendered template describes.

    ``# `` is the title, ``## `` (and deeper) a heading, ``> `` a note, a list item a paragraph of
    its own; other lines up to a blank line are one paragraph, joined without a space as Chinese
    is. Punctuation left over from clauses that were dropped goes, and so does a paragraph that
    has nothing but punctuation left and a heading that has no body; headings that are numbered in
    Chinese are then numbered anew."""
    paragraphs = [
        Paragraph(style, _guarded(marks.parts(line)))
        for style, line in ((style, _tidied(line)) for style, line in _blocks(text))
        if any(is_mark(c) or c.isalnum() for c in line)
    ]
    return Document(tuple(_renumbered(_without_empty_headings(paragraphs))))


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
    for raw in [*text.splitlines(), ""]:
        line_style, line, alone = _classified(raw.strip())
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
    return Style.HEADING, rest, "closed"


def _joined(lines: list[str]) -> str:
    """Lines as one: Chinese joins without a space, two Latin words keep one between them."""
    text = lines[0]
    for line in lines[1:]:
        latin = text[-1].isascii() and text[-1].isalnum() and line[0].isascii()
        text += f" {line}" if latin else line
    return text


def _renumbered(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """Headings that begin with a Chinese number (一、) get the number that is theirs now."""
    number = 0
    for paragraph in paragraphs:
        first = paragraph.parts[0]
        if paragraph.style is Style.HEADING and isinstance(first, str):
            found = _NUMBERED.match(first)
            if found and number < MOST_NUMBERED:
                number += 1
                first = f"{chinese_number(number)}、{first[found.end() :]}"
                paragraph = replace(paragraph, parts=(first, *paragraph.parts[1:]))
        yield paragraph


def _without_empty_headings(paragraphs: list[Paragraph]) -> Iterator[Paragraph]:
    following = [*(p.style for p in paragraphs[1:]), Style.NOTE]
    for paragraph, after in zip(paragraphs, following, strict=False):
        if paragraph.style is not Style.HEADING or after is Style.BODY:
            yield paragraph


def as_parts(text: str) -> Parts:
    """Words of the catalogue (an area's name, a tier's) as parts; one with a digit in it is a
    constant and says so."""
    if not has_digit(text):
        return (text,) if text else ()
    key = FigureKey(Measure.CONSTANT, member=text)
    return (Figure(key, None, "", 0, "", text, f"目录中的名称：{text}"),)
