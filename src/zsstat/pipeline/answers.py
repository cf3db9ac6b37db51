"""The answers of senders in review workbooks: read here, kept by whoever imports the workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from zsstat.declarations import Catalogue
from zsstat.errors import UnreadableError
from zsstat.model import Issue
from zsstat.pipeline.files import LOCK_FILE_PREFIX, Found, Source, load
from zsstat.pipeline.parsing import reading_limits
from zsstat.read import read_workbook
from zsstat.recognise.answers import GivenAnswer, given_answers
from zsstat.store import Store

__all__ = ["GivenAnswer", "Waiting", "answers_in", "waiting_answers"]


def answers_in(
    content: bytes, file: str, catalogue: Catalogue
) -> tuple[tuple[GivenAnswer, ...], tuple[Issue, ...]]:
    """What the sender wrote beside the findings in a review workbook's bytes, and as issues what
    cannot be told to a finding. Nothing of either for a workbook without a list of findings.

    Raises :class:`~zsstat.errors.UnreadableError` for what is no workbook. Whoever has read the
    workbook already asks :func:`~zsstat.recognise.answers.given_answers`."""
    workbook = read_workbook(content, file, reading_limits(catalogue))
    return given_answers(workbook, catalogue.vocabulary)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A review workbook that was passed over although a sender has answered in it. ``answers``:
    to how many findings; ``unread``: how many more cells cannot be told to a finding."""

    file: str
    path: Path
    answers: int
    unread: int


def waiting_answers(found: Found, store: Store, catalogue: Catalogue) -> tuple[Waiting, ...]:
    """The review workbooks of an import's folders that hold answers and were never imported.

    One that cannot be read has no answers to wait for: it is passed over like the others, and the
    import by name will say what is wrong with it."""
    reviews = [(n, p) for n, p in found.reviews if not p.name.startswith(LOCK_FILE_PREFIX)]
    if not reviews:
        return ()
    from zsstat.review.parts import untouched

    known = {row.sha256 for row in store.submissions()}
    sources = zip(load(reviews), reviews, strict=True)
    return tuple(
        waiting
        for source, (_, path) in sources
        if source.sha256 not in known and not untouched(source.content)
        for waiting in _waiting(source, path, catalogue)
    )


def _waiting(source: Source, path: Path, catalogue: Catalogue) -> Iterator[Waiting]:
    try:
        answers, problems = answers_in(source.content, source.file, catalogue)
    except UnreadableError:
        return
    if answers or problems:
        yield Waiting(source.file, path, len(answers), len(problems))
