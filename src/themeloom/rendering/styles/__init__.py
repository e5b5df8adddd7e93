"""What gives every output its look: typefaces, Word and PowerPoint styles, the code to scan.

`stage` puts them into the project's `.themeloom/` before anything is rendered;
`finish_docx`, `finish_jats` and `finish_pptx` complete what pandoc wrote. Each loads what it
needs when it is called, so that importing this package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from themeloom.project import Project

__all__ = ["finish_docx", "finish_jats", "finish_pptx", "stage"]


def stage(project: Project, metadata: Mapping[str, object]) -> list[Path]:
    """Make typefaces and styles where they are missing or out of date.

    Args:
        project: the compendium, whose `.themeloom/` they are put into.
        metadata: what holds for its documents; `article` says where the code leads.

    Returns:
        the files that were made now: none when nothing had changed.
    """
    from themeloom.rendering.styles import staging

    return staging.stage(project, metadata)


def finish_docx(path: Path, metadata: Mapping[str, object], fonts: Path | None = None) -> None:
    """Complete a Word document that pandoc wrote; see `finish_word`."""
    from themeloom.rendering.styles import finish_word

    finish_word.finish_docx(path, metadata, fonts)


def finish_jats(path: Path) -> None:
    """Complete an article that pandoc wrote; see `finish_article`."""
    from themeloom.rendering.styles import finish_article

    finish_article.finish_jats(path)


def finish_pptx(path: Path, metadata: Mapping[str, object]) -> tuple[str, ...]:
    """Complete a deck that pandoc wrote, and say what falls off; see `finish_powerpoint`."""
    from themeloom.rendering.styles import finish_powerpoint

    return finish_powerpoint.finish_pptx(path, metadata)
