"""The records of the catalogue: found in one place, kept apart from those of other versions."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
import shutil
from pathlib import Path

import pytest

from zsstat import declarations
from zsstat.catalog import load_catalogue
from zsstat.catalog.memo import recall, remember
from zsstat.declarations import (
    Area,
    AreaKind,
    Catalogue,
    DatedName,
    Indicator,
    IndicatorKind,
    in_years,
)
from zsstat.model import Period

PACKAGE = Path(declarations.__file__).parent
MODULES = sorted(found.name for found in pkgutil.iter_modules([str(PACKAGE)]))


@pytest.mark.parametrize("name", MODULES)
def test_every_record_and_choice_is_found_in_the_package(name: str) -> None:
    module = importlib.import_module(f"zsstat.declarations.{name}")
    own = {
        each.__name__
        for each in vars(module).values()
        if isinstance(each, type) and each.__module__ == module.__name__
    }
    assert own <= set(declarations.__all__)
    assert {n for n in own if not getattr(declarations, n).__module__.endswith(f".{name}")} == set()


def test_records_cannot_be_changed_and_refuse_unknown_keys() -> None:
    found = (getattr(declarations, name) for name in declarations.__all__)
    records = [each for each in found if dataclasses.is_dataclass(each)]
    assert len(records) > len(MODULES)
    for record in records:
        assert record.__dataclass_params__.frozen, record  # type: ignore[union-attr]
        if record is not Catalogue:
            assert vars(record)["__pydantic_config__"] == {"extra": "forbid"}, record


@pytest.mark.parametrize("name", ["__init__", *MODULES])
def test_no_entry_outlives_a_change_of_a_record(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZSSTAT_CACHE_DIR", str(tmp_path / "cache"))
    remember("x", load_catalogue())
    changed = tmp_path / "declarations"
    shutil.copytree(PACKAGE, changed, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(declarations, "__file__", str(changed / "__init__.py"))
    assert recall("x") == load_catalogue(), "the same modules elsewhere are the same"
    with (changed / f"{name}.py").open("a", encoding="utf-8") as module:
        module.write("\n")
    assert recall("x") is None


@pytest.mark.parametrize(
    ("since", "until", "held"),
    [
        (None, None, [2019, 2020, 2021, 2022]),
        (2020, None, [2020, 2021, 2022]),
        (None, 2020, [2019, 2020]),
        (2020, 2021, [2020, 2021]),
        (2021, 2020, []),
    ],
)
def test_both_years_are_inclusive(since: int | None, until: int | None, held: list[int]) -> None:
    years = range(2019, 2023)
    assert [year for year in years if in_years(year, since, until)] == held
    assert [y for y in years if DatedName("旬阳县", since, until).holds_in(y)] == held
    area = Area("xunyang", AreaKind.REPORTER, (), since=since, until=until)
    assert [year for year in years if area.exists_in(year)] == held


def test_all_names_of_an_area_and_an_indicator() -> None:
    names = (DatedName("旬阳县", until=2021), DatedName("旬阳市", since=2022))
    area = Area("xunyang", AreaKind.REPORTER, names, aliases=("旬阳",))
    assert area.all_names == ("旬阳县", "旬阳市", "旬阳")
    indicator = Indicator("trips", "领导外出招商", IndicatorKind.COUNT, "次", aliases=("外出",))
    assert indicator.all_names == ("领导外出招商", "外出")
    assert dataclasses.replace(indicator, short="外出招商").all_names == (
        "领导外出招商",
        "外出招商",
        "外出",
    )


def test_hidden_indicators_are_not_listed() -> None:
    catalogue = load_catalogue()
    first, *others = catalogue.indicators
    hidden = dataclasses.replace(catalogue.indicators[first], hidden=True)
    changed = dataclasses.replace(catalogue, indicators={**catalogue.indicators, first: hidden})
    assert first in catalogue.listed
    assert first not in changed.listed
    assert list(changed.listed) == [code for code in others if code in catalogue.listed]


@pytest.mark.parametrize(
    ("month", "said"), [(1, "2020年1月"), (2, "2020年1—2月"), (11, "2020年1—11月"), (12, "2020年")]
)
def test_a_period_in_words_begins_in_january(month: int, said: str) -> None:
    assert Period(2020, month).in_words == said
