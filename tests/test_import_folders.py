"""What an import takes from a folder, and what it only names."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli_support import run
from zsstat.pipeline.files import find_files


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("旬阳县.xlsx", True),
        ("旬阳县.XLS", True),
        ("旬阳县.mht", True),
        ("旬阳县.mhtml", True),
        ("旬阳县.txt", False),
        ("说明.docx", False),
        ("~$旬阳县.xlsx", False),
    ],
)
def test_the_name_decides_in_a_folder(tmp_path: Path, name: str, *, taken: bool) -> None:
    path = tmp_path / "报表" / name
    path.parent.mkdir()
    path.write_bytes(b"")
    known = f"报表/{name}"
    found = find_files([tmp_path])
    assert [file for file, _ in found.files] == ([known] if taken else [])
    assert found.passed_over == (() if taken else (known,))
    assert find_files([path]).files == ((name, path),)


def test_our_own_letters_are_not_even_named(tmp_path: Path) -> None:
    (tmp_path / "旬阳县.退回函.txt").write_bytes(b"")
    assert find_files([tmp_path]).passed_over == ()


def test_files_of_one_name_are_named_once(tmp_path: Path) -> None:
    for folder in ("甲", "乙", "丙"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "说明.docx").write_bytes(b"")
    (tmp_path / "甲" / "通知.pdf").write_bytes(b"")
    done = run("import", tmp_path, "--dry-run", db=tmp_path / "x.db")
    assert "不是报表的文件没有读：说明.docx（3个）、甲/通知.pdf" in done.err.replace("\\", "/")
