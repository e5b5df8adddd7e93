"""Office files for the tests: made by pandoc from a few lines, with the styles under test."""

from __future__ import annotations

import subprocess
import zipfile
from typing import TYPE_CHECKING

from helpers import ROOT

from themeloom.engines import pandoc
from themeloom.formats.branding import pack_references

if TYPE_CHECKING:
    from pathlib import Path


def default(name: str) -> bytes:
    """One of the files that pandoc brings."""
    command = [str(pandoc.program()), f"--print-default-data-file={name}"]
    return subprocess.run(command, check=True, capture_output=True).stdout


def reference(name: str, folder: Path) -> Path:
    """The reference document of ours, packed into `folder`."""
    pack_references(ROOT / "_extensions" / "themeloom" / "reference", folder)
    return folder / name


def written(text: str, kind: str, folder: Path) -> Path:
    """A document that pandoc wrote with our reference, not yet finished."""
    styles = reference(f"reference.{kind}", folder)
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
