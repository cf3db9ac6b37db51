"""What cannot be right about what the public may see. A name that is mistyped here would protect
nobody, and nothing else would tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zsstat.catalog.problems import Problem, nearest
from zsstat.declarations import Catalogue

_FILE = "tables.toml"
_WHOLE = 100


def publication_problems(catalogue: Catalogue) -> Iterator[Problem]:
    """Every inconsistency of [publication]. A table whose columns are an empty list is left out."""
    spec = catalogue.publication
    for key, number in (("least_respondents", spec.least_respondents), ("largest", spec.largest)):
        if number < 1:
            yield Problem(_FILE, f"publication.{key}", f"{number} 不对", "至少是 1")
    if spec.percent is not None and not 0 < spec.percent <= _WHOLE:
        yield Problem(_FILE, "publication.percent", f"{spec.percent} 不对", "写大于 0、到 100 的数")
    for table, columns in spec.respondents.items():
        if columns:
            yield from _respondents(catalogue, table, columns)
    for whole, parts in spec.sums.items():
        for code in (whole, *parts):
            if code not in catalogue.indicators:
                advice = nearest(code, catalogue.indicators)
                yield Problem(_FILE, f"publication.sums.{whole}", f"没有指标 {code}", advice)


def _respondents(catalogue: Catalogue, table: str, columns: Iterable[str]) -> Iterator[Problem]:
    where = f"publication.respondents.{table}"
    if table not in catalogue.returns:
        yield Problem(_FILE, where, f"没有报表 {table}", nearest(table, catalogue.returns))
        return
    known = [column.name for column in catalogue.returns[table].columns]
    for name in columns:
        if name not in known:
            yield Problem(_FILE, where, f"报表 {table} 没有列 {name}", nearest(name, known))
