"""Rebuilding the flagship and comparing: equal when it is, and each change explained."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from compendia import copy_of
from compendium import git, themeloom
from helpers import changed
from PIL import Image

from themeloom.core.errors import ThemeloomError
from themeloom.core.files import digest_of, files_below
from themeloom.core.project import Project
from themeloom.engines.reporting import Silent
from themeloom.finished.properties import read_properties
from themeloom.finished.reader import read_segments
from themeloom.steps.prov import COLOPHON, SHA256, read_prov
from themeloom.verify import verify
from themeloom.verify.beginning import Beginning
from themeloom.verify.chance import may_differ
from themeloom.verify.findings import Compared, Difference, Group, Verdict
from themeloom.verify.rebuilding import Rebuilt
from themeloom.verify.report_text import sentence

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def published(flagship: Project) -> Project:
    """A clone with its outputs."""
    return flagship


@pytest.fixture(scope="module")
def tampered(published: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The same; a byte of a table, a word of the paper's source, a pixel of a figure changed."""
    project = Project(tmp_path_factory.mktemp("tampered") / "clone")
    shutil.copytree(published.root, project.root, symlinks=True)
    changed(project.derived / "themes.csv", "Retaining", "Retaininh")
    changed(project.root / "manuscript" / "paper.qmd", "# References", "# Referenced")
    changed(project.metadata, "given: Julian", "given: Juliam")
    picture = project.figures / "method.png"
    with Image.open(picture) as image:
        image.load()
        image.putpixel((40, 50), (1, 2, 3, 255)[: len(image.getbands())])
        image.save(picture, dpi=image.info["dpi"])
    drawing = project.figures / "method.svg"
    text = drawing.read_text(encoding="utf-8")
    number = re.search(r'd="M (\d+)', text)
    assert number
    moved = str(int(number[1]) + 1)
    drawing.write_text(text[: number.start(1)] + moved + text[number.end(1) :], encoding="utf-8")
    return project


def test_a_clone_and_its_outputs_are_equal(published: Project, tmp_path: Path) -> None:
    """The command ends with 0, and with the sentence; the page says the same."""
    page = tmp_path / "verify.html"
    done = themeloom(published, "verify", "--report", str(page))
    assert done.returncode == 0, done.stdout + done.stderr
    last = done.stdout.splitlines()[-1]
    assert re.fullmatch(
        r"All \d+ derived files and \d+ outputs are byte for byte what data-raw/ and study\.yml "
        r"give with commit [0-9a-f]{12} of 2026-03-01\.",
        last,
    )
    assert "6 sources cannot be read here:" in done.stdout
    assert "deriving tables, figures and fragments" in done.stderr
    html = page.read_text(encoding="utf-8")
    assert f">{last}</blockquote>" in html
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", html)
    assert str(published.root) not in html


def test_every_output_says_what_it_was_built_from(published: Project) -> None:
    """Where a reader sees it, and in the properties of the file."""
    short = git(published.root, "rev-parse", "HEAD")[:12]
    told = f"Built from commit {short} of 2026-03-01; evidence "
    record = read_prov((published.output / "provenance.json").read_text(encoding="utf-8"))
    for path in files_below(published.output):
        if path.parent.name not in {"manuscript", "poster", "slides"}:
            continue
        data = path.read_bytes()
        if path.suffix != ".png":
            words = " ".join(one.text for one in read_segments(path.name, data))
            assert told in " ".join(words.split()), path.name
        properties = " ".join(one.value for one in read_properties(path.name, data))
        in_mark_up = {
            ".html": b'<meta name="dcterms.provenance" content="' + told.encode(),
            ".xml": b"<meta-name>colophon</meta-name>\n<meta-value>" + told.encode(),
        }
        assert told in properties or in_mark_up.get(path.suffix, b"\0") in data, path.name
        entity = record.entity[f"file:{published.named(path)}"]
        assert entity[SHA256] == digest_of(path)
        assert entity[COLOPHON].startswith(told)


