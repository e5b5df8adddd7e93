"""Decks for tests: clearly synthetic documents of any length, made by the built-in renderer."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

from helpers import copied, render, with_extensions
from helpers import planned as plan
from PIL import Image
from posters import EPOCH, staged

from themeloom.engines.reporting import Silent

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.core.project import Project

PPTX, PDF, WEB = "pptx", "themeloom-slides-typst", "themeloom-revealjs"


def project_with(folder: Path, text: str, *formats: str, **settings: Any) -> Project:  # noqa: ANN401 - whatever front matter may hold
    """A project with one deck and two pictures beside it, ready to be rendered."""
    project = with_extensions(copied("tiny-synthetic", folder))
    shutil.copytree(staged(), project.state)
    shutil.copytree(staged(), project.state / "tree" / ".themeloom")
    front = {"title": "A made-up study", "format": dict.fromkeys(formats, "default"), **settings}
    lines = "".join(f"{key}: {json.dumps(value)}\n" for key, value in front.items())
    folder = project.root / "slides"
    (folder / "slides.qmd").write_text(f"---\n{lines}---\n\n{text}", encoding="utf-8")
    Image.new("RGB", (1600, 760), "#0B6B6B").save(folder / "wide.png")
    Image.new("RGB", (600, 900), "#A85A00").save(folder / "tall.png")
    return project


def made(folder: Path, text: str, *formats: str, **settings: Any) -> Path:  # noqa: ANN401 - as above
    """Render a deck and give the folder of what came of it.

    Args:
        folder: a temporary one.
        text: the document below its front matter.
        formats: what is made of it.
        settings: keys of its front matter; those of the metadata file can be replaced too.

    Raises:
        ThemeloomError: what is wrong with the slides.
    """
    project = project_with(folder, text, *formats, **settings)
    render(project, plan(project, ["slides"]), Silent(), epoch=EPOCH, workers=1)
    return project.output / "slides"
