"""Knowing whether anything that a notebook or a cell may read has changed."""

from __future__ import annotations

import json
import sysconfig
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from themeloom.fingerprint import (
    combined,
    digests,
    files_below,
    is_nobodys,
    package_digest,
    versions,
)
from themeloom.weaving.files import put

if TYPE_CHECKING:
    from collections.abc import Mapping

    from themeloom.project import Project

#: Files beside notebooks and documents that are text to be read by people, not data.
_PROSE = frozenset({".qmd", ".md", ".ipynb", ".html"})


def environment_key(project: Project, folder: Path) -> str:
    """One digest of all that code in a folder may read, and of what runs it.

    That is the raw data, the store, the derived tables, what lies beside the notebook or
    the document, this package, and every library that is installed.

    Args:
        project: the compendium.
        folder: where the notebook or the document lies.
    """
    tables = [path for path in _visible(project.derived) if path.suffix in {".csv", ".yml"}]
    beside = [path for path in _visible(folder) if path.suffix not in _PROSE]
    data = [*files_below(project.raw), project.study, *tables, *beside]
    return combined(
        {
            "data": digests(set(data), project.root),
            "package": package_digest(),
            "python": versions(()),
            "libraries": _libraries(),
        }
    )


def _visible(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    found = (path for path in folder.iterdir() if path.is_file() and path.name[0] != "_")
    return sorted(path for path in found if not is_nobodys(path.name))


@cache
def _libraries() -> tuple[str, ...]:
    """Every installed library with its version, told by the names of their folders."""
    folders = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    return tuple(
        sorted({path.name for folder in folders for path in Path(folder).glob("*.dist-info")})
    )


def recall(path: Path, key: str) -> dict[str, Any] | None:
    """What was kept under this key; nothing if it was another key or is not whole."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return kept if isinstance(kept, dict) and kept.get("key") == key else None


def keep(path: Path, key: str, data: Mapping[str, object]) -> None:
    """Keep something under a key."""
    put(path, json.dumps({"key": key, **data}, ensure_ascii=False, sort_keys=True).encode())
