"""The documents say what the program does: commands, options, keys, codes, links and examples."""

from __future__ import annotations

import dataclasses
import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer.main

from tests.cli_support import run
from tests.tour_support import Taken, missing, steps, take
from zsstat import cli, declarations
from zsstat.catalog import TOML_FILES, load_catalogue, shapes
from zsstat.catalog.overlay import identity
from zsstat.checks import RULES
from zsstat.read import Limits

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
SAMPLE = ROOT / "sample_data"


@cache
def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def fences(path: Path) -> list[tuple[str, str]]:
    """(language, content) of every fenced block."""
    found = re.findall(r"^```([^\n]*)\n(.*?)^```$", read(path), re.MULTILINE | re.DOTALL)
    return [(language, content) for language, content in found]


def prose(path: Path) -> str:
    """The document without what stands in blocks of code."""
    text = re.sub(r"^```.*?^```$", "", read(path), flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"^    .*$", "", text, flags=re.MULTILINE)


# --- commands ---------------------------------------------------------------------------------


@cache
def commands() -> dict[str, set[str]]:
    """Command → its options, short and long."""
    group: Any = typer.main.get_command(cli.make_app())
    return {
        name: {option for parameter in command.params for option in parameter.opts}
        | {"--help", "-h"}
        for name, command in group.commands.items()
    }


@pytest.mark.parametrize("name", commands())
def test_every_command_and_long_option_is_in_the_table_of_commands(name: str) -> None:
    entry = re.compile(rf"^\| `zsstat {name}\b")
    lines = [x for x in read(DOCS / "architecture.md").splitlines() if entry.match(x)]
    assert len(lines) == 1
    assert sum(entry.match(x) is not None for x in read(ROOT / "README.md").splitlines()) == 1
    shared = {"--db", "--config", "--help"}
    for option in commands()[name]:
        if option.startswith("--") and option not in shared:
            assert f"`{option}" in lines[0], option
    documented = set(re.findall(r"`(--[a-z-]+)", lines[0])) - shared
    assert documented <= commands()[name]


def test_options_that_all_share_and_the_environment_are_said() -> None:
    text = read(DOCS / "architecture.md")
    for word in ("--db FILE", "--config DIR", "--help", "--version", "ZSSTAT_DB", "ZSSTAT_CONFIG"):
        assert word in text, word
    source = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "src").rglob("*.py"))
    for variable in set(re.findall(r"\bZSSTAT_[A-Z_]+\b", source)):
        assert f"`{variable}`" in text, variable


def test_every_module_and_the_directions_of_imports_are_in_the_architecture() -> None:
    chapter = read(DOCS / "architecture.md").partition("## Packages")[2].partition("\n## ")[0]
    table = "".join(line for line in chapter.splitlines() if line.startswith("| `"))
    for path in (ROOT / "src" / "zsstat").iterdir():
        if path.is_dir() and (path / "__init__.py").exists():
            assert f"`{path.name}/`" in table
        elif path.suffix == ".py" and path.name != "__init__.py":
            assert f"`{path.stem}`" in table
    contracts = tomllib.loads(read(ROOT / "pyproject.toml"))["tool"]["importlinter"]["contracts"]
    (layers,) = (c["layers"] for c in contracts if c["type"] == "layers")
    drawn = "".join(re.findall(r"^    (?:__main__|  →).*\n", chapter, re.MULTILINE)).split("→")
    for layer, drawing in zip(layers, drawn, strict=True):
        assert set(re.findall(r"zsstat\.(\w+)", layer)) == set(re.findall(r"\w+", drawing))


def invocations(path: Path) -> Iterator[str]:
    """Every command line of ours in a block of code or between backticks, without its prompt."""
    for _language, content in fences(path):
        for line in content.splitlines():
            if line.removeprefix("$ ").startswith("zsstat "):
                yield line.removeprefix("$ ")
    yield from re.findall(r"`(zsstat [^`\n]*)`", prose(path))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_command_lines_in_documents_name_commands_and_options_that_exist(path: Path) -> None:
    for line in invocations(path):
        command, *arguments = shlex.split(line)[1:]
        if command.startswith("-") or not command.isascii() or command.isupper():
            assert command in {"--help", "--version", "COMMAND", "命令"}, line
            continue
        assert command in commands(), line
        options = {word for word in arguments if re.match(r"--?[a-z]", word)}
        assert options <= commands()[command], line


