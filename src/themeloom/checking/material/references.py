"""The works that documents may cite: keys, titles and addresses of their bibliographies."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from themeloom.documents.configuration import Configuration
    from themeloom.documents.document import Document

_ENTRY = re.compile(r"@(\w+)\s*\{\s*([^,\s{}]+)\s*,")
_FIELD = re.compile(r"(\w+)\s*=\s*(?=[{\"])")
_TITLES = frozenset({"title", "booktitle", "subtitle", "shorttitle", "abstract", "container-title"})
_ADDRESSES = frozenset({"url", "doi", "URL", "DOI"})
_NO_WORKS = frozenset({"comment", "string", "preamble"})


@dataclass(frozen=True)
class Reference:
    """A work of a bibliography: its key, its titles, and where it can be found on the web."""

    key: str
    titles: tuple[str, ...]
    addresses: tuple[str, ...]


def bibliographies(
    root: Path, configuration: Configuration | None, documents: tuple[Document, ...]
) -> list[Path]:
    """The bibliography files that the project and its documents name."""
    named = [root / one for one in _listed(configuration.metadata if configuration else {})]
    for document in documents:
        folder = root / PurePosixPath(document.path).parent
        named += [
            root / one.lstrip("/") if one.startswith("/") else folder / one
            for one in _listed(document.metadata)
        ]
    return sorted({path.resolve() for path in named if path.is_file()})


def _listed(metadata: object) -> list[str]:
    value = metadata.get("bibliography") if isinstance(metadata, dict) else None
    return [str(one) for one in (value if isinstance(value, list) else [value]) if one]


def read_references(path: Path) -> list[Reference]:
    """The works of one bibliography, BibTeX or CSL-JSON."""
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix == ".json":
        return [_from_csl(item) for item in json.loads(text)]
    return list(_from_bibtex(text))


def _from_csl(item: dict[str, object]) -> Reference:
    return Reference(
        str(item.get("id", "")),
        tuple(str(item[key]) for key in sorted(_TITLES) if key in item),
        tuple(str(item[key]) for key in sorted(_ADDRESSES) if key in item),
    )


def _from_bibtex(text: str) -> Iterator[Reference]:
    entries = [match for match in _ENTRY.finditer(text) if match[1].lower() not in _NO_WORKS]
    ends = [match.start() for match in entries[1:]] + [len(text)]
    for match, end in zip(entries, ends, strict=True):
        fields = dict(_fields(text[match.end() : end]))
        yield Reference(
            match[2],
            tuple(value for key, value in fields.items() if key in _TITLES),
            tuple(value for key, value in fields.items() if key in _ADDRESSES),
        )


def _fields(body: str) -> Iterator[tuple[str, str]]:
    """Keys and values; braces within a value are balanced, and left out of it."""
    position = 0
    while match := _FIELD.search(body, position):
        start = position = match.end()
        depth = 0
        while position < len(body):
            character = body[position]
            depth += (character == "{") - (character == "}")
            position += 1
            if depth == 0 and (character == "}" or (character == '"' and position - 1 > start)):
                break
        value = re.sub(r"[{}]|\\(?=[&%$#_])", "", body[start + 1 : position - 1])
        yield match[1].lower(), " ".join(value.split())
