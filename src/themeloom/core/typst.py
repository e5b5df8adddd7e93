"""Typst, as its wheel brings it: what it is given, and what it gives back."""

from __future__ import annotations

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
    folders = [str(folder) for folder in fonts]
    return typst.Compiler(
        given, root=str(root), font_paths=folders, ignore_system_fonts=True, sys_inputs=told
    )


def one_of(made: bytes | list[bytes] | None) -> bytes:
    """The first page where Typst gives pages, the file where it gives a file."""
    return (made[0] if isinstance(made, list) else made) or b""
