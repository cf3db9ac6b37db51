"""Damage inside zip packages: parts lost, exchanged, renamed; their XML altered, still or no longer
well-formed. The package itself stays whole, so that the damage is reached."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable

from tests.fuzzing import bytewise

Parts = dict[str, bytes]

_TAG = re.compile(rb"<[^<>]+>")
_ATTRIBUTE = re.compile(rb'\s([\w:]+)="([^"]*)"')
_TEXT = re.compile(rb">([^<>]+)<")
_VALUES = (
    b"", b"0", b"-1", b"1", b"2", b"99999999999999999999", b"1e400", b"NaN", b"A0", b"XFD1048576",
    b"XFE1048577", b"A1:XFD1048576", b"B2:A1", b"rId1", b"true", b"n", b"s", b"b", b"e", b"d",
    b"str", b"inlineStr", b"shared", b"array", b"veryHidden", b"../../../x", b"&#10;", b"\xe7\x94",
    b"_x0000_", b"_xD800_", b"2020-02-30T25:00:00", b"0.1.2", b"x" * 40_000,
)  # fmt: skip
_INSERTS = (
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<?x y?>", b"<!-- -->", b"<![CDATA[<c>]]>", b"&a;", b"&#0;",
    b"<c r='A1'><v>1</v></c>", b"<row r='1'/>", b"<mergeCell ref='A1:C3'/>", b"\xff", b"<x:y/>",
)  # fmt: skip


_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def _parts(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(parts: Parts, compression: int) -> bytes:
    """Without the time of day, which would make every file another one."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, compression)
    return file.getvalue()


def timeless(data: bytes) -> bytes:
    """A package as it would always have been written."""
    parts = _parts(data)
    if core := parts.get("docProps/core.xml"):
        parts["docProps/core.xml"] = _MOMENT.sub(b"2021-01-05T09:30:00Z", core)
    return _packed(parts, zipfile.ZIP_DEFLATED)


def _some(parts: Parts, dice: random.Random) -> str:
    """A part, one with the sheets' contents sooner than the others."""
    weights = [
        4 if "sheet" in name or "content" in name or "string" in name else 1 for name in parts
    ]
    return dice.choices(list(parts), weights)[0]


def lost_part(parts: Parts, dice: random.Random) -> None:
    del parts[_some(parts, dice)]


def renamed_part(parts: Parts, dice: random.Random) -> None:
    name = _some(parts, dice)
    content = parts.pop(name)
    parts[dice.choice((name.upper(), name + ".bak", "/" + name, "..\\" + name, "字" + name))] = (
        content
    )


def exchanged_parts(parts: Parts, dice: random.Random) -> None:
    first, second = _some(parts, dice), _some(parts, dice)
    parts[first], parts[second] = parts[second], parts[first]


def reordered_parts(parts: Parts, dice: random.Random) -> None:
    names = list(parts)
    dice.shuffle(names)
    reordered = {name: parts[name] for name in names}
    parts.clear()
    parts.update(reordered)


def empty_part(parts: Parts, dice: random.Random) -> None:
    parts[_some(parts, dice)] = dice.choice((b"", b"\0", b"<", b"<a/>"))


def odd_bytes(parts: Parts, dice: random.Random) -> None:
    name = _some(parts, dice)
    if parts[name]:
        parts[name] = dice.choice(bytewise.MUTATORS)(parts[name], dice)


def _edited(
    parts: Parts, dice: random.Random, found: re.Pattern[bytes], new: bytes, group: int
) -> None:
    name = _some(parts, dice)
    places = list(found.finditer(parts[name]))
    if places:
        place = dice.choice(places)
        content = parts[name]
        parts[name] = content[: place.start(group)] + new + content[place.end(group) :]


def odd_attribute(parts: Parts, dice: random.Random) -> None:
    _edited(parts, dice, _ATTRIBUTE, dice.choice(_VALUES), 2)


def odd_attribute_name(parts: Parts, dice: random.Random) -> None:
    """One that is unknown, of no namespace, or there twice."""
    _edited(parts, dice, _ATTRIBUTE, dice.choice((b"r", b"t", b"s", b"zz", b"q:r", b"xmlns")), 1)


def odd_text(parts: Parts, dice: random.Random) -> None:
    _edited(parts, dice, _TEXT, dice.choice(_VALUES), 1)


def odd_tag(parts: Parts, dice: random.Random) -> None:
    _edited(parts, dice, _TAG, dice.choice((b"", *_INSERTS)), 0)


def doubled_tag(parts: Parts, dice: random.Random) -> None:
    name = _some(parts, dice)
    tags = list(_TAG.finditer(parts[name]))
    if tags:
        tag, content = dice.choice(tags), parts[name]
        parts[name] = (
            content[: tag.end()] + tag[0] * dice.choice((1, 2, 300)) + content[tag.end() :]
        )


def other_namespace(parts: Parts, dice: random.Random) -> None:
    name = _some(parts, dice)
    parts[name] = parts[name].replace(b"2006/main", dice.choice((b"2099/main", b"", b"2006/Main")))


_EDITS: tuple[Callable[[Parts, random.Random], None], ...] = (
    lost_part, renamed_part, exchanged_parts, reordered_parts, empty_part, odd_bytes, odd_attribute,
    odd_attribute_name, odd_text, odd_tag, doubled_tag, other_namespace,
    odd_attribute, odd_text, odd_tag, odd_bytes,
)  # fmt: skip


_EDITS_OF_TEXT = (
    odd_attribute, odd_attribute, odd_attribute_name, odd_text, odd_text, odd_tag, doubled_tag,
)  # fmt: skip


def marked_up(data: bytes, dice: random.Random) -> bytes:
    """A text with tags, such as a web page, with one to four things wrong in it."""
    parts = {"sheet": data}
    for _ in range(dice.choice((1, 1, 2, 4))):
        dice.choice(_EDITS_OF_TEXT)(parts, dice)
    return parts["sheet"]


def altered(data: bytes, dice: random.Random) -> bytes:
    """A package with one to four things wrong inside."""
    parts = _parts(data)
    for _ in range(dice.choice((1, 1, 2, 4))):
        if parts:
            dice.choice(_EDITS)(parts, dice)
    compression = dice.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
    return _packed(parts, compression)
