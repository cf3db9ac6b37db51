"""The functions of the language. Each takes evaluated arguments; None is an unknown one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from zsstat.expressions.places import HOME, OVERSEAS, Gazetteer
from zsstat.expressions.values import Kind, Mismatch, Value, moment, number, text
from zsstat.model import PartialDate
from zsstat.values import normalise

PERIOD_START, PERIOD_END = "期初", "期末"
NOT_STATED, SEVERAL = "未注明", "多地"

Call: TypeAlias = Callable[[tuple[Value, ...]], Value]


@dataclass(frozen=True, slots=True)
class Function:
    """``least``–``most`` arguments (``most`` None: any number), of ``takes`` each, giving
    ``gives``; kinds are None where any will do. ``needs`` are names of the environment that are
    handed over before the arguments."""

    make: Callable[[Gazetteer], Call]
    least: int
    most: int | None
    takes: Kind | None
    gives: Kind | None
    needs: tuple[str, ...] = ()


def _plain(call: Call) -> Callable[[Gazetteer], Call]:
    return lambda _: call


def _present(arguments: tuple[Value, ...]) -> bool:
    return arguments[0] is not None


def _absent(arguments: tuple[Value, ...]) -> bool:
    return arguments[0] is None


def _otherwise(arguments: tuple[Value, ...]) -> Value:
    value, default = arguments
    return default if value is None else value


def _total(arguments: tuple[Value, ...]) -> int | Fraction | None:
    """The sum of those that are there; unknown when none is."""
    present = [n for n in map(number, arguments) if n is not None]
    return sum(present) if present else None


def _year(arguments: tuple[Value, ...]) -> int | None:
    when = moment(arguments[0])
    return None if when is None else when.year


def _in_period(arguments: tuple[Value, ...]) -> bool | None:
    """Surely inside, surely outside, or unknown because the date is not precise enough."""
    start, end, when = map(moment, arguments)
    if start is None or end is None or when is None:
        return None
    if _surely_within(when, start, end):
        return True
    outside = when.latest < start.earliest or when.earliest > end.latest
    return False if outside else None


def _surely_within(when: PartialDate, start: PartialDate, end: PartialDate) -> bool:
    return start.earliest <= when.earliest and when.latest <= end.latest


def _contains(arguments: tuple[Value, ...]) -> bool | None:
    """Whether any of the words, compared after normalisation, stands in the text."""
    subject = text(arguments[0])
    words = [word for argument in arguments[1:] for word in _words(argument)]
    if subject is None:
        return None
    form = normalise(subject)
    return any(normalise(word) in form for word in words)


def _words(argument: Value) -> tuple[str, ...]:
    if isinstance(argument, str):
        return (argument,)
    if isinstance(argument, tuple) and all(isinstance(word, str) for word in argument):
        return tuple(str(word) for word in argument)
    raise Mismatch("含() 要查找的必须是文字或文字的列表")


def _region(gazetteer: Gazetteer) -> Call:
    def region(arguments: tuple[Value, ...]) -> str:
        place = text(arguments[0])
        if place is None or not place.strip():
            return NOT_STATED
        named = gazetteer.find(place)
        if named.places > 1:
            return SEVERAL
        return named.regions[0].id if named.regions else place.strip()

    return region


def _names_a(kind: str) -> Callable[[Gazetteer], Call]:
    """Whether the text names a place of this kind: unknown while no such place is among those
    that are known and some are not."""

    def make(gazetteer: Gazetteer) -> Call:
        def names(arguments: tuple[Value, ...]) -> bool | None:
            place = text(arguments[0])
            if place is None:
                return None
            named = gazetteer.find(place)
            if any(region.kind == kind for region in named.regions):
                return True
            return None if named.unknown or not named.regions else False

        return names

    return make


def _several(gazetteer: Gazetteer) -> Call:
    def several(arguments: tuple[Value, ...]) -> bool | None:
        place = text(arguments[0])
        return None if place is None else gazetteer.find(place).places > 1

    return several


FUNCTIONS: Mapping[str, Function] = {
    "有": Function(_plain(_present), 1, 1, None, Kind.FLAG),
    "缺": Function(_plain(_absent), 1, 1, None, Kind.FLAG),
    "取": Function(_plain(_otherwise), 2, 2, None, None),
    "合计": Function(_plain(_total), 1, None, Kind.NUMBER, Kind.NUMBER),
    "年": Function(_plain(_year), 1, 1, Kind.DATE, Kind.NUMBER),
    "本期": Function(_plain(_in_period), 1, 1, Kind.DATE, Kind.FLAG, (PERIOD_START, PERIOD_END)),
    "含": Function(_plain(_contains), 2, None, None, Kind.FLAG),
    "地区": Function(_region, 1, 1, Kind.TEXT, Kind.TEXT),
    "省内": Function(_names_a(HOME), 1, 1, Kind.TEXT, Kind.FLAG),
    "境外": Function(_names_a(OVERSEAS), 1, 1, Kind.TEXT, Kind.FLAG),
    "多处": Function(_several, 1, 1, Kind.TEXT, Kind.FLAG),
}
