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

TEMPLATE, COUNTY_TEMPLATE = "bulletin.md", "county.md"
TEMPLATES = (TEMPLATE, COUNTY_TEMPLATE)
"""The templates of the city's bulletin and of a reporter's own page."""
TOML_FILES = (
    "areas.toml",
    "indicators.toml",
    "returns.toml",
    "rules.toml",
    "tables.toml",
    "wording.toml",
)
FILES = (*TOML_FILES, *TEMPLATES)

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
        said = _told(_AT.sub("", str(error)))
        raise CatalogueError(
            f"配置文件 {where} 不是正确的 TOML：{line}{said}",
            '文字和中文的键要加引号，例如 "大项目门槛" = "5亿元"；括号和引号要成对',
        ) from error


_MISTAKES = {
    "Expected '=' after a key": "键的后面没有等号，或者中文的键没有加引号",
    "Invalid initial character for a key": "键写得不对，中文的键要加引号",
    "Invalid statement": "不是“键 = 值”，也不是 [[…]] 一行，或者中文的键没有加引号",
    "Invalid value": "等号后面的值写得不对，文字要加引号",
    "Illegal character": "引号没有成对，或者有不能写的字符",
    "Unterminated string": "引号没有成对",
    "Unclosed array": "方括号没有成对，或者少了逗号",
    "Unclosed inline table": "大括号没有成对，或者少了逗号",
    "Expected ']": "方括号没有成对",
    "Expected newline or end of document": "值写完以后还有多余的内容，一行只能写一个键",
    "Unescaped": "引号里的反斜杠要写两个，或者改用单引号",
    "Cannot overwrite a value": "这个键前面已经写过",
    "Duplicate inline table key": "这个键前面已经写过",
    "Cannot declare": "这一段前面已经写过",
}
"""How the parser's messages begin that a slip of the pen brings about, in the user's words."""


def _told(said: str) -> str:
    """The parser's message in Chinese; a rare one as what it comes down to."""
    known = (words for start, words in _MISTAKES.items() if said.startswith(start))
    return next(known, "写法不对")
