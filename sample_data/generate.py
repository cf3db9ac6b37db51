"""Writes the sample returns: ``python sample_data/generate.py [OPTION] [DIRECTORY]``.

The good ones of 2019 and 2020, and the faulty ones. Deterministic: the same cells and, with the
same libraries, the same bytes every time. ``--goldens`` also writes what the program finds in the
faulty ones beside each of them, to be read over before it is committed. ``--arrivals`` writes
nothing but the files of the collection of arrivals.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent))

from sample_data import _province  # noqa: E402 - a script finds its package only after the line above
from sample_data._arrivals import generate_arrivals  # noqa: E402
from sample_data._books import BOOKS  # noqa: E402
from sample_data._describe import ReturnData, deductions, figures  # noqa: E402
from sample_data._faults import generate_faulty  # noqa: E402
from sample_data._returns import YEARS, city_figures, returns  # noqa: E402
from sample_data._sheets import lay_out  # noqa: E402
from sample_data._write import write  # noqa: E402


def _strings(values: dict[str, int]) -> dict[str, str]:
    return {code: str(value) for code, value in values.items()}


def expected(made: dict[int, dict[str, ReturnData]]) -> dict[str, object]:
    """Every figure in base units (元, 美元, 个 …) as known from the descriptions, not the files.

    ``city`` is the sum of ``areas`` and ``deductions`` (negative)."""
    return {
        str(year): {
            "city": _strings(city_figures(made[year])),
            "deductions": _strings(deductions(made[year].values())),
            "areas": {area: _strings(figures(data)) for area, data in made[year].items()},
        }
        for year in YEARS
    }


def generate(target: Path) -> list[Path]:
    """Writes ``returns/`` and ``expected.json`` under ``target``; returns the files written."""
    made = returns()
    _province.prove({year: city_figures(made[year]) for year in YEARS})
    written = []
    for year in YEARS:
        folder = target / "returns" / str(year)
        for book in BOOKS:
            path = folder / book.file.format(year=year)
            write(path, lay_out(made[year][book.reporter], book), book.writer)
            written.append(path)
        path = folder / _province.BOOK.file.format(year=year)
        write(path, _province.lay_out(year), _province.BOOK.writer)
        written.append(path)
    oracle = target / "expected.json"
    text = json.dumps(expected(made), ensure_ascii=False, indent=1) + "\n"
    oracle.write_text(text, encoding="utf-8", newline="\n")
    return [*written, oracle]


def main() -> None:
    options = {"--goldens", "--arrivals"} & set(sys.argv[1:])
    arguments = [argument for argument in sys.argv[1:] if argument not in options]
    target = Path(arguments[0]) if arguments else HERE
    if "--arrivals" in options:
        written = generate_arrivals(target)
    else:
        written = [*generate(target), *generate_faulty(target)]
    if "--goldens" in options:
        from sample_data._goldens import write_goldens

        written += write_goldens(target)
    for path in written:
        print(path)


if __name__ == "__main__":
    main()
