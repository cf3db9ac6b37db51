"""A file is written complete or not at all."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli_support import run
from zsstat.pipeline.placing import write_whole

LARGEST = 2**16


@pytest.fixture
def small_disk() -> Iterator[None]:
    """Files end at 64 KiB, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.usefixtures("small_disk")
def test_what_does_not_fit_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "通报.docx"
    path.write_bytes("上月的".encode())
    with pytest.raises(OSError, match="File too large"):
        write_whole(path, b"x" * (LARGEST + 1))
    assert path.read_bytes() == "上月的".encode()
    assert list(tmp_path.iterdir()) == [path]
    write_whole(path, b"x" * LARGEST)
    assert path.read_bytes() == b"x" * LARGEST


@pytest.mark.usefixtures("small_disk")
def test_the_command_says_that_the_disk_is_full(sample_db: Path, tmp_path: Path) -> None:
    path = tmp_path / "汇总.json"
    path.write_text("上月的", encoding="utf-8")
    done = run("summary", "--year", 2020, "--format", "json", "--output", path, db=sample_db)
    assert done.status == 2
    assert "磁盘空间不够" in done.err
    assert path.read_text(encoding="utf-8") == "上月的"


def test_a_link_stays_a_link_and_modes_stay(tmp_path: Path) -> None:
    path, link = tmp_path / "通报.txt", tmp_path / "最新.txt"
    path.write_bytes(b"1")
    path.chmod(0o640)
    link.symlink_to(path)
    write_whole(link, b"2")
    assert link.is_symlink()
    assert path.read_bytes() == b"2"
    assert path.stat().st_mode & 0o777 == 0o640


def test_what_is_no_file_is_written_to(tmp_path: Path) -> None:
    write_whole(Path("/dev/null"), b"2")
    assert not Path("/dev/null").is_file()
    with pytest.raises(IsADirectoryError):
        write_whole(tmp_path, b"2")
