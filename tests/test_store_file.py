"""The database as a file: opened, migrated, shared, copied, damaged, and its writer killed."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.store_support import CATALOGUE, YEAR, make_submission, with_finding
from tests.store_writer import ROWS
from zsstat.errors import StoreError
from zsstat.model import Role
from zsstat.store import connection, open_store, schema


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "统计 库#1?.db" if sys.platform != "win32" else tmp_path / "统计 库#1.db"


def saved(path: Path) -> Path:
    """A database with one accepted return."""
    with open_store(path, create=True, catalogue_fingerprint=CATALOGUE) as store:
        store.save(with_finding(make_submission([3, 5])))
    return path


def tamper(path: Path, statement: str, *parameters: object) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        assert raw.execute(statement, parameters).rowcount == 1


# --- opening ----------------------------------------------------------------------------------


def test_a_missing_database_is_not_made_by_reading(path: Path) -> None:
    with pytest.raises(StoreError, match="找不到数据库") as refused:
        open_store(path)
    assert "zsstat import" in refused.value.hint
    assert not path.exists()


def test_the_file_bears_the_name_it_was_given(path: Path) -> None:
    saved(path)
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    with open_store(path) as store:
        assert store.received(YEAR) == {"ziyang"}


def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="打不开"):
        open_store(tmp_path / "nowhere" / "z.db", create=True)


def test_an_empty_database_asks_for_an_import(path: Path) -> None:
    path.touch()
    with pytest.raises(StoreError, match="还没有数据"):
        open_store(path)
    saved(path)


@pytest.mark.parametrize("create", [True, False])
def test_what_is_not_a_database_is_refused_untouched(path: Path, create: bool) -> None:
    path.write_bytes(b"PK\x03\x04" + b"no database at all" * 100)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="不是 zsstat 的数据库"):
        open_store(path, create=create)
    assert path.read_bytes() == before


@pytest.mark.parametrize("create", [True, False])
def test_somebody_elses_database_is_refused_untouched(path: Path, create: bool) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE meta (key TEXT, value TEXT)")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="不是 zsstat 的数据库"):
        open_store(path, create=create)
    assert path.read_bytes() == before


def test_a_damaged_database_is_said_to_be_damaged(path: Path) -> None:
    saved(path)
    data = bytearray(path.read_bytes())
    data[4096:] = b"\x55" * (len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(StoreError, match="已损坏"), open_store(path) as store:
        store.sums(YEAR)


def test_the_catalogue_is_remembered(path: Path) -> None:
    saved(path)
    with open_store(path, catalogue_fingerprint=CATALOGUE) as store:
        assert store.remembered_catalogue == CATALOGUE
        assert not store.catalogue_differs
    with open_store(path, create=True, catalogue_fingerprint="other") as store:
        assert store.catalogue_differs
        assert store.remembered_catalogue == CATALOGUE
        store.remember_catalogue("other")
    with open_store(path, catalogue_fingerprint="other") as store:
        assert not store.catalogue_differs
    with open_store(path) as store:
        assert store.remembered_catalogue == "other"
        assert not store.catalogue_differs


# --- versions ---------------------------------------------------------------------------------


def newer_program(monkeypatch: pytest.MonkeyPatch, statements: str) -> None:
    """Pretend that this program knows one version more."""
    original = schema.script
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, "added.sql"))
    monkeypatch.setattr(
        schema, "script", lambda name: statements if name == "added.sql" else original(name)
    )


def columns(path: Path, table: str) -> set[str]:
    with closing(sqlite3.connect(path)) as raw:
        return {row[1] for row in raw.execute(f"PRAGMA table_info({table})")}


ADDED = """
-- a comment; with a semicolon
ALTER TABLE part ADD COLUMN note TEXT;
UPDATE part SET note = 'a;b';
"""


@pytest.mark.parametrize("create", [True, False])
def test_an_older_database_is_migrated_and_keeps_its_data(
    path: Path, monkeypatch: pytest.MonkeyPatch, create: bool
) -> None:
    saved(path)
    newer_program(monkeypatch, ADDED)
    with open_store(path, create=create) as store:
        assert store.sums(YEAR)["ziyang", "funds", Role.ACTUAL] == 8
        assert store.integrity() == []
    assert "note" in columns(path, "part")
    with open_store(path) as store:
        assert store.received(YEAR) == {"ziyang"}


def made_older(path: Path, version: int) -> None:
    """The same database as a program of an older version left it: its tables, their columns."""
    now = path.rename(path.with_suffix(".now"))
    with closing(sqlite3.connect(path)) as raw:
        for name in schema.MIGRATIONS[:version]:
            raw.executescript(schema.script(name))
        raw.execute("ATTACH ? AS now", (str(now),))
        tables = [
            row[0]
            for row in raw.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")
        ]
        for table in tables:
            names = ", ".join(row[1] for row in raw.execute(f"PRAGMA main.table_info({table})"))
            raw.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM now.{table}")
        raw.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        raw.execute(f"PRAGMA user_version = {version}")
        raw.commit()


@pytest.mark.parametrize("version", [1, 2])
def test_what_an_older_version_stored_is_taken_over(path: Path, version: int) -> None:
    """A part was known by its table alone; now by its period, too, and all rows hang on it."""
    saved(path)
    with open_store(path) as store:
        before = (store.sums(YEAR), store.observations(1), store.records(1), store.findings(1))
    made_older(path, version)
    with open_store(path) as store:
        after = (store.sums(YEAR), store.observations(1), store.records(1), store.findings(1))
        assert after == before
        assert store.integrity() == []
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA foreign_keys = ON")
        copied = (
            "INSERT INTO part SELECT 99, submission_id, table_id, reporter, {year}, month, 0, NULL,"
            " seal FROM part"
        )
        raw.execute(copied.format(year=2019))
        with pytest.raises(sqlite3.IntegrityError):
            raw.execute(copied.format(year=2019))
        with pytest.raises(sqlite3.IntegrityError):
            raw.execute("DELETE FROM part WHERE id = 1")


def test_a_new_database_goes_through_every_version(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer_program(monkeypatch, ADDED)
    saved(path)
    assert "note" in columns(path, "part")


def test_a_migration_that_fails_changes_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(path)
    with monkeypatch.context() as patch:
        newer_program(patch, ADDED + "INSERT INTO nowhere VALUES (1);")
        with pytest.raises(sqlite3.OperationalError, match="nowhere"):
            open_store(path)
    assert "note" not in columns(path, "part")
    with open_store(path) as store:
        assert store.sums(YEAR)["ziyang", "funds", Role.ACTUAL] == 8


def test_a_damaged_database_is_not_migrated(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved(path)
    tamper(path, "UPDATE observation SET record_id = 999 WHERE id = 1")
    newer_program(monkeypatch, ADDED)
    with pytest.raises(StoreError, match="没有升级"):
        open_store(path)
    assert "note" not in columns(path, "part")


@pytest.mark.parametrize("create", [True, False])
def test_a_newer_database_is_refused_untouched(path: Path, create: bool) -> None:
    saved(path)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="版本是 99") as refused:
        open_store(path, create=create)
    assert "升级" in refused.value.hint


# --- sharing ----------------------------------------------------------------------------------


def test_readers_go_on_while_somebody_writes(path: Path) -> None:
    saved(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM observation")
        with open_store(path) as store:
            assert store.journal_mode == "wal"
            assert store.sums(YEAR)["ziyang", "funds", Role.ACTUAL] == 8
        other.execute("ROLLBACK")


def test_a_second_writer_is_told_that_the_database_is_in_use(path: Path) -> None:
    saved(path)
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as other,
        open_store(path, create=True, busy_seconds=0.05) as store,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="数据库正被占用"):
            store.save(make_submission(reporter="hanbin"))
        other.execute("ROLLBACK")
        store.save(make_submission(reporter="hanbin"))


@pytest.mark.skipif(sys.platform == "win32", reason="the lock-file VFS is for Unix")
def test_without_wal_the_rollback_journal_serves(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite's dot-file locking has no shared memory, as a network share has none."""
    original = connection.uri
    monkeypatch.setattr(
        connection, "uri", lambda p, create: original(p, create=create) + "&vfs=unix-dotfile"
    )
    saved(path)
    with open_store(path) as store:
        assert store.journal_mode == "delete"
        assert store.sums(YEAR)["ziyang", "funds", Role.ACTUAL] == 8
        assert store.integrity() == []


