"""The rows of a report's data as flat rows: nested keys are joined by dots."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping


def flattened(row: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    """The names and values of a row."""
    for key, value in row.items():
        if isinstance(value, Mapping):
            yield from flattened(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def names(rows: Iterable[Mapping[str, object]]) -> list[str]:
    """All keys in the order of first appearance; a key that is a group elsewhere gives way."""
    known = list(dict.fromkeys(name for row in rows for name in row))
    return [n for n in known if not any(other.startswith(n + ".") for other in known)]


def told(value: object) -> str:
    """A value as text: nothing for what is missing, a list in one text."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list() | tuple():
            return "、".join(map(told, value))
    return str(value)
