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
from zsstat.pipeline.outcomes import FileResult, Tally, overtaken, unchanged
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
    """Takes files in: what is settled already is set aside, the others are parsed. ``insisted``: a
    person said that these files replace or add to what was accepted."""

    def __init__(
        self,
        store: Store,
        catalogue: Catalogue,
        expected: Expected,
        shelf: Shelf,
        progress: Progress,
        *,
        insisted: bool = False,
    ) -> None:
        self._insisted = insisted
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
            if copy := self._known(source.file, sha256):
                self._add(Candidate(number, source.file, sha256, copy_of=copy))
            else:
                yield number, source

    def _known(self, file: str, sha256: str) -> FileResult | None:
        """The result for bytes about which everything is settled: accepted already, or sent back
        and overtaken since, unless a person says that they are to count."""
        known = unchanged(file, sha256, self._store, self._catalogue)
        if known or self._insisted:
            return known
        return overtaken(file, sha256, self._store, self._catalogue)

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
