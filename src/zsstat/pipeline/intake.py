"""Files as they come in: each is parsed by itself, here or side by side, and laid on the shelf."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

from zsstat.declarations import Catalogue
from zsstat.errors import UnreadableError
from zsstat.model import Period
from zsstat.pipeline.files import Source
from zsstat.pipeline.outcomes import FileResult, Tally, unchanged
from zsstat.pipeline.parsing import Parcel, Parsed, pack, parse, parse_apart
from zsstat.pipeline.shelf import Place, Shelf
from zsstat.pipeline.workers import Work, side_by_side
from zsstat.recognise import Expected
from zsstat.store import Store

Progress = Callable[[Tally], None]
"""Called whenever a file was read or judged."""
AHEAD = 8
"""So many files are under way to an executor at most, unless somebody says otherwise."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file as far as it can be understood by itself; one of the last three is set."""

    number: int
    file: str
    sha256: str
    reporter: str | None = None
    period: Period | None = None
    place: Place | None = None
    refusal: UnreadableError | None = None
    copy_of: FileResult | None = None


class Intake:
    """Takes files in: what is accepted already is set aside, the others are parsed."""

    def __init__(
        self,
        store: Store,
        catalogue: Catalogue,
        expected: Expected,
        shelf: Shelf,
        progress: Progress,
    ) -> None:
        self.candidates: list[Candidate] = []
        self.tally = Tally()
        self._store = store
        self._catalogue = catalogue
        self._expected = expected
        self._shelf = shelf
        self._progress = progress

    def take(self, sources: Iterable[Source], executor: Executor | None, ahead: int) -> None:
        """Every file becomes a candidate. Sources are taken as they are needed."""
        new = self._unknown(sources)
        answers = side_by_side(new, self._work(), executor, ahead) if executor else self._here(new)
        for number, source, parsed in answers:
            self._add(self._candidate(number, source, parsed), parsed)

    def _unknown(self, sources: Iterable[Source]) -> Iterator[tuple[int, Source]]:
        """The files that are not accepted already, with their numbers among all."""
        for number, source in enumerate(sources):
            sha256 = source.sha256
            if copy := unchanged(source.file, sha256, self._store, self._catalogue):
                self._add(Candidate(number, source.file, sha256, copy_of=copy))
            else:
                yield number, source

    def _work(self) -> Work:
        return partial(parse_apart, catalogue=pack(self._catalogue), expected=self._expected)

    def _here(self, numbered: Iterable[tuple[int, Source]]) -> Iterator[tuple[int, Source, Parsed]]:
        for number, source in numbered:
            yield (
                number,
                source,
                parse(source.content, source.file, self._catalogue, self._expected),
            )

    def _candidate(self, number: int, source: Source, parsed: Parsed | Parcel) -> Candidate:
        if isinstance(parsed, UnreadableError):
            return Candidate(number, source.file, source.sha256, refusal=parsed)
        place = self._shelf.put(source.content, parsed)
        return Candidate(number, source.file, source.sha256, parsed.reporter, parsed.period, place)

    def _add(self, candidate: Candidate, parsed: Parsed | Parcel | None = None) -> None:
        found = 0 if parsed is None or isinstance(parsed, UnreadableError) else parsed.tables
        self.candidates.append(candidate)
        self.tally = self.tally.with_read(found)
        self._progress(self.tally)
