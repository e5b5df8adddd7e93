"""Knowing whether anything that a notebook or a cell may read has changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from themeloom.core.files import (
    combined,
    digests,
    files_below,
    is_nobodys,
    package_digest,
    put,
)
from themeloom.core.packages import installed, versions
from themeloom.notebooks.seen import contents, unchanged

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from themeloom.core.project import Project

#: Files beside notebooks and documents that are text to be read by people, not data.
_PROSE = frozenset({".qmd", ".md", ".ipynb", ".html"})


def environment_key(project: Project, folder: Path) -> str:
    """One digest of all that code in a folder may read, and of what runs it.

    That is the raw data, the store, the derived tables, what lies beside the notebook or
    the document or below, this package, and every library that is installed. What it
    read besides is known only afterwards; see `seen`.

    Args:
        project: the compendium.
        folder: where the notebook or the document lies.
    """
    tables = [path for path in _visible(project.derived) if path.suffix in {".csv", ".yml"}]
    # A document at the top has the whole project below it, what is made of it included.
    below = _visible(folder) if folder == project.root else files_below(folder)
    beside = [path for path in below if _is_read(path)]
    data = [*files_below(project.raw), project.study, *tables, *beside]
    return combined(
        {
            "data": digests(set(data), project.root),
            "package": package_digest(),
            "python": versions(()),
            "libraries": installed(),
        }
    )


def _is_read(path: Path) -> bool:
    """Whether a file beside code may be read by it; Quarto's own begin with a line."""
    return path.suffix == ".py" or (path.suffix not in _PROSE and path.name[0] != "_")


def _visible(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    found = (path for path in folder.iterdir() if path.is_file() and path.name[0] != "_")
    return sorted(path for path in found if not is_nobodys(path.name))


def recall(path: Path, key: str, root: Path) -> dict[str, Any] | None:
    """What was kept under this key, if all that was seen for it in the project is as it was."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    known = isinstance(kept, dict) and kept.get("key") == key
    return kept if known and unchanged(root, kept.get("seen", {})) else None


def keep(path: Path, key: str, root: Path, seen: Iterable[str], data: Mapping[str, object]) -> None:
    """Keep something under a key and the contents of files and folders of the project."""
    kept = {"key": key, "seen": contents(root, seen), **data}
    put(path, json.dumps(kept, ensure_ascii=False, sort_keys=True).encode())
