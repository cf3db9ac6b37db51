"""[publication] of tables.toml: a name that is mistyped there would protect nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from zsstat.catalog import load_catalogue
from zsstat.errors import CatalogueError


def loaded(folder: Path, text: str) -> None:
    (folder / "tables.toml").write_text(f"[publication]\n{text}\n", encoding="utf-8")
    load_catalogue(folder)


@pytest.mark.parametrize(
    ("text", "what", "advice"),
    [
        ("least_respondents = 0", "publication.least_respondents", "0 不对"),
        ("largest = 0", "publication.largest", "0 不对"),
        ("percent = 0", "publication.percent", "0 不对"),
        ("percent = 100.5", "publication.percent", "100.5 不对"),
        ('respondents = { project = ["投资方"] }', "respondents.project", "没有报表 project"),
        ('respondents = { projects = ["投资商"] }', "respondents.projects", "没有列 投资商"),
        ('sums = { funds_totl = ["funds_new"] }', "sums.funds_totl", "没有指标 funds_totl"),
        ('sums = { funds_total = ["funds_nwe"] }', "sums.funds_total", "没有指标 funds_nwe"),
    ],
)
def test_what_would_protect_nobody_is_refused(
    tmp_path: Path, text: str, what: str, advice: str
) -> None:
    with pytest.raises(CatalogueError) as refusal:
        loaded(tmp_path, text)
    assert what in refusal.value.message
    assert advice in refusal.value.message


@pytest.mark.parametrize(
    "text",
    ["least_respondents = 1", "percent = 100", "respondents = { gone = [] }", "sums = {}"],
)
def test_what_says_something_is_taken(tmp_path: Path, text: str) -> None:
    loaded(tmp_path, text)
