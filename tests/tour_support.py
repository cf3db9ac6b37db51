"""Commands that a document shows, carried out as they stand, and what they are said to print."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pytest

from tests.cli_support import run

_NUMBERED = ("waive", "answer", "resolve")
"""Commands whose first word is the number of a finding."""
_NUMBER = re.compile(r"编号 (\d+)")


@dataclass(frozen=True)
class Step:
    """A command and the lines that it is said to print."""

    command: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Taken:
    """A step, what it printed, and its lines with the numbers that its findings have here."""

    command: str
    printed: str
    lines: tuple[str, ...]


def steps(document: str) -> Iterator[Step]:
    """The commands of every block of ``console`` in a document."""
    for block in re.findall(r"^```console\n(.*?)^```$", document, re.MULTILINE | re.DOTALL):
        for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *lines = step.splitlines()
            yield Step(command, tuple(line for line in lines if line not in ("", "…")))


def squeezed(text: str) -> str:
    """Without blanks: where a line is folded and how a column is padded depends on the width."""
    return re.sub(r"\s", "", text)


def take(
    tour: Iterable[Step], patch: pytest.MonkeyPatch, place: Callable[[str], str] = str
) -> Iterator[Taken]:
    """Takes the steps one by one where we are; ``place`` says where a file is that is named.

    A finding's number depends on how much else was found: what the document calls 12 is the
    finding of that line, whatever its number here."""
    numbers: dict[str, str] = {}
    for step in tour:
        words = [place(word) for word in shlex.split(step.command)]
        if words[0] == "export":
            name, _, value = words[1].partition("=")
            patch.setenv(name, place(value))
            continue
        if words[1] in _NUMBERED:
            words[2] = numbers.get(words[2], words[2])
        done = run(*words[1:])
        assert done.status in (0, 1), f"{step.command}: {done.err}"
        printed = done.out + done.err
        numbers |= dict(_renumbered(step.lines, printed))
        yield Taken(step.command, printed, tuple(_known(line, numbers) for line in step.lines))


def _renumbered(lines: Iterable[str], printed: str) -> Iterator[tuple[str, str]]:
    """The numbers of the document and those that stand in the same lines here."""
    for line in lines:
        if said := _NUMBER.search(line):
            before, after = (re.escape(squeezed(part)) for part in line.split(said[1], 1))
            if here := re.search(rf"{before}(\d+){after}", squeezed(printed)):
                yield said[1], here[1]


def _known(line: str, numbers: dict[str, str]) -> str:
    """The line with the numbers of findings that it names as they are here."""
    return re.sub(r"(?<=编号 )\d+|(?<=问题 )\d+", lambda m: numbers.get(m[0], m[0]), line)


def missing(taken: Iterable[Taken]) -> list[str]:
    """The lines that a step did not print."""
    return [
        f"{step.command}: {line}"
        for step in taken
        for line in step.lines
        if squeezed(line) not in squeezed(step.printed)
    ]