# --- the tour ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def toured(
    tmp_path_factory: pytest.TempPathFactory,
    chinese_font: None,  # noqa: ARG001 - the tour draws charts
) -> Iterator[list[Taken]]:
    """The tour taken in a folder of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("tour"))
        patch.setenv("COLUMNS", "80")
        yield list(take(steps(read(ROOT / "README.md")), patch, _in_the_project))


def _in_the_project(word: str) -> str:
    return str(ROOT / word) if word.startswith("sample_data") else word


def test_the_tour_of_the_readme_prints_what_it_says(toured: list[Taken]) -> None:
    assert missing(toured) == []
    assert sum(len(step.lines) for step in toured) > 25


# --- machine output ---------------------------------------------------------------------------


def documented_output(command: str) -> str:
    """The block under ``command --format json`` in the chapter on machine output."""
    after = read(DOCS / "architecture.md").partition(f"\n`{command} --format json`")[2]
    block = re.search(r"(?:^    .*\n|^\n(?=    ))+", after, re.MULTILINE)
    assert block
    return block[0]


def keys(value: Any) -> set[str]:
    """Every key in it, however deep."""
    if isinstance(value, dict):
        return {*value, *(key for item in value.values() for key in keys(item))}
    return {key for item in value for key in keys(item)} if isinstance(value, list) else set()


@pytest.mark.usefixtures("toured")
def test_the_documented_row_of_the_summary_is_the_real_one() -> None:
    documented = json.loads(documented_output("summary"))
    printed = run("summary", "--year", 2020, "--format", "json").json
    (row,) = documented.pop("rows")
    assert row in printed.pop("rows")
    assert documented == printed


@pytest.mark.usefixtures("toured")
@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("import", [SAMPLE / "faulty" / "41-more-than-the-whole", "--db", "trial.db"]),
        ("trace", ["省际到位资金.同比"]),
    ],
)
def test_the_documented_keys_of_machine_output_are_the_real_ones(
    command: str, words: list[object]
) -> None:
    block = documented_output(command)
    for key in keys(run(command, *words, "--format", "json").json):
        assert f'"{key}"' in block, key


@pytest.mark.usefixtures("toured")
def test_the_keys_of_the_placements_are_documented() -> None:
    chapter = read(DOCS / "architecture.md").partition("\n`rank --format json`")[2]
    paragraph = chapter.partition("\n\n")[0]
    printed = run("rank", "--year", 2020, "--format", "json").json
    assert set(printed) - {"year", "month", "reporters"} <= set(re.findall(r"`(\w+)`", paragraph))
    for key in keys(printed["rows"]) - {"indicator", "indicator_name"}:
        assert f"`{key}`" in paragraph, key


@pytest.mark.usefixtures("toured")
def test_the_tables_of_a_data_package_are_documented() -> None:
    paragraph = (
        read(DOCS / "architecture.md").partition("\n`export` writes")[2].partition("\n\n")[0]
    )
    descriptor = json.loads(Path("数据包", "datapackage.json").read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        assert f"`{resource['name']}`" in paragraph
    assert f"`{descriptor['profile']}`" in paragraph


# --- the catalogue ----------------------------------------------------------------------------

REFERENCE = read(DOCS / "catalog.md").split("## The condition language")[0]

SECTIONS: dict[type, str] = {
    shapes.AreasFile: "## areas.toml",
    declarations.Area: "### `[[area]]`",
    declarations.DatedName: "### `[[area]]`",
    declarations.Region: "### `[[region]]`",
    shapes.IndicatorsFile: "## indicators.toml",
    declarations.Unit: "### `[[unit]]`",
    declarations.Indicator: "### `[[indicator]]`",
    declarations.Posting: "### `[[indicator]]`",
    declarations.Ratio: "### `[[indicator]]`",
    shapes.ReturnsFile: "## returns.toml",
    declarations.ReturnTable: "### `[[table]]`",
    declarations.Joint: "### `[[table]]`",
    declarations.TargetPosting: "### `[[table]]`",
    declarations.PlacementColumns: "### `[[table]]`",
    declarations.FactPosting: "### `[[table]]`",
    declarations.RestatedPosting: "### `[[table]]`",
    declarations.Tracking: "### `[table.tracking]`",
    declarations.Crossing: "### `[[table]]`",
    declarations.Column: "### `[[table.columns]]`",
    declarations.Vocabulary: "### `[vocabulary]`",
    shapes.RulesFile: "## rules.toml",
    declarations.Sector: "### `[[sector]]`",
    declarations.Rule: "### `[[rule]]`",
    declarations.Tolerance: "### `[[rule]]`",
    shapes.TablesFile: "## tables.toml",
    declarations.TableSpec: "## tables.toml",
    declarations.TableColumnSpec: "## tables.toml",
    declarations.ChartSpec: "### `[[chart]]`",
    declarations.Publication: "### `[publication]`",
    declarations.Assessment: "### `[[assessment]]`",
    declarations.AssessmentItem: "### `[[assessment]]`",
    declarations.AssessmentGroup: "### `[[assessment]]`",
    declarations.Wording: "## wording.toml",
    declarations.Tier: "## wording.toml",
}
"""What the catalogue's files may hold → the section of the reference that explains its keys."""


