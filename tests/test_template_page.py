"""The page for writers of templates does what it says: its examples print what stands under them,
its mistakes give the messages that it quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli_support import ROOT, SAMPLE_CONFIG, Done, run
from tests.tour_support import missing, steps, take
from zsstat.bulletin.conditions import TESTS
from zsstat.bulletin.subjects import PARTS
from zsstat.bulletin.vocabulary import RESERVED

PAGE = (ROOT / "docs" / "zh" / "通报模板.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"^```([\w-]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples() -> Iterator[tuple[str, str, str]]:
    """Kind, template, and what it is said to print ("" where the page does not say)."""
    blocks = _BLOCK.findall(PAGE)
    for (kind, text), (next_kind, following) in zip(blocks, [*blocks[1:], ("", "")], strict=True):
        if kind.startswith("jinja"):
            yield kind, text, following.strip() if next_kind == "text" else ""


def checked(folder: Path, db: Path, template: str, *words: object) -> Done:
    path = folder / "例.md"
    path.write_text(template, encoding="utf-8")
    given = ("template", "check", path, "--year", 2020, "--format", "json", *words)
    return run(*given, db=db, config=SAMPLE_CONFIG)


EXAMPLES = tuple(examples())


@pytest.mark.parametrize(("kind", "template", "printed"), EXAMPLES)
def test_every_example_is_right_and_prints_what_it_says(
    kind: str, template: str, printed: str, sample_db: Path, tmp_path: Path
) -> None:
    area = ("--area", "紫阳县") if kind == "jinja-county" else ()
    done = checked(tmp_path, sample_db, template, *area)
    assert (done.status, done.json["problems"], done.json["gaps"]) == (0, [], [])
    assert printed in done.json["preview"]


def test_the_page_has_examples() -> None:
    assert len(EXAMPLES) >= 9
    assert sum(bool(printed) for _, _, printed in EXAMPLES) >= 6


def mistakes() -> list[tuple[str, str]]:
    chapter = PAGE.split("## 七、常见的错")[1]
    rows = re.findall(r"^\| `(.*)` \| (.*) \|$", chapter, re.MULTILINE)
    return [(template, message) for template, message in rows]


@pytest.mark.parametrize(("template", "message"), mistakes())
def test_every_mistake_gives_the_message_that_is_quoted(
    template: str, message: str, sample_db: Path, tmp_path: Path
) -> None:
    done = checked(tmp_path, sample_db, template)
    assert done.status == 1
    assert any(message in problem["message"] for problem in done.json["problems"])


def test_the_commands_go_as_the_page_says(
    sample_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZSSTAT_DB", str(sample_db))
    monkeypatch.setenv("ZSSTAT_CONFIG", str(SAMPLE_CONFIG))
    taken = list(take(steps(PAGE), monkeypatch))
    assert len(taken) == 3
    assert missing(taken) == []


def test_the_page_names_every_word_part_and_condition() -> None:
    for name in sorted({*RESERVED, *PARTS, *TESTS} - {"loop"}):
        assert re.search(rf"(?<!\w){name}(?!\w)", PAGE), name
