"""The pictures of outputs that do not hold them: they lie in a folder beside the file."""

from __future__ import annotations

import json
import shutil
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from themeloom.core.written import Written

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.core.project import Project
    from themeloom.documents.plan import Output

#: What `paths.lua` writes: where a picture lies in the project, and where beside the article.
NOTED = "pictures.json"


def folder_beside(output: Output) -> str | None:
    """The folder of an output's pictures, from the root; None where pictures are embedded."""
    if not output.format.pictures_beside:
        return None
    return PurePosixPath(output.paths[0]).with_suffix("").as_posix() + "_files"


def put_beside(root: Path, work: Path, article: Path) -> None:
    """Copy the pictures that pandoc's run noted to their places beside an article."""
    noted = json.loads((work / NOTED).read_text(encoding="utf-8"))
    for source, place in sorted(dict(noted).items()):
        target = article.parent / place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / source, target)


def pictures_of(top: Path, output: Output) -> list[str]:
    """The pictures that lie beside an output below `top`, as paths from there, sorted."""
    folder = folder_beside(output)
    if folder is None or not (top / folder).is_dir():
        return []
    return sorted(path.relative_to(top).as_posix() for path in (top / folder).iterdir())


def drop_others(project: Project, output: Output, kept: list[str]) -> None:
    """Remove pictures of an earlier article that are as we wrote them, and an empty folder."""
    folder = folder_beside(output)
    if folder is None or not (project.root / folder).is_dir():
        return
    others = (project.root / path for path in pictures_of(project.root, output) if path not in kept)
    Written(project).put({}, stale=others)
    if not any((project.root / folder).iterdir()):
        (project.root / folder).rmdir()
