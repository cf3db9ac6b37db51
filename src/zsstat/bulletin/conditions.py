"""The conditions of a template: what can be asked with ``is``, decided on exact values."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from zsstat.bulletin.words import Standing, Word
from zsstat.errors import TemplateError
from zsstat.model import Figure


def _known(word: object) -> bool:
    return isinstance(word, Word) and word.known


def _zero(word: object) -> bool:
    figure = word.measured if isinstance(word, Word) else None
    return figure is not None and figure.value == 0


def _has(part: str) -> Callable[[object], bool]:
    def test(word: object) -> bool:
        return isinstance(word, Word) and part in word.names and word.ask(part).known

    return test


def _called(word: object) -> str:
    return word.called if isinstance(word, Word) else "这里"


# --- growth -----------------------------------------------------------------------------------


def _turn(figure: Figure | None) -> str | None:
    """Which of 增长, 下降, 持平 and 基本持平 holds: always exactly one of them, and the one that is
    printed. None where nothing can be said. Two zeros have no rate and are 持平 all the same."""
    if figure is None or not figure.display:
        return None
    if not figure.value:
        return "持平"
    if figure.number == "0":
        return "基本持平"
    return "增长" if figure.value > 0 else "下降"


def _turns(name: str) -> Callable[[object], bool]:
    def test(word: object) -> bool:
        if not isinstance(word, Word) or not word.is_growth:
            raise TemplateError(
                f"“{_called(word)}”不是增速或增量，不能问是否{name}。",
                f"请问指标本身，或它的同比、增量，例如：省际到位资金 is {name}",
            )
        return _turn(word.growing) == name

    return test


# --- placements -------------------------------------------------------------------------------


def _stands(name: str, holds: Callable[[Standing], bool]) -> Callable[[object], bool]:
    def test(word: object) -> bool:
        if not isinstance(word, Word) or not word.is_placement:
            raise TemplateError(
                f"“{_called(word)}”不是位次，不能问是否{name}。",
                f"请写明哪一个位次，例如：省际到位资金.增速位次 is {name}",
            )
        return word.standing is not None and holds(word.standing)

    return test


PLACING: Mapping[str, Callable[[object], bool]] = {
    "并列": _stands("并列", lambda standing: standing.tied),
    "暂列": _stands("暂列", lambda standing: standing.provisional),
    "居首": _stands("居首", lambda standing: standing.place == 1 and not standing.provisional),
}
"""What can be asked of a placement alone."""

TESTS: Mapping[str, Callable[[object], bool]] = {
    "有值": _known,
    "为零": _zero,
    "增长": _turns("增长"),
    "下降": _turns("下降"),
    "持平": _turns("持平"),
    "基本持平": _turns("基本持平"),
    "有同比": _has("同比"),
    "有位次": _has("增速位次"),
    "有完成位次": _has("完成位次"),
    **PLACING,
}
"""Conditions by name. Growth is decided on the exact rate: 持平 is exactly equal, 基本持平 is not
equal and still printed as 0."""
