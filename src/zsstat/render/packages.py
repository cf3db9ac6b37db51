"""Data packages after Frictionless Data (specifications v1): a folder of tables and a
``datapackage.json`` that describes them. The same data gives the same bytes.

Texts in csv are quoted where they need it, in UTF-8 without a byte order mark, as the
specifications want them. A spreadsheet that opens such a file takes a text like ``=1+1`` for a
formula, and the texts come from strangers: in columns of free text an apostrophe is put before
what starts like one, and before what starts with an apostrophe. Taking one leading apostrophe
away gives back what was written. Parquet holds the texts as they are.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from decimal import Decimal

from zsstat.render.formulas import reads_as_formula
from zsstat.render.resources import Column, Package, Reference, Resource, Value

DESCRIPTOR = "datapackage.json"
OURS = "zsstat"
"""The key of a descriptor that says that this program made the package."""
LEFT_TO_THE_OFFICE = ("licenses", "contributors", "homepage", "keywords")
"""What a person may have written into a descriptor; it stays when the package is made anew."""

_MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}


def package_files(
    package: Package, format_: str, kept: Mapping[str, object] | None = None
) -> dict[str, bytes]:
    """File name → content, the descriptor last. ``format_`` is csv or parquet; ``kept`` are the
    entries of :data:`LEFT_TO_THE_OFFICE` that a former descriptor had."""
    files: dict[str, bytes] = {}
    described = []
    for resource in package.resources:
        path = f"{resource.name}.{format_}"
        files[path] = _content(resource, format_)
        described.append(_described(resource, path, format_, files[path]))
    tabular = format_ == "csv"
    descriptor = {
        "profile": "tabular-data-package" if tabular else "data-package",
        "name": package.name,
        "title": package.title,
        "description": package.description,
        **({"created": package.created} if package.created else {}),
        **{key: value for key, value in (kept or {}).items() if key in LEFT_TO_THE_OFFICE},
        "sources": [{"title": source} for source in package.sources],
        OURS: package.made_by,
        "resources": described,
    }
    files[DESCRIPTOR] = (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()
    return files


def csv_text(resource: Resource) -> str:
    """A header of the columns' names, then the rows."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(column.name for column in resource.columns)
    for row in resource.rows:
        writer.writerow(map(_written, resource.columns, row))
    return text.getvalue()


def _content(resource: Resource, format_: str) -> bytes:
    if format_ == "csv":
        return csv_text(resource).encode()
    from zsstat.render.parquet import columns_parquet  # takes half a second to load

    return columns_parquet(resource.columns, resource.rows)


def _written(column: Column, value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value, "f")
        case str() if column.free and (value.startswith("'") or reads_as_formula(value)):
            return "'" + value
    return str(value)


# --- the descriptor ---------------------------------------------------------------------------


def _described(resource: Resource, path: str, format_: str, content: bytes) -> dict[str, object]:
    csv_only = {"encoding": "utf-8", "dialect": {"lineTerminator": "\r\n"}}
    return {
        "profile": "tabular-data-resource" if format_ == "csv" else "data-resource",
        "name": resource.name,
        "title": resource.title,
        "description": resource.description,
        "path": path,
        "format": format_,
        "mediatype": _MEDIA[format_],
        **(csv_only if format_ == "csv" else {}),
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {
            "fields": [_field(column) for column in resource.columns],
            "missingValues": [""],
            "primaryKey": list(resource.key),
            **(
                {"foreignKeys": [_foreign(reference) for reference in resource.references]}
                if resource.references
                else {}
            ),
        },
    }


def _field(column: Column) -> dict[str, object]:
    constraints: dict[str, object] = {}
    if column.required:
        constraints["required"] = True
    if column.choices:
        constraints["enum"] = list(column.choices)
    return {
        "name": column.name,
        "type": column.kind.value,
        "title": column.title,
        **({"description": column.description} if column.description else {}),
        **({"constraints": constraints} if constraints else {}),
    }


def _foreign(reference: Reference) -> dict[str, object]:
    return {
        "fields": list(reference.columns),
        "reference": {"resource": reference.resource, "fields": list(reference.to)},
    }
