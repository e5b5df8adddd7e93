"""`review: true`, `blind: true` and PDF/A, seen in the finished outputs of a made-up study."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pikepdf
import pytest
from compendium import themeloom
from helpers import ROOT, changed
from jats_tag_sets import mistakes
from pdf_standards import broken_rules

from themeloom.core.project import Project
from themeloom.finished.pdf import page_texts

if TYPE_CHECKING:
    from pathlib import Path

#: What names the flagship's authors, where they work, how they are reached, what they wrote.
SECRETS = (
    *("Surey", "Marie Francis", "Gibbons", "Leonard", "Abubakar", "Alistair Story", "MacLellan"),
    *("Institute for Global Health", "Groundswell", "University of Oxford", "Find & Treat"),
    *("Find&Treat", "Find&amp;Treat", "FindandTreat", "julian.surey", "drugpo.2020", "evidence:"),
    *("surey2021", "surey2019", "maclellan2015", "maclellan2017"),
)
OUTPUTS = (
    *("manuscript/paper.html", "manuscript/paper.pdf", "manuscript/paper.docx"),
    *("manuscript/paper.xml", "slides/slides.html", "slides/slides.pptx", "slides/slides.pdf"),
    *("poster/poster.pdf", "poster/poster.png"),
)


@pytest.fixture(scope="module")
def blind(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The flagship for blind review: both keys set, and the paper as PDF/A."""
    import shutil

    folder = tmp_path_factory.mktemp("blind")
    for name in (
        "analysis",
        "data-derived",
        "data-raw",
        "manuscript",
        "poster",
        "slides",
        "_extensions",
    ):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("study.yml", "_quarto.yml"):
        shutil.copy(ROOT / name, folder / name)
    changed(folder / "_quarto.yml", "lang: en-GB", "lang: en-GB\nblind: true\nreview: true")
    paper = folder / "manuscript" / "paper.qmd"
    changed(paper, "pdf-standard: ua-1", "pdf-standard: a-2b")
    done = themeloom(Project(folder), "render", "paper", "slides", "poster")
    assert done.returncode == 0, done.stderr
    return Project(folder)


def _everything(path: Path) -> str:
    """All that a file says or holds, as text: unzipped, unpacked, with its properties."""
    if path.suffix in {".docx", ".pptx"}:
        with zipfile.ZipFile(path) as archive:
            parts = [archive.read(one).decode("utf-8", "replace") for one in archive.namelist()]
        return "\n".join([*parts, *(re.sub(r"<[^>]+>", "", part) for part in parts)])
    data = path.read_bytes()
    if path.suffix != ".pdf":
        return data.decode("utf-8", "replace")
    with pikepdf.open(path) as pdf:
        streams = [
            one.read_bytes().decode("utf-8", "replace")
            for one in pdf.objects
            if isinstance(one, pikepdf.Stream) and "/Subtype" not in one
        ]
        info = [str(value) for value in pdf.docinfo.values()]
        meta = str(pdf.open_metadata())
    return "\n".join([*page_texts(data), *streams, *info, meta])


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_blind_output_names_nobody(blind: Project, name: str) -> None:
    """No name, affiliation, address, article of record or colophon in any byte or word."""
    everything = _everything(blind.output / name)
    assert [one for one in SECRETS if one in everything] == []


def test_a_blind_article_is_valid(blind: Project) -> None:
    """An article without authors still keeps to its tag set."""
    assert mistakes(blind.output / "manuscript/paper.xml") == []


def test_a_blind_output_keeps_what_was_said(blind: Project) -> None:
    """Quotations, themes and the title stay as they are, and say where names were."""
    said = " ".join(" ".join(page_texts((blind.output / OUTPUTS[1]).read_bytes())).split())
    assert "Practising critical resilience" in said
    assert "[removed for review]" in said


def test_review_gives_line_numbers_and_room_in_word(blind: Project) -> None:
    """Lines are numbered through the document and spaced double."""
    with zipfile.ZipFile(blind.output / "manuscript/paper.docx") as archive:
        document = archive.read("word/document.xml").decode()
        styles = archive.read("word/styles.xml").decode()
    assert re.search(r'<w:lnNumType [^>]*w:restart="continuous"', document)
    normal = re.search(r'w:styleId="Normal".*?</w:style>', styles, re.DOTALL)
    assert normal
    assert 'w:line="480"' in normal[0]


def test_review_gives_line_numbers_in_pdf(blind: Project) -> None:
    """Lines are numbered on the page."""
    second = page_texts((blind.output / "manuscript/paper.pdf").read_bytes())[1]
    lines = [int(one) for one in re.findall(r"^(\d{1,3})\b", second, re.MULTILINE)]
    assert len(lines) > 15


def test_pdf_a_on_request(blind: Project) -> None:
    """`pdf-standard: a-2b` gives a PDF that says so, with its output intent, and is right."""
    assert broken_rules((blind.output / "manuscript/paper.pdf").read_bytes(), "2b") == []
    with pikepdf.open(blind.output / "manuscript/paper.pdf") as pdf:
        assert pdf.open_metadata().pdfa_status == "2B"
        assert "/OutputIntents" in pdf.Root
        assert "/Author" not in pdf.docinfo
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.MarkInfo.Marked
