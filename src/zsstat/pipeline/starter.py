"""``zsstat init``: the files of a new configuration, written where there is none yet.

The texts lie in ``catalog/starter``: ``overlay`` holds comments and examples over what ships,
``blank`` a small subject of its own. What must agree with what ships (units, the words of a
return's furniture) is filled in from the catalogue.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from zsstat import catalog
from zsstat.catalog import FILES, load_catalogue
from zsstat.declarations import Catalogue
from zsstat.errors import UsageError, why

_TEXTS = Path(catalog.__file__).parent / "starter"


def start_configuration(directory: Path, *, blank: bool = False) -> tuple[str, ...]:
    """Writes a starter configuration into ``directory``, which is made where it is missing; gives
    the names of the files. With ``blank`` it is a subject of its own, else an overlay.

    Raises :class:`UsageError` when one of the files is there already, or where nothing can be
    written; nothing is overwritten."""
    texts = dict(_texts(blank=blank))
    _refuse_existing(directory)
    written: list[Path] = []
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            with (directory / name).open("x", encoding="utf-8") as file:
                written.append(directory / name)
                file.write(text)
    except OSError as error:
        for path in written:  # a part of a configuration would look like a whole one
            path.unlink(missing_ok=True)
        raise UsageError(f"写不进 {directory}：{why(error)}", "请换一个目录") from error
    return tuple(texts)


def _refuse_existing(directory: Path) -> None:
    if directory.exists() and not directory.is_dir():
        raise UsageError(f"{directory} 是一个文件，不是目录", "请换一个目录名")
    existing = [name for name in FILES if (directory / name).exists()]
    if existing:
        raise UsageError(
            f"{directory} 里已经有 {'、'.join(existing)}，没有写入任何文件",
            "请换一个目录，或先把这些文件移走",
        )


def _texts(*, blank: bool) -> Iterator[tuple[str, str]]:
    filled: Mapping[str, str] = _from_what_ships(load_catalogue()) if blank else {}
    folder = _TEXTS / ("blank" if blank else "overlay")
    for name in FILES:
        path = folder / name
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            for mark, piece in filled.items():
                text = text.replace(f"#{{{mark}}}\n", piece)
            yield name, text


def _from_what_ships(shipped: Catalogue) -> dict[str, str]:
    """The pieces of a blank configuration that follow the shipped catalogue."""
    words = dataclasses.asdict(shipped.vocabulary) | {"office_prefixes": ()}
    vocabulary = [f"{name} = {_toml(list(values))}" for name, values in words.items()]
    units = [
        f"[[unit]]\nid = {_toml(unit.id)}\nbase = {_toml(unit.base)}\nfactor = {unit.factor}\n"
        + (f"aliases = {_toml(list(unit.aliases))}\n" if unit.aliases else "")
        for unit in shipped.units.values()
    ]
    return {
        "units": "\n".join([*units, ""]),
        "vocabulary": "\n".join(["[vocabulary]", *vocabulary, ""]),
    }


def _toml(value: str | list[str]) -> str:
    """A text or a list of texts as TOML writes it, which is as JSON does."""
    return json.dumps(value, ensure_ascii=False)
