"""Putting finished files in their places: each whole, and none before all are finished."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from themeloom.errors import ThemeloomError
from themeloom.fingerprint import digest_of
from themeloom.written import Written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from themeloom.project import Project

_HINT = "make it writable, or close the program that holds it open; what was there is still there"


def check_writable(project: Project, paths: Iterable[str]) -> None:
    """See before any work is done that the output folders can be written to.

    Raises:
        ThemeloomError: if one cannot.
    """
    for folder in sorted({(project.root / path).parent for path in paths}):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            raise _refused(project, folder, error) from None


def publish(project: Project, stage: Path, paths: Iterable[str]) -> dict[str, str]:
    """Move staged files to their places, one whole file after the other.

    What somebody changed in a file since it was put there is kept beside it.

    Returns:
        The hash of each file, by its path.

    Raises:
        ThemeloomError: if a file cannot be replaced.
    """
    made = {path: digest_of(stage / path) for path in paths}
    written = Written(project)
    with written.writing(made):
        for path in made:
            target = project.root / path
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                written.keep_edits(target)
                _replace(stage / path, target)
            except OSError as error:
                raise _refused(project, target, error) from None
    return made


def _replace(source: Path, target: Path) -> None:
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        # The output folder lies on another disk: copy beside the target, then replace it whole.
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".themeloom-")
        os.close(handle)
        shutil.copyfile(source, name)
        Path(name).replace(target)


def _refused(project: Project, path: Path, error: OSError) -> ThemeloomError:
    reason = (error.strerror or str(error)).lower()
    return ThemeloomError(f"cannot write to {project.named(path)}: {reason}", _HINT)
