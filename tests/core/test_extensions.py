"""Which extensions a compendium is built with: its own, those of an owner, or the package's."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from helpers import ROOT, changed

from themeloom import __version__
from themeloom.core.errors import ThemeloomError
from themeloom.core.extensions import NAMES, brought, folder_of, whole
from themeloom.core.office import read_package
from themeloom.core.project import Project
from themeloom.formats.assets import pack_references

if TYPE_CHECKING:
    from pathlib import Path

STYLE = "_extensions/themeloom/themeloom.css"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A folder with a store, and nothing else."""
    (tmp_path / "study.yml").write_text("title: A synthetic study\n", encoding="utf-8")
    return Project(tmp_path)


def test_a_study_without_extensions_is_read_with_those_of_the_package(project: Project) -> None:
    """They are where they would lie, and the folder itself stays as it is."""
    read = project.now()
    for name in NAMES:
        assert read.has(project.root / "_extensions" / name / "_extension.yml")
    ours = (brought() / "themeloom" / "themeloom.css").read_bytes()
    assert read.bytes_of(project.root / STYLE) == ours
    assert [path.name for path in project.root.iterdir()] == ["study.yml"]


def test_the_extension_of_a_study_counts(project: Project) -> None:
    """What an author changed there is used; extensions that it lacks are the package's."""
    shutil.copytree(ROOT / "_extensions/themeloom", project.extensions / "themeloom")
    (project.root / STYLE).write_text("/* own */", encoding="utf-8")
    read = project.now()
    assert read.text_of(project.root / STYLE) == "/* own */"
    assert read.has(project.extensions / "themeloom-poster" / "_extension.yml")


def test_an_extension_below_an_owner_is_found(project: Project) -> None:
    """`quarto add owner/repository` puts it there."""
    place = project.extensions / "an-owner" / "themeloom"
    shutil.copytree(ROOT / "_extensions/themeloom", place)
    (place / "themeloom.css").write_text("/* the owner's */", encoding="utf-8")
    assert project.now().text_of(project.root / STYLE) == "/* the owner's */"
    assert folder_of(project.root, "themeloom") == place


@pytest.mark.parametrize("folder", ["themeloom-slides", "an-owner/themeloom-slides"])
def test_an_extension_of_another_version_is_refused(project: Project, folder: str) -> None:
    """It would give other outputs than this package finishes and checks."""
    place = project.extensions / folder
    shutil.copytree(ROOT / "_extensions/themeloom-slides", place)
    changed(place / "_extension.yml", f"version: {__version__}", "version: 0.0.9")
    with pytest.raises(ThemeloomError) as caught:
        project.now()
    assert caught.value.file == f"_extensions/{folder}/_extension.yml"
    assert "version 0.0.9, the package themeloom " + __version__ in caught.value.message
    if folder.startswith("an-owner"):
        assert f"delete _extensions/{folder}" in caught.value.hint
        assert "quarto add" in caught.value.hint
    else:
        assert "themeloom update" in caught.value.hint


def test_every_extension_has_the_version_of_the_package() -> None:
    """They are released together."""
    for name in NAMES:
        description = (ROOT / "_extensions" / name / "_extension.yml").read_text(encoding="utf-8")
        assert f"\nversion: {__version__}\n" in description


def test_an_extension_is_given_whole(tmp_path: Path) -> None:
    """Files whose names begin with a dot as well: without them no Word document can be packed."""
    for name, data in whole("themeloom").items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    references = folder_of(tmp_path, "themeloom") / "reference"
    assert (references / "docx" / "_rels" / ".rels").is_file()
    for packed in pack_references(references, tmp_path / "packed"):
        assert "_rels/.rels" in read_package(packed)