def section(heading: str) -> str:
    """A section of the reference, down to the next heading of its own or a higher level."""
    marks = heading.partition(" ")[0]
    after = REFERENCE.partition(f"\n{heading}\n")[2]
    assert after, heading
    return re.split(rf"^#{{2,{len(marks)}}} ", after, flags=re.MULTILINE)[0]


def names(text: str, key: str) -> bool:
    """As a key: between backticks, or as the name of a TOML table."""
    return re.search(rf"`{key}`|`\[+(?:\w+\.)?{key}\]+`|`{key} = ", text) is not None


@pytest.mark.parametrize(("declared", "heading"), SECTIONS.items(), ids=lambda x: str(x)[-24:])
def test_every_key_of_the_catalogue_is_in_its_section(declared: Any, heading: str) -> None:
    explained = section(heading)
    for field in dataclasses.fields(declared):
        assert names(explained, field.name), field.name
    assert not names(explained, "colour")


def test_every_record_of_the_catalogue_has_a_section() -> None:
    declared = {
        record
        for module in (declarations, shapes)
        for record in vars(module).values()
        if dataclasses.is_dataclass(record) and hasattr(record, "__pydantic_config__")
    }
    assert declared == set(SECTIONS)


def test_every_indicator_check_limit_and_member_of_a_list_is_in_the_reference() -> None:
    catalogue = load_catalogue()
    words = [*catalogue.indicators, *RULES, *(f.name for f in dataclasses.fields(Limits))]
    words += [*declarations.ColumnType, *declarations.AreaKind, *declarations.Rounding]
    for word in words:
        assert f"`{word}`" in REFERENCE, word


def test_indicators_of_the_reference_have_the_unit_and_kind_of_the_catalogue() -> None:
    catalogue = load_catalogue()
    rows = re.findall(
        r"^\| `(\w+)` \| ([^|]+?)(?: \(hidden\))? \| (\S+) \| ([FSCR]) \|", REFERENCE, re.MULTILINE
    )
    assert [row[0] for row in rows] == list(catalogue.indicators)
    for code, name, unit, kind in rows:
        indicator = catalogue.indicators[code]
        assert (indicator.name, indicator.unit, indicator.kind) == (name, unit, kind)


def test_limits_of_the_reference_are_the_defaults() -> None:
    for field in dataclasses.fields(Limits):
        assert f"| `{field.name}` | {field.default} |" in REFERENCE


def test_every_rule_is_in_the_manual() -> None:
    manual = read(DOCS / "rules.md")
    for rule in load_catalogue().rules:
        assert f"`{rule}`" in manual, rule


# --- examples of overlays -----------------------------------------------------------------------


def overlays() -> list[Any]:
    """(file, text) of every TOML block that names its file."""
    return [
        pytest.param(first[2:], content, id=f"{path.name}-{first[2:]}-{number}")
        for path in (DOCS / "catalog.md", ROOT / "README.md")
        for number, (language, content) in enumerate(fences(path))
        if language == "toml" and (first := content.partition("\n")[0]).startswith("# ")
    ]


