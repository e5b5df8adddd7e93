"""The pictures of outputs that do not hold them: they lie in a folder beside the file."""

from __future__ import annotations

import json
import shutil
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

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
