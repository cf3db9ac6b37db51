"""The files of a catalogue: the texts that ship, the user's own, and the two laid together."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zsstat.catalog.overlay import merge
from zsstat.errors import CatalogueError

TEMPLATE = "bulletin.md"
TOML_FILES = (
    "areas.toml",
    "indicators.toml",
    "returns.toml",
    "rules.toml",
    "tables.toml",
    "wording.toml",
)
FILES = (*TOML_FILES, TEMPLATE)

_HERE = Path(__file__).parent
_AT = re.compile(r"\(at line (\d+), column (\d+)\)")


@dataclass(frozen=True)
class Sources:
    """The text of every catalogue file: the program's own and, where there is one, the user's."""

    directory: Path | None
    own: Mapping[str, str]
    overlay: Mapping[str, str]

    @classmethod
    def read(cls, directory: Path | None) -> Sources:
        """Raises :class:`CatalogueError` for a file of the user's that is no UTF-8 text."""
        own = {name: (_HERE / name).read_text(encoding="utf-8") for name in FILES}
        overlay = {
            name: text
            for name in FILES
            if directory is not None and (text := overlay_text(directory / name)) is not None
        }
        return cls(directory, own, overlay)

    @property
    def digest(self) -> str:
        """Changes with any character of any file."""
        return digest(repr((self.own, self.overlay)))

    def where(self, name: str) -> str:
        """How a file is called in messages: the user's with its folder."""
        if self.directory is None or name not in self.overlay:
            return name
        return str(self.directory / name)

    def merged(self, name: str) -> dict[str, Any]:
        """The parsed file with the user's laid over it.

        Raises :class:`CatalogueError` for what is no TOML and for what cannot be laid over."""
        data = _parse(self.own[name], name)
        overlay = self.overlay.get(name)
        if overlay is None:
            return data
        where = self.where(name)
        return merge(data, _parse(overlay, where), where)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def overlay_text(path: Path) -> str | None:
    """The text of a user's file; None where there is none.

    Raises :class:`CatalogueError` for one that cannot be read as UTF-8."""
    if not path.is_file():
        return None
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(
            f"配置文件 {path} 无法读取：{error}", "请另存为 UTF-8 编码的文本文件"
        ) from error


def strangers(directory: Path) -> tuple[str, ...]:
    """The files of a configuration that would silently do nothing: a misspelt name, and one to
    which an editor added an ending of its own (areas.toml.txt)."""
    return tuple(
        sorted(
            path.name
            for path in directory.iterdir()
            if path.is_file()
            and path.name not in FILES
            and (path.suffix == ".toml" or path.name.lower().startswith(FILES))
        )
    )


def _parse(text: str, where: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _AT.search(str(error))
        line = f"第{place[1]}行第{place[2]}列：" if place else ""
        said = _AT.sub("", str(error)).strip()
        raise CatalogueError(
            f"配置文件 {where} 不是正确的 TOML：{line}{said}",
            '文字和中文的键要加引号，例如 "大项目门槛" = "5亿元"；括号和引号要成对',
        ) from error
