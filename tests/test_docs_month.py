"""The page on the round of a month prints what it says; the machine forms of what it leaves behind
have the keys that are documented."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.cli_support import ROOT, run
from tests.month_support import month
from tests.tour_support import Taken, missing, steps, take
from zsstat.catalog import load_catalogue

PAGE = ROOT / "docs" / "zh" / "每月一轮.md"
MAY = ("--year", 2021, "--month", 5)


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Taken]]:
    """The round as the page goes through it, in a folder of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder := tmp_path_factory.mktemp("month"))
        month(folder)
        patch.setenv("COLUMNS", "80")
        for name in ("ZSSTAT_DB", "ZSSTAT_CONFIG"):
            patch.delenv(name, raising=False)
        yield list(take(steps(PAGE.read_text(encoding="utf-8")), patch))


def test_the_round_of_a_month_goes_as_the_page_says(taken: list[Taken]) -> None:
    assert missing(taken) == []
    shown = {step.command.split()[1] for step in taken}
    assert shown >= {"form", "import", "status", "findings", "waive", "answer", "resolve", "adjust"}
    assert shown >= {"restate", "revoke", "summary", "trace", "lock", "unlock", "diff", "log"}
    assert shown >= {"template", "bulletin", "publish", "published"}


def documented(command: str) -> str:
    """What the chapter on machine output says under a command, up to the next one."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    chapter = text.partition("## Machine output")[2].partition("\n## ")[0]
    after = chapter.partition(f"\n`{command}")[2]
    assert after, command
    return re.split(r"^`\w+(?: check)? --", after, flags=re.MULTILINE)[0]


def keys(value: Any) -> set[str]:
    """Every key in it, however deep, but names of columns, items and years."""
    if isinstance(value, dict):
        own = {key for key in value if key.isascii() and key.isidentifier()}
        return own.union(*map(keys, value.values()))
    return set().union(*map(keys, value)) if isinstance(value, list) else set()


@pytest.mark.usefixtures("taken")
@pytest.mark.parametrize(
    "words",
    [
        ("summary", *MAY),
        ("summary", "--single", *MAY),
        ("summary", "--years", "2020-2021", "--month", 5),
        ("assess", *MAY),
        ("stages", *MAY, "--from", "2021-4"),
        ("findings", *MAY),
        ("status", *MAY, "--urge", "--findings", "--details"),
        ("form", *MAY, "--output", "machine"),
        ("log",),
        ("recheck", *MAY),
        ("repost", "--reason", "目录变动", "--dry-run"),
        ("backtest", "history.growth_jump"),
        ("diff", "旬阳市", *MAY),
        ("history", "AK-2021-088", "--reporter", "汉滨区"),
        ("published",),
        ("published", 1),
        ("template", "check", "每月快报.md", *MAY),
    ],
    ids=lambda words: " ".join(map(str, words)),
)
def test_keys_of_machine_output_are_documented(words: tuple[object, ...]) -> None:
    two = words[1:2] in (("--single",), ("--years",), ("check",))
    command = " ".join(map(str, words[: 1 + two]))
    said = documented(command if "--" in command else f"{command} --format json")
    said += documented("import --format json") + documented("summary --format json")
    printed = run(*words, "--format", "json").json
    assert len(keys(printed)) > 2
    for key in keys(printed) - set(load_catalogue().returns):
        assert re.search(rf'["`]{key}["`]', said), key
