"""What a sender wrote beside the findings in the list that came back with a return.

An answer belongs to the finding whose code stands in its row, wherever the row has gone: rows may
be sorted, deleted or copied. It is text and nothing else, whatever it begins with.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace

from zsstat.declarations import Vocabulary
from zsstat.model import Cell, CellKind, CellRef, Grid, Issue, Workbook
from zsstat.recognise.reviews import (
    ANSWER,
    CODE,
    LEVEL,
    NO_SUBSTITUTE,
    NOT_ASKED,
    ReviewList,
    decoded,
    review_list,
)
from zsstat.values import normalise
from zsstat.values.personal import mask_personal

UNREAD = "file.answer_unread"
"""The rule that every answer belongs to a finding."""
_COMPULSORY = "强制性"
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
"""Unicode categories of what nobody typed: control characters, joiners, halves of characters."""


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What the sender says to one finding, on one line, personal numbers masked; ``ref`` is the
    (first) cell in which it stands."""

    rule: str
    fingerprint: str
    text: str
    ref: CellRef


def given_answers(
    workbook: Workbook, vocabulary: Vocabulary
) -> tuple[tuple[GivenAnswer, ...], tuple[Issue, ...]]:
    """The answers in a workbook's lists of findings, and those that cannot be told to a finding.

    A finding that is answered in several rows has one answer, the different texts joined in the
    order of the sheets. Blank cells, and what stands for a blank in a return (/, —, 无), are no
    answers. What is written beside a compulsory finding is none either: it is to be corrected."""
    blank = frozenset(map(normalise, vocabulary.blank_marks))
    answers: dict[tuple[str, str], list[GivenAnswer]] = {}
    issues: list[Issue] = []
    for grid in workbook.grids:
        found = review_list(grid)
        for read in _rows(grid, found, workbook, blank) if found else ():
            if isinstance(read, Issue):
                issues.append(read)
            else:
                answers.setdefault((read.rule, read.fingerprint), []).append(read)
    return tuple(map(_one, answers.values())), tuple(issues)


def _one(answers: list[GivenAnswer]) -> GivenAnswer:
    """What is said to one finding in one or more rows; the same said again counts once."""
    return replace(answers[0], text="；".join(dict.fromkeys(a.text for a in answers)))


def _rows(
    grid: Grid, found: ReviewList, workbook: Workbook, blank: Container[str]
) -> Iterator[GivenAnswer | Issue]:
    column = found.columns[ANSWER]
    for number in grid.by_row:
        if number <= found.head:
            continue
        cell = grid.seen_at(number, column)
        text = _said(cell) if cell else ""
        if cell and text and normalise(text) not in blank:
            yield _row(grid, found, number, text, workbook.ref(grid, cell.name))


def _row(
    grid: Grid, found: ReviewList, number: int, text: str, ref: CellRef
) -> GivenAnswer | Issue:
    if _text(grid, number, found.columns[LEVEL]).startswith(_COMPULSORY):
        message = "强制性问题不能以说明代替更正，这里写的说明没有采用"
        return Issue(UNREAD, message, (ref,), shown=text, action="请在原报表中更正后重新报送")
    if CODE not in found.columns:
        message = f"审核意见表里没有“{CODE}”一栏，填写的说明对不上问题"
        return Issue(UNREAD, message, (ref,), shown=text)
    code = _text(grid, number, found.columns[CODE])
    known = decoded(code)
    if known is None:
        seen = "改动了" if code else "不见了"
        message = f"审核意见表这一行的“{CODE}”{seen}，填写的说明对不上问题"
        return Issue(UNREAD, message, (ref,), shown=text)
    return GivenAnswer(*known, text, ref)


def _text(grid: Grid, row: int, column: int) -> str:
    cell = grid.cell(row, column)
    return cell.text.strip() if cell else ""


def _said(cell: Cell) -> str:
    """The answer in a cell; empty where there is none. A formula that gave a text was seen as that
    text; one without a result, or with an error, is what was typed."""
    broken = cell.kind is CellKind.ERROR and cell.formula is not None
    written = f"={cell.formula}" if broken else cell.text
    seen = (c for c in written if unicodedata.category(c) not in _UNSEEN or c.isspace())
    text = " ".join("".join(seen).split())
    if text in (NO_SUBSTITUTE, NOT_ASKED) or not any(c.isalnum() for c in text):
        return ""
    return mask_personal(text)