def test_every_change_by_hand_is_found_and_explained(tampered: Project) -> None:
    """A byte of a table, a key, a pixel, a pixel's worth of a drawing.

    What is not committed of the sources has no part in it, and that is said.
    """
    done = themeloom(tampered, "verify")
    assert done.returncode == 1, done.stderr
    for expected in (
        "  data-derived/themes.csv differs\n    row id peerness, column title\n"
        "      uncommitted: “Retaininh ‘Peerness’”\n      rebuilt:     “Retaining ‘Peerness’”",
        "    key author.1.name.given\n      uncommitted: “Juliam”\n      rebuilt:     “Julian”",
        "    1 pixel differs of 1772 × 736, at 40 from the left, 50 from the top\n"
        "      uncommitted: “#010203”\n      rebuilt:     “#ffffff”",
        "  data-derived/figures/method.svg differs\n    line ",
        "Changed here since that commit, and so no part of this: manuscript/paper.qmd\n",
    ):
        assert expected in done.stdout, done.stdout
    assert len(done.stdout.splitlines()) < 40, "it fits a screen"
    assert re.fullmatch(
        r"4 of \d+ derived files are not what data-raw/ and study\.yml give "
        r"with commit [0-9a-f]{12} of 2026-03-01\.",
        done.stdout.splitlines()[-1],
    )


def _verified(project: Project, output: Path) -> Verdict:
    return verify(project, output, Silent())


def test_a_published_archive_is_compared_wherever_its_folder_lies(
    true_study: Project, tmp_path: Path
) -> None:
    """With a file changed, one missing and one that the study does not make."""
    project = copy_of(true_study, tmp_path / "study")
    archive, only = tmp_path / "deposit.zip", tmp_path / "only"
    with zipfile.ZipFile(archive, "w") as made:
        for path in sorted(project.output.rglob("*.*")):
            name = path.relative_to(project.output).as_posix()
            data = path.read_bytes()
            if name == "manuscript/paper.html":
                data = data.replace(b"We counted again", b"We counted twice")
            if name != "manuscript/paper.docx":
                made.writestr(f"deposit-1.0/_output/{name}", data)
        made.writestr("deposit-1.0/_output/extra.txt", "?")
        made.writestr("deposit-1.0/_output/.DS_Store", "?")
    outputs = _verified(project, archive).groups[-1]
    names = ["extra.txt", "manuscript/paper.docx", "manuscript/paper.html"]
    assert [one.name for one in outputs.differing] == names
    assert "its record names it" in outputs.differing[1].differences[0].note
    assert outputs.differing[2].differences[0].there == "twice."
    (only / "manuscript").mkdir(parents=True)
    shutil.copyfile(project.output / "manuscript/paper.html", only / "manuscript/paper.html")
    verdict = _verified(project, only)
    assert verdict.equal
    assert "manuscript/paper.docx" in verdict.missing
    assert re.search(
        r" and 1 output (?:is|are) byte for byte .*; \d+ outputs not there", sentence(verdict)
    )


def test_what_is_no_publication_is_refused(published: Project, tmp_path: Path) -> None:
    """A place without anything, a broken archive, an archive of something else."""
    broken, other = tmp_path / "broken.zip", tmp_path / "other.zip"
    broken.write_bytes(b"PK no")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("readme.txt", "?")
    other.write_bytes(buffer.getvalue())
    for path, message in (
        (tmp_path / "nowhere", "there is no "),
        (broken, "broken.zip is not a zip archive that can be opened"),
        (other, "no output of this study is in other.zip"),
    ):
        with pytest.raises(ThemeloomError, match=re.escape(message)) as error:
            _verified(published, path)
        assert error.value.hint


@pytest.mark.parametrize(
    ("name", "code", "builds"),
    [
        ("paper.ipynb", "code", 2),
        ("paper.ipynb", "markdown", 1),
        ("paper.qmd", "```{python}\nprint(1)\n```\n", 2),
        ("paper.qmd", "Words of `python`.\n", 1),
    ],
)
def test_it_is_built_twice_where_a_document_has_code(
    name: str, code: str, builds: int, tmp_path: Path
) -> None:
    """In a notebook or in cells of a text: what differs then may be chance; else it cannot."""
    cell = {"cell_type": code, "source": "print(1)", "metadata": {}, "outputs": []}
    data = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path = tmp_path / "manuscript" / name
    path.parent.mkdir()
    path.write_text(json.dumps(data) if name.endswith(".ipynb") else code, encoding="utf-8")
    outputs = Group(
        "_output",
        "published",
        "output",
        (Compared("manuscript/paper.html", (Difference("line 1"),)),),
    )
    given = Rebuilt(Beginning(Project(tmp_path), None, {}, ()))
    assert may_differ(Verdict((outputs,)), given) is (builds == 2)
    assert not may_differ(Verdict((replace(outputs, files=()),)), given)
