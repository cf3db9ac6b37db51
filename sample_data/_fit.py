"""Make invented numbers add up exactly, within bounds, without making them look made up."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Whole shares of ``total`` in proportion to ``weights`` (largest remainders)."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    shares = [int(share) for share in exact]
    by_remainder = sorted(range(len(weights)), key=lambda i: shares[i] - exact[i])
    for i in by_remainder[: total - sum(shares)]:
        shares[i] += 1
    return shares


def fit(
    values: Sequence[int],
    total: int,
    lows: Sequence[int],
    caps: Sequence[int],
    nice: int,
    random: Random,
) -> list[int]:
    """``values`` moved in steps of ``nice`` towards the sum ``total``, each within its bounds.

    What is finer than a step ends up in a single value. Raises ValueError if the bounds leave no
    room for the total.
    """
    fitted = [min(max(v, low), cap) for v, low, cap in zip(values, lows, caps, strict=True)]

    def room(i: int) -> int:
        return caps[i] - fitted[i] if sum(fitted) < total else fitted[i] - lows[i]

    rooms = [room(i) for i in range(len(fitted))]
    missing = total - sum(fitted)
    if abs(missing) > sum(rooms):
        raise ValueError(f"no room for {total}: {missing} left, {sum(rooms)} possible")
    sign = 1 if missing > 0 else -1
    for i, space in enumerate(rooms):
        if sum(rooms):
            fitted[i] += sign * (abs(missing) * space // sum(rooms) // nice * nice)
    order = list(range(len(fitted)))
    random.shuffle(order)
    left = abs(total - sum(fitted))
    while left >= nice:
        movable = [i for i in order if _room(fitted, lows, caps, i, sign) >= nice]
        if not movable:
            break
        for i in movable[: left // nice]:
            fitted[i] += sign * nice
        left = abs(total - sum(fitted))
    for i in order:
        step = min(left, _room(fitted, lows, caps, i, sign))
        fitted[i] += sign * step
        left -= step
    if sum(fitted) != total:
        raise ValueError(f"could not reach {total}")
    return fitted


def _room(
    fitted: Sequence[int], lows: Sequence[int], caps: Sequence[int], i: int, sign: int
) -> int:
    return caps[i] - fitted[i] if sign > 0 else fitted[i] - lows[i]
