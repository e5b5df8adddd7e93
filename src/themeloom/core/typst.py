"""Typst, as its wheel brings it: what it is given, and what it gives back."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


def compiler_of(
    source: Path | bytes,
    root: Path,
    fonts: Iterable[Path],
    **told: str,
) -> Any:  # noqa: ANN401 - its type is not at hand
    """What sets a file, or a text, in the typefaces of some folders and in no others."""
    import typst

    given: Any = str(source) if isinstance(source, Path) else source
    known = _fonts(tuple((str(folder), _there(folder)) for folder in fonts))
    return typst.Compiler(
        given, root=str(root), font_paths=known, ignore_system_fonts=True, sys_inputs=told
    )


def _there(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """What lies in a folder and below, by names, times and sizes."""
    found = ((path, path.stat()) for path in sorted(folder.rglob("*")))
    return tuple((str(path), one.st_mtime_ns, one.st_size) for path, one in found)


@lru_cache(maxsize=8)
def _fonts(folders: tuple[tuple[str, object], ...]) -> Any:  # noqa: ANN401 - as above
    """The typefaces of some folders: to look for them takes as long as to set a page."""
    import typst

    paths: list[Any] = [folder for folder, _ in folders]
    return typst.Fonts(include_system_fonts=False, font_paths=paths)


def one_of(made: bytes | list[bytes] | None) -> bytes:
    """The first page where Typst gives pages, the file where it gives a file."""
    return (made[0] if isinstance(made, list) else made) or b""
