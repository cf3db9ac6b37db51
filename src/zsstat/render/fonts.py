"""Which installed font has the glyphs of a text.

What draws a picture prints boxes, or nothing at all, where its font lacks a character, and says
nothing. So a font is looked for that has them all, and where there is none that is a refusal.

A font is looked for, in this order: the file or folder that ``ZSSTAT_FONT`` names, and nowhere else
where it is set; the known Chinese fonts among the installed files, by the names of their files; the
other files. Only the character map and the name of a font are read, and of each file once.
"""

from __future__ import annotations

import os
import struct
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from zsstat.errors import FontError

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

VARIABLE = "ZSSTAT_FONT"
"""The variable of the environment that names a font file, or a folder of them."""

PREFERRED = (
    "msyh", "deng", "pingfang", "hiragino sans gb", "notosanscjksc", "notosanscjk", "notosanssc",
    "sourcehansanssc", "sourcehansanscn", "sourcehansans", "wqy-microhei", "wqy-zenhei", "simhei",
    "simsun", "stheiti", "droidsansfallback",
)  # fmt: skip
"""How the files of fonts begin that are made for Chinese, those that read best in charts first."""

_OTHER_WEIGHTS = ("thin", "light", "medium", "bold", "heavy", "black")

COLLECTIONS = frozenset({".ttc", ".otc"})
ENDINGS = frozenset({".ttf", ".otf"}) | COLLECTIONS

_FAMILY_NAMES = (16, 1)
"""The entries of a font's name table that say its family, the typographic one first."""
_ENGLISH = 0x409
_DAMAGED = (OSError, struct.error, LookupError, ValueError, AssertionError, OverflowError)
"""What reading a font raises that contradicts itself or lacks a table, beside TTLibError."""
_MOST_NAMED = 10
"""So many missing characters are named in the refusal."""
_NO_GLYPH = ("Zs", "Cf", "Cc", "Mn")
"""Spaces, format characters, marks that change the character before them: nothing is drawn."""


@dataclass(frozen=True, slots=True)
class Font:
    """An installed font: the family by which a renderer knows it and the folder it is in."""

    family: str
    file: Path

    @property
    def folder(self) -> Path:
        return self.file.parent


def for_text(text: str) -> Font:
    """The first font that has a glyph for every character of the text.

    Raises :class:`FontError` naming the characters that no font has, with what to install."""
    needed = frozenset(map(ord, filter(_drawn, text)))
    asked = os.environ.get(VARIABLE, "")
    fewest = needed
    for file in _asked_files(asked) if asked else _installed(_folders()):
        for face in _faces(file):
            lacking = needed - face.characters
            if not lacking:
                return face.font
            fewest = min(fewest, lacking, key=len)
    raise _refusal(fewest, asked)


@dataclass(frozen=True, slots=True)
class _Face:
    font: Font
    characters: frozenset[int]


def _drawn(character: str) -> bool:
    return unicodedata.category(character) not in _NO_GLYPH


def _refusal(lacking: frozenset[int], asked: str) -> FontError:
    named = "".join(map(chr, sorted(lacking)[:_MOST_NAMED]))
    more = "等" if len(lacking) > _MOST_NAMED else ""
    if asked:
        return FontError(
            f"环境变量 {VARIABLE} 指定的字体（{asked}）"
            f"缺少图中要用的 {len(lacking)} 个字：{named}{more}",
            f"请让 {VARIABLE} 指向一个中文字体文件（例如 msyh.ttc），或者去掉这个变量",
        )
    return FontError(
        f"这台电脑上没有一种字体含有图中要用的全部文字，缺 {len(lacking)} 个字：{named}{more}",
        "请安装中文字体后重试：Debian、Ubuntu 装软件包 fonts-wqy-microhei 或 fonts-noto-cjk，"
        f"Windows 装微软雅黑；也可以用环境变量 {VARIABLE} 指定一个字体文件",
    )


# --- where fonts are --------------------------------------------------------------------------


def _asked_files(asked: str) -> Iterator[Path]:
    """The file that was asked for, or the fonts in the folder. Raises :class:`FontError`."""
    path = Path(asked).expanduser()
    if path.is_file():
        yield path
    elif path.is_dir():
        yield from _installed((path,))
    else:
        raise FontError(
            f"环境变量 {VARIABLE} 指定的字体不存在：{asked}", "请核对字体文件或文件夹的位置"
        )


def _folders() -> tuple[Path, ...]:
    """Where this system keeps its fonts, the user's own and everybody's."""
    home = Path.home()
    match sys.platform:
        case "win32":
            own = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
            root = Path(os.environ.get("SYSTEMROOT", r"C:\Windows"))
            return root / "Fonts", own / "Microsoft" / "Windows" / "Fonts"
        case "darwin":
            return (
                home / "Library" / "Fonts",
                Path("/Library/Fonts"),
                Path("/System/Library/Fonts"),
                Path("/System/Library/AssetsV2"),
            )
    own = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    shared = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    folders = (own, *map(Path, filter(None, shared.split(":"))))
    return (*(folder / "fonts" for folder in folders), home / ".fonts", Path("/usr/share/fonts"))


@cache
def _installed(folders: tuple[Path, ...]) -> tuple[Path, ...]:
    """The font files in the folders and below, those made for Chinese first."""
    found = {
        Path(folder, name): None
        for root in folders
        for folder, _, names in os.walk(root)
        for name in sorted(names)
        if Path(name).suffix.lower() in ENDINGS
    }
    return tuple(sorted(found, key=_preference))


def _preference(file: Path) -> tuple[int, bool]:
    """Among the files of one font that of the regular weight goes first."""
    name = file.stem.lower()
    preferred = (i for i, begins in enumerate(PREFERRED) if name.startswith(begins))
    return next(preferred, len(PREFERRED)), any(weight in name for weight in _OTHER_WEIGHTS)


# --- what is in them --------------------------------------------------------------------------


def _faces(file: Path) -> Iterator[_Face]:
    """The faces of a font file, several where it is a collection; none of one that is not a font,
    for there is another."""
    for number in range(_count(file)):
        face = _face(file, number)
        if face:
            yield face


@cache
def _count(file: Path) -> int:
    from fontTools.ttLib import TTCollection, TTLibError

    if file.suffix.lower() not in COLLECTIONS:
        return 1
    try:
        with file.open("rb") as stream, TTCollection(stream, lazy=True) as collection:
            return len(collection.fonts)
    except (TTLibError, *_DAMAGED):
        return 0


@cache
def _face(file: Path, number: int) -> _Face | None:
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with file.open("rb") as stream, TTFont(stream, fontNumber=number, lazy=True) as font:
            return _Face(Font(_family(font), file), frozenset(font.getBestCmap() or ()))
    except (TTLibError, *_DAMAGED):
        return None


def _family(font: TTFont) -> str:
    """The family's English name, by which every system finds it; else the first there is."""
    names = font["name"]
    for entry in _FAMILY_NAMES:
        said = names.getName(entry, 3, 1, _ENGLISH) or names.getName(entry, 1, 0, 0)
        if said:
            return str(said.toUnicode())
    return str(names.getDebugName(1) or "")
