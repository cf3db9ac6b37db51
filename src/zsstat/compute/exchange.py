"""The books as they would be if other ledger lines stood in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from zsstat.compute.book import Book
from zsstat.joint import JointLine, joint_deductions
from zsstat.model import Observation, Period, Role

_Sums = Mapping[tuple[str, str], int]


def exchanged(
    book: Book,
    out: Iterable[Observation],
    into: Iterable[Observation],
    joint: Iterable[JointLine] = (),
) -> Book:
    """``book`` with the lines ``out``, which are in it, exchanged for ``into``; everybody else's
    stay as they are. ``joint`` are the lines of joint activities that it was made with: what the
    city deducts is computed anew.

    An area that a fact table now comes from must be added to ``received`` by the caller. Of a value
    that is stated, the last line holds; one that ``out`` does not decide, because it was stated
    again elsewhere, stays. A target that ``into`` lacks is gone, whatever earlier month has one."""
    out, into, joint = tuple(out), tuple(into), tuple(joint)
    period, before = book.period, book.period.previous_year
    surplus = _deducted(
        _exchanged_lines(joint, _of(out, period), _of(into, period)), book.reporters
    )
    surplus.subtract(_deducted(joint, book.reporters))
    return replace(
        book,
        actual=_sums(book, book.actual, _of(out, period), _of(into, period)),
        base=_sums(book, book.base, _of(out, before), _of(into, before)),
        targets=_targets(
            book.targets, _of(out, period, Role.TARGET), _of(into, period, Role.TARGET)
        ),
        deductions={
            code: book.deductions.get(code, 0) + surplus[code]
            for code in book.deductions.keys() | surplus.keys()
        },
    )


def _of(
    lines: Iterable[Observation], period: Period, role: Role = Role.ACTUAL
) -> tuple[Observation, ...]:
    return tuple(line for line in lines if line.period == period and line.role is role)


def _sums(
    book: Book, sums: _Sums, out: tuple[Observation, ...], into: tuple[Observation, ...]
) -> _Sums:
    stated = _stated(
        {key: value for key, value in sums.items() if key[1] in book.stated},
        {(o.area, o.indicator): o.value for o in out if o.indicator in book.stated},
        {(o.area, o.indicator): o.value for o in into if o.indicator in book.stated},
    )
    added = Counter({key: value for key, value in sums.items() if key[1] not in book.stated})
    for lines, sign in ((into, 1), (out, -1)):
        for line in lines:
            if line.indicator not in book.stated:
                added[line.area, line.indicator] += sign * line.value
    return {**added, **stated}


def _stated(known: _Sums, out: _Sums, into: _Sums) -> _Sums:
    """Of each value the last that was stated."""
    kept = {key: value for key, value in known.items() if out.get(key) != value}
    return {**into, **kept}


def _targets(known: _Sums, out: tuple[Observation, ...], into: tuple[Observation, ...]) -> _Sums:
    targets = Counter(dict(known))
    gone = {(line.area, line.indicator) for line in out}
    came = {(line.area, line.indicator) for line in into}
    for line in out:
        targets[line.area, line.indicator] -= line.value
    for key in came - gone:
        targets[key] = 0
    for line in into:
        targets[line.area, line.indicator] += line.value
    return {key: value for key, value in targets.items() if value or key not in gone - came}


# --- joint activities -------------------------------------------------------------------------


def _exchanged_lines(
    lines: Iterable[JointLine], out: Iterable[Observation], into: Iterable[Observation]
) -> tuple[JointLine, ...]:
    left = Counter(lines)
    left.subtract(Counter(_joint_lines(out)))
    return (*(+left).elements(), *_joint_lines(into))


def _joint_lines(lines: Iterable[Observation]) -> Iterable[JointLine]:
    return [
        JointLine(line.area, line.indicator, line.joint, line.value, line.ref)
        for line in lines
        if line.joint is not None
    ]


def _deducted(lines: Iterable[JointLine], order: tuple[str, ...]) -> Counter[str]:
    total: Counter[str] = Counter()
    for deduction in joint_deductions(lines, order):
        total[deduction.indicator] += deduction.value
    return total
