"""The bureau's desk: the commands of zsstat as its clerk gives them, each in one place."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.cli_support import Done, run
from tests.year.world import Month
from zsstat.store import open_store

BY = ("--by", "王科长")


class Office:
    """A database, and what is done with it."""

    def __init__(self, db: Path) -> None:
        self.db = db

    def do(self, *words: object) -> Done:
        return run(words[0], "--db", self.db, *words[1:])

    def must(self, *words: object) -> Done:
        """A command that has to succeed."""
        done = self.do(*words)
        assert done.status == 0, (words, done.out, done.err)
        return done

    def take(self, paths: Iterable[Path], *options: object) -> dict[str, dict[str, Any]]:
        """Imports files; file name → what became of it."""
        done = self.do("import", *paths, *options, "--jobs", 1, "--format", "json")
        assert done.status in (0, 1), done.err
        return {entry["file"]: entry for entry in done.json["files"]}

    def replace(self, paths: Iterable[Path], reason: str) -> dict[str, dict[str, Any]]:
        return self.take(paths, "--replace", "--reason", reason, *BY)

    def withdraw(self, path: Path, reason: str) -> Done:
        return self.must("withdraw", self._submission(path), "--reason", reason, *BY)

    def waive(self, path: Path, month: Month, reason: str) -> None:
        """Accepts the explanation of all that blocks a workbook."""
        for number in self._blocking(path, month):
            self.must("waive", number, "--reason", reason, *BY)

    def resolve(
        self, path: Path, month: Month, percent: dict[str, int] | None, reason: str
    ) -> None:
        """Says whose a project is that several reporters sent; ``percent`` by their names."""
        for number in self._blocking(path, month):
            self.must("resolve", number, *_shares(percent), "--reason", reason, *BY)

    def _blocking(self, path: Path, month: Month) -> list[int]:
        """The numbers of the findings that keep the workbook out."""
        said = self.must("status", *_period(month), "--findings", "--format", "json").json
        numbers = [f["number"] for f in said["findings"] if f["file"] == path.name]
        return list(dict.fromkeys(numbers))  # one with cells on several sheets is listed for each

    def _submission(self, path: Path) -> int:
        """The number under which a workbook was judged last."""
        with open_store(self.db) as store:
            return max(row.id for row in store.submissions() if row.file == path.name)

    def lock(self, month: Month, reason: str) -> None:
        self.must("lock", *_period(month), "--reason", reason, *BY)

    def unlock(self, month: Month, reason: str) -> None:
        self.must("unlock", *_period(month), "--reason", reason, *BY)

    def adjust(self, indicator: str, amount: str, month: Month, area: str, reason: str) -> None:
        self.must("adjust", *_period(month), "--area", area, "--reason", reason, *BY,
                  "--", indicator, amount)  # fmt: skip

    def restate(self, indicator: str, value: str, month: Month, area: str) -> Done:
        return self.do("restate", indicator, value, *_period(month), "--area", area,
                       "--reason", "省上核定", "--source", "省商务厅年报", *BY)  # fmt: skip

    def status(self, month: Month) -> dict[str, Any]:
        """Who sent what for a month."""
        said: dict[str, Any] = self.must("status", *_period(month), "--format", "json").json
        return said

    def log(self, year: int) -> list[dict[str, Any]]:
        """What was decided about a year."""
        return list(self.must("log", "--year", year, "--format", "json").json["entries"])

    def trace(self, indicator: str, month: Month) -> dict[str, Any]:
        """What a figure of the city rests on."""
        done = self.must("trace", indicator, *_period(month), "--all", "--format", "json")
        found: dict[str, Any] = done.json
        return found

    def summary(self, month: Month) -> dict[tuple[str, str], dict[str, Any]]:
        """(area, indicator) → what is said."""
        done = self.must("summary", *_period(month), "--format", "json")
        return {(row["area"], row["indicator"]): row for row in done.json["rows"]}


def _period(month: Month) -> tuple[object, ...]:
    return ("--year", month.year, "--month", month.month)


def _shares(percent: dict[str, int] | None) -> list[str]:
    if percent is None:
        return ["--both"]
    whole = [name for name, share in percent.items() if share == 100]
    if whole:
        return ["--to", whole[0]]
    return [word for name, share in percent.items() for word in ("--share", f"{name}={share}")]