def test_toml_blocks_name_their_file() -> None:
    for path in (DOCS / "catalog.md", ROOT / "README.md"):
        for language, content in fences(path):
            if language == "toml":
                assert content.partition("\n")[0].removeprefix("# ") in TOML_FILES
    assert len(overlays()) >= 10


@pytest.mark.parametrize(("name", "text"), overlays())
def test_an_overlay_in_the_documents_is_taken(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert load_catalogue(tmp_path) != load_catalogue()


def test_what_the_overlays_of_the_reference_are_said_to_do(tmp_path: Path) -> None:
    texts: dict[str, list[str]] = {}
    for parameters in overlays():
        name, text = parameters.values
        texts.setdefault(name, []).append(text)

    def under(name: str, mark: str) -> declarations.Catalogue:
        (text,) = (t for t in texts[name] if mark in t)
        directory = tmp_path / f"{name}{mark}"
        directory.mkdir()
        (directory / name).write_text(text, encoding="utf-8")
        return load_catalogue(directory)

    renamed = under("areas.toml", "石泉市").areas["shiquan"]
    assert (renamed.name(2025), renamed.name(2026)) == ("石泉县", "石泉市")
    field = under("areas.toml", "field-hancheng")
    assert [len(field.members(year)) for year in (2012, 2013, 2019, 2020)] == [11, 12, 12, 11]
    funds = under("returns.toml", "今年落实的钱").returns["projects"].column("本年到位资金")
    assert funds is not None
    assert {"今年落实的钱", "当年到位"} <= set(funds.aliases)
    assert "fdi_contract" not in under("indicators.toml", "fdi_contract").indicators
    assert list(under("tables.toml", "replace = true").tables) == ["headline"]
    assert "投资规模" in [c.name for c in under("tables.toml", "members-size").charts.values()]
    stricter = under("tables.toml", "[publication]").publication
    assert (stricter.least_respondents, stricter.percent) == (4, Decimal(85))
    assert "projects" in stricter.respondents, "what is not written stays"
    assert under("wording.toml", "half_even").wording.rounding is declarations.Rounding.HALF_EVEN
    late = under("rules.toml", "file.late").rules["file.late"]
    assert late.parameters["2020-12"] == "2021-01-10"
    assert under("indicators.toml", "大项目门槛").constants["大项目门槛"] == "3亿元"
    assert under("returns.toml", "file_bytes").limits == {"file_bytes": 134217728}
    assert "暂无" in under("returns.toml", "暂无").vocabulary.blank_marks


def test_the_reference_names_what_entries_are_merged_by() -> None:
    assert "(`id`, `code` or `name` of it)" in REFERENCE
    assert [identity({key: "x"}) for key in ("id", "code", "name")] == ["x", "x", "x"]


# --- links, and what no document says -----------------------------------------------------------


def anchors(path: Path) -> set[str]:
    """The anchors that the headings of a document get."""
    titles = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_links_between_documents_resolve(path: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(path)):
        if target.startswith("https://"):
            continue
        file, _, anchor = target.partition("#")
        linked = (path.parent / file).resolve() if file else path
        assert linked.exists(), target
        assert not anchor or anchor in anchors(linked), target


@pytest.mark.parametrize("path", [*DOCUMENTS, SAMPLE / "README.md"], ids=lambda p: p.name)
def test_no_document_names_a_path_of_a_machine(path: Path) -> None:
    found = re.findall(
        r"(?<![\w.~/-])/(?:home|work|root|tmp|Users|usr|opt|mnt|var)\b|\b[A-Z]:\\", read(path)
    )
    assert found == []


def test_dated_decisions_give_what_was_rejected() -> None:
    paragraphs = [p for p in read(DOCS / "decisions.md").split("\n\n") if p.startswith("**")]
    assert len(paragraphs) > 20
    for paragraph in paragraphs:
        assert re.match(r"\*\*.+\*\* \(\d{4}-\d\d-\d\d\)\. ", paragraph), paragraph[:60]
        assert len(paragraph.splitlines()) <= 8, paragraph[:60]
