"""Words within pictures, read by `tesseract` where it is installed."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from themeloom.core.files import put
from themeloom.core.processes import run
from themeloom.finished.segments import Segment

if TYPE_CHECKING:
    from collections.abc import Iterator

_PICTURE = re.compile(r"\.(png|jpe?g|gif|tiff?|webp|bmp)$", re.IGNORECASE)


@cache
def _program() -> str:
    return shutil.which("tesseract") or ""


def reads_pictures() -> bool:
    """Whether there is a program here that reads words in pictures."""
    return bool(_program())


def is_picture(name: str) -> bool:
    """Whether a file is a picture that such a program could read."""
    return _PICTURE.search(name) is not None


def text_in_picture(name: str, data: bytes) -> Iterator[Segment]:
    """The words within a picture; nothing where no program reads them, or it finds none."""
    ending = _PICTURE.search(name)
    if ending is None or not reads_pictures():
        return
    with TemporaryDirectory() as folder:
        picture = Path(folder, f"picture{ending.group().lower()}")
        put(picture, data)
        code, _ = run([_program(), str(picture), str(Path(folder, "said"))], cwd=Path(folder))
        said = Path(folder, "said.txt")
        if code == 0 and said.is_file():
            yield Segment("part", said.read_text(encoding="utf-8"), inside="the picture")