def test_windows_names_become_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, address in {
        "C:/数据/z.db": "file:///C:/%E6%95%B0%E6%8D%AE/z.db?mode=rw",
        "//server/share/z.db": "file:////server/share/z.db?mode=rw",
    }.items():
        monkeypatch.setattr(Path, "as_posix", lambda _, name=name: name)
        assert connection.uri(Path("z.db"), create=False) == address


# --- backup -----------------------------------------------------------------------------------


def test_a_backup_is_the_whole_database_in_one_file(path: Path, tmp_path: Path) -> None:
    saved(path)
    target = tmp_path / "copies" / "备份.db"
    target.parent.mkdir()
    with open_store(path) as store:
        store.save(make_submission(reporter="hanbin", content=b"in the log"))
        store.backup(target)
        assert [p.name for p in target.parent.iterdir()] == ["备份.db"]
        with open_store(target) as copied:
            assert copied.sums(YEAR) == store.sums(YEAR)
            assert list(copied.originals()) == list(store.originals())
            assert copied.findings() == store.findings()
            assert copied.submissions() == store.submissions()
            assert copied.integrity() == []


def test_a_backup_never_overwrites(path: Path, tmp_path: Path) -> None:
    saved(path)
    target = tmp_path / "b.db"
    target.write_bytes(b"precious")
    with open_store(path) as store:
        with pytest.raises(StoreError, match="已经存在"):
            store.backup(target)
        with pytest.raises(StoreError, match="打不开"):
            store.backup(tmp_path / "nowhere" / "b.db")
    assert target.read_bytes() == b"precious"


