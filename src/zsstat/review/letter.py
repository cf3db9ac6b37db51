"""The letter 退回函: to whom, about what, what is to be done, by when; as text and as docx.

The text has short lines, so that it can be pasted into a chat. Its wording is the catalogue's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from zsstat.model import Level
from zsstat.review.items import Item, Spot
from zsstat.review.notice import Notice
from zsstat.review.texts import printable
from zsstat.values.dates import day_in_words

_NUMERALS = "一二三四"
_PHRASES = {Level.A: "letter_A", Level.B: "letter_B", Level.C: "letter_C"}
_INDENT = "　　"
_MOST_RUNS = 8
"""So many runs of cells are named in a letter; the workbook beside it names more."""


class Kind(StrEnum):
    """What a line of the letter is, which decides how it is set."""

    TITLE = "title"
    ADDRESSEE = "addressee"
    HEADING = "heading"
    ITEM = "item"
    BODY = "body"
    FACT = "fact"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A paragraph of the letter."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Enclosure:
    """The review workbook that goes with the letter. ``alone``: it is a list of findings without
    the sender's sheets."""

    name: str
    alone: bool


def letter(notice: Notice, enclosure: Enclosure, *, unread: bool) -> tuple[LetterLine, ...]:
    """The letter's paragraphs. ``unread``: the file could not be read at all.

    What only informs (D), is explained already or could not be judged is not in it."""
    return tuple(
        replace(line, text=printable(line.text))
        for line in _letter(notice, enclosure, unread=unread)
    )


def _letter(notice: Notice, enclosure: Enclosure, *, unread: bool) -> Iterator[LetterLine]:
    period = notice.period
    known = "letter_title" if period else "letter_title_unread"
    yield LetterLine(Kind.TITLE, notice.say(known, period=period, reporter=notice.reporter))
    yield LetterLine(Kind.ADDRESSEE, f"{_addressee(notice)}：")
    yield LetterLine(Kind.BODY, _opening(notice, unread=unread))
    if sheets := _sheets(notice):
        yield LetterLine(Kind.BODY, notice.say("letter_sheets", sheets="、".join(sheets)))
    yield from _requests(notice)
    if any(item.asks for item in notice.items):
        yield LetterLine(Kind.BODY, notice.say("letter_answer"))
    yield LetterLine(Kind.BODY, notice.say("letter_resend", deadline=notice.deadline))
    if contact := notice.say("letter_contact"):
        yield LetterLine(Kind.BODY, contact)
    attachment = "letter_attachment_alone" if enclosure.alone else "letter_attachment"
    yield LetterLine(Kind.BODY, notice.say(attachment, name=enclosure.name))
    yield LetterLine(Kind.CLOSE, notice.say("letter_office", city=notice.city))
    yield LetterLine(Kind.CLOSE, day_in_words(notice.judged))


def _addressee(notice: Notice) -> str:
    if not notice.reporter:
        return notice.say("letter_reporter_unknown", file=notice.file)
    return notice.say("letter_reporter", reporter=notice.reporter)


def _opening(notice: Notice, *, unread: bool) -> str:
    if unread:
        return notice.say("letter_unread", file=notice.file)
    blocking = sum(item.finding.blocks for item in notice.items)
    verdict = (
        notice.say("letter_blocking", count=blocking) if blocking else notice.say("letter_none")
    )
    period = f"（{notice.period}）" if notice.period else ""
    return notice.say("letter_received", file=notice.file, period=period, verdict=verdict)


def _sheets(notice: Notice) -> list[str]:
    """The sheets that something is asked about."""
    asked = (item for item in notice.items if item.counts and item.level in _PHRASES)
    return list(dict.fromkeys(f"“{s.sheet}”" for item in asked for s in item.spots if s.sheet))


def _requests(notice: Notice) -> Iterator[LetterLine]:
    """What is asked, by level: a heading, then numbered items with their facts below them."""
    groups = [
        (phrase, [item for item in notice.items if item.counts and item.level is level])
        for level, phrase in _PHRASES.items()
    ]
    filled = [(phrase, items) for phrase, items in groups if items]
    for numeral, (phrase, items) in zip(_NUMERALS, filled, strict=False):
        heading = notice.say(phrase, count=len(items))
        yield LetterLine(Kind.HEADING, f"{numeral}、{heading}")
        for number, item in enumerate(items, start=1):
            yield from _request(number, item)


def _request(number: int, item: Item) -> Iterator[LetterLine]:
    yield LetterLine(Kind.ITEM, f"{number}. {item.message.rstrip('。')}。")
    where = "；".join(_place(spot) for spot in item.spots if spot.sheet)
    facts = [("位置", where), *item.facts] if where else list(item.facts)
    for label, text in facts:
        yield LetterLine(Kind.FACT, f"{label}：{text}")


def _place(spot: Spot) -> str:
    return f"工作表“{spot.sheet}” {spot.said(_MOST_RUNS)}".strip()


# --- as text ----------------------------------------------------------------------------------


def letter_text(lines: tuple[LetterLine, ...]) -> str:
    """The letter for a chat: one paragraph a line, an empty line before each group."""
    said: list[str] = []
    for before, line in zip((None, *lines), lines, strict=False):
        if before is not None and _apart(before.kind, line.kind):
            said.append("")
        said.append((_INDENT if line.kind is Kind.FACT else "") + line.text)
    return "\n".join(said) + "\n"


def _apart(before: Kind, kind: Kind) -> bool:
    """Whether an empty line goes between two paragraphs."""
    match kind:
        case Kind.ADDRESSEE | Kind.HEADING:
            return True
        case Kind.BODY:
            return before in (Kind.ITEM, Kind.FACT)
        case Kind.CLOSE:
            return before is not Kind.CLOSE
    return False
