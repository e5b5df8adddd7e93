"""Office files for the tests: made by pandoc from a few lines, with the styles under test."""

from __future__ import annotations

import subprocess
import zipfile
from typing import TYPE_CHECKING

from themeloom.engines import pandoc
from themeloom.formats.docx import styles as word
from themeloom.formats.pptx import reference as powerpoint

if TYPE_CHECKING:
    from pathlib import Path


def default(name: str) -> bytes:
    """One of the files that pandoc brings."""
    command = [str(pandoc.program()), f"--print-default-data-file={name}"]
    return subprocess.run(command, check=True, capture_output=True).stdout


def reference(kind: str, folder: Path, **options: bool) -> Path:
    """The reference document of ours, made in `folder`."""
    make = word.make_reference if kind == "docx" else powerpoint.make_reference
    return make(default(f"reference.{kind}"), folder / f"reference.{kind}", **options)


def written(text: str, kind: str, folder: Path) -> Path:
    """A document that pandoc wrote with our reference, not yet finished."""
    styles = reference(kind, folder)
    source = folder / "text.md"
    source.write_text(text, encoding="utf-8")
    target = folder / f"text.{kind}"
    command = [str(pandoc.program()), str(source), f"--reference-doc={styles}", "-o", str(target)]
    subprocess.run(
        [*command, "--slide-level=2"],
        check=True,
        cwd=folder,
        env={"SOURCE_DATE_EPOCH": "1600000000"},
    )
    return target


def part(path: Path, name: str) -> str:
    """One part of an office file, as text."""
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


def names(path: Path) -> list[str]:
    """The names of the parts of an office file."""
    with zipfile.ZipFile(path) as archive:
        return archive.namelist()