# --- integrity --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE observation SET value = 4 WHERE id = 1", "与单元格不符"),
        ("UPDATE observation SET value = 1 WHERE id = 1", "被改动过"),
        ("UPDATE observation SET value = 0 WHERE id = 2", "与单元格不符"),
        ("UPDATE observation SET cell = 'Z9' WHERE id = 1", "没有对应的单元格"),
        ("UPDATE observation SET area = 'hanbin' WHERE id = 1", "被改动过"),
        ("UPDATE observation SET industry = '其他' WHERE id = 1", "被改动过"),
        ("UPDATE observation SET record_id = 2 WHERE id = 1", "没有对应的单元格"),
        ("UPDATE observation SET record_id = 99 WHERE id = 1", "不存在"),
        ("DELETE FROM observation WHERE id = 1", "被改动过"),
        ("UPDATE record SET fields = replace(fields, ':3', ':4') WHERE id = 1", "与单元格不符"),
        ("UPDATE record SET fields = '{' WHERE id = 1", "无法读出"),
        ("UPDATE record SET row_number = 9 WHERE id = 1", "被改动过"),
        ("UPDATE original SET content = zeroblob(size)", "与入库时不同"),
        ("UPDATE submission SET status = 'returned'", "被退回"),
    ],
)
def test_tampering_is_found(path: Path, statement: str, problem: str) -> None:
    saved(path)
    with open_store(path) as store:
        assert store.integrity() == []
    tamper(path, statement)
    with open_store(path) as store:
        assert any(problem in found for found in store.integrity())


@pytest.mark.parametrize("value", ["1.5", "'viel'", "NULL"])
def test_the_database_itself_refuses_what_is_not_a_whole_number(path: Path, value: str) -> None:
    saved(path)
    with pytest.raises(sqlite3.IntegrityError):
        tamper(path, f"UPDATE observation SET value = {value} WHERE id = 1")


def test_two_parts_can_never_count_at_once(path: Path) -> None:
    saved(path)
    with open_store(path) as store:
        store.save(make_submission([4], replaced={"projects"}))
    with pytest.raises(sqlite3.IntegrityError):
        tamper(path, "UPDATE part SET superseded_by = NULL WHERE id = 1")


# --- killed at any moment -----------------------------------------------------------------------

KILLS = 6


def test_a_writer_killed_at_any_moment_leaves_whole_workbooks_only(tmp_path: Path) -> None:
    path = tmp_path / "z.db"
    moments = random.Random(20200506)  # noqa: S311 -- moments, not secrets
    for run in range(KILLS):
        _write_and_kill(path, f"run{run}", moments.uniform(0.0, 0.2))
        # What the next program finds is what the disk holds, journal and all.
        seen = tmp_path / f"seen{run}"
        seen.mkdir()
        for file in tmp_path.glob("z.db*"):
            shutil.copy(file, seen / file.name)
        _check_whole_workbooks(seen / "z.db")
    _check_whole_workbooks(path)
    with open_store(path) as store:
        runs = {row.reporter.split("-")[0] for row in store.submissions() if row.reporter}
    assert len(runs) > 1, "the killed writers must have written something"


def _write_and_kill(path: Path, run: str, seconds: float) -> None:
    command = [sys.executable, "-m", "tests.store_writer", str(path), run]
    root = Path(__file__).parents[1]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline().strip() == b"ready"
        time.sleep(seconds)
        child.kill()


def _check_whole_workbooks(path: Path) -> None:
    # A writer killed before its first commit leaves no database, or an empty one.
    with open_store(path, create=True) as store:
        assert store.integrity() == []
        for row in store.submissions():
            assert len(store.records(row.id)) == ROWS
            assert len(store.observations(row.id)) == 2 * ROWS
            assert len(store.findings(row.id)) == 1
            assert store.original(row.sha256)[1]
