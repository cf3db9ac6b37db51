"""Which file a number stands for: the same today and tomorrow, here and elsewhere."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import NamedTuple

from tests.fuzzing import bytewise, cells, packages
from tests.fuzzing.rows import altered_sheets
from tests.fuzzing.seeds import WRITERS, all_seeds, seed_file

Mutator = Callable[[bytes, random.Random], bytes]

_ZIP = b"PK\x03\x04"
_MOST_BYTES = 4 << 20
_LEAST_BYTES = 16
_OTHER_CONTENTS = 0.4


class Case(NamedTuple):
    """A file to import, what it was made of and how."""

    number: int
    seed: str
    mutators: tuple[str, ...]
    data: bytes

    @property
    def name(self) -> str:
        return f"{self.number}-{self.seed}-{'-'.join(self.mutators)}"


def case(number: int) -> Case:
    """The case of a number; seeds take turns, so that each format gets its share."""
    dice = random.Random(number)  # noqa: S311
    seeds = all_seeds()
    seed = seeds[number % len(seeds)]
    data = seed_file(seed)
    used = []
    if seed in WRITERS and dice.random() < _OTHER_CONTENTS:
        data = WRITERS[seed](altered_sheets(dice))
        used.append(altered_sheets.__name__)
    for _ in range(dice.choice((0, 0, 1) if used else (1, 1, 1, 2, 3))):
        mutator = _mutator(seed, data, dice)
        data = mutator(data, dice)[:_MOST_BYTES]
        used.append(mutator.__name__)
        if len(data) < _LEAST_BYTES:
            break
    return Case(number, seed, tuple(used), data)


def _mutator(seed: str, data: bytes, dice: random.Random) -> Mutator:
    if seed == "xlsx" and data == seed_file(seed) and dice.random() < 0.6:
        return cells.edited
    if data == seed_file(seed) and data.startswith(_ZIP) and dice.random() < 0.8:
        return packages.altered
    if data.startswith(b"<") and dice.random() < 0.6:
        return packages.marked_up
    return dice.choice(bytewise.MUTATORS)
