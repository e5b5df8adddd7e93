"""A clearly synthetic study that is too long everywhere, built and measured."""

from __future__ import annotations

import functools
import json
import re
import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING, Any

import pikepdf
import pptx
import pytest
import yaml
from compendium import themeloom
from fontTools.ttLib import TTFont
from helpers import ROOT
from jats_tag_sets import mistakes
from measured import SANS, SERIF, height_in, look_in
from typst_looks import lorem

from themeloom.core.project import Project
from themeloom.finished.pdf import page_texts
from themeloom.typefaces.coverage import monospaced

if TYPE_CHECKING:
    from pathlib import Path


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SOFFICE = shutil.which("soffice")
ARABIC = "هذه كلمات مصطنعة لم يقلها أحد"
CHINESE = "这些话是为测试而编造的没有人说过"
LONGEST = lorem(399) + " end"
TITLE = ("A synthetic title " + lorem(60))[:296] + " end"
ROWS = [f"synthetic row {number:02}" for number in range(1, 61)]
AUTHORS = [f"Madeup{chr(97 + n)} Nobody{chr(97 + n)}" for n in range(25)]
PLACES = [f"Synthetic Institute {n} of the University of Nowhere" for n in range(1, 13)]
EMU = 6350


def _study() -> dict[str, Any]:
    def quotation(name: str, text: str, **more: str) -> dict[str, str]:
        return {"id": name, "text": text, "source": "words", **more}

    quotations = {
        0: [quotation("longest", LONGEST)],
        1: [quotation("arabic", ARABIC, language="ar")],
        2: [quotation("chinese", CHINESE, language="zh")],
    }
    themes = [
        {
            "id": f"theme-{n}",
            "title": f"Synthetic theme {n} with a title that takes its time",
            "statement": f"Statement {n}: {lorem(30)}.",
            "quotations": quotations.get(n, [quotation(f"short-{n}", f"synthetic {n} said")]),
        }
        for n in range(12)
    ]
    about = {
        "title": TITLE,
        "subtitle": "Nothing here was said by anyone",
        "synthetic": True,
        "notice": "This document is synthetic: nobody took part in it.",
        "authors": [
            {
                "name": dict(zip(("given", "family"), name.split(), strict=True)),
                "affiliations": [f"place-{place % 12}", f"place-{(place * 5 + 1) % 12}"],
                "corresponding": place == 0,
            }
            for place, name in enumerate(AUTHORS)
        ],
        "affiliations": [{"id": f"place-{n}", "name": name} for n, name in enumerate(PLACES)],
    }
    implication = {
        "id": "all",
        "text": f"So {lorem(40)}.",
        "rests_on": [{"theme": f"theme-{n}", "because": "It is synthetic."} for n in range(12)],
    }
    source = {
        "id": "words", "title": "Made-up words", "kind": "notes", "access": "open",
        "file": "words.txt",
    }  # fmt: skip
    return {"study": about, "sources": [source], "themes": themes, "implications": [implication]}


def _slides() -> str:
    shown = ("longest", "arabic", "chinese")
    voices = "".join(f"## Voice\n\n{{{{< quote {name} >}}}}\n\n" for name in shown)
    themes = "".join(f"1. {{{{< theme theme-{n} part=title >}}}}\n" for n in range(12))
    return f"## Themes {{.list}}\n\n{themes}\n{voices}## So\n\n{{{{< implication all >}}}}\n"


def _paper() -> str:
    themes = "\n".join(
        f"# {{{{< theme {one['id']} >}}}}\n\n{{{{< theme {one['id']} >}}}}\n\n"
        f"{{{{< quote {one['quotations'][0]['id']} >}}}}\n"
        for one in _study()["themes"]
    )
    table = "| row | says |\n|---|---|\n" + "".join(f"| {row} | {lorem(12)} |\n" for row in ROWS)
    return f"{themes}\n# Rows\n\n{table}\n: Sixty rows {{#tbl-rows}}\n\n{{{{< implications >}}}}\n"


def _head(*formats: str) -> str:
    return "---\n" + yaml.safe_dump({"format": dict.fromkeys(formats, "default")}) + "---\n\n"


def _made(folder: Path) -> Project:
    (folder / "data-raw").mkdir(parents=True)
    for name in ("manuscript", "slides"):
        (folder / name).mkdir()
    study = _study()
    said = [one["text"] for theme in study["themes"] for one in theme["quotations"]]
    (folder / "data-raw" / "words.txt").write_text("\n\n".join(said) + "\n", encoding="utf-8")
    text = yaml.safe_dump(study, allow_unicode=True, sort_keys=False)
    (folder / "study.yml").write_text(text, encoding="utf-8")
    (folder / "_quarto.yml").write_text(
        "project:\n  output-dir: _output\n  render:\n    - manuscript/paper.qmd\n"
        "    - slides/slides.qmd\nmetadata-files: [data-derived/metadata.yml]\nlang: en-GB\n"
        "filters: [themeloom]\npdf-standard: ua-1\n",
        encoding="utf-8",
    )
    paper = _head("themeloom-html", "docx", "themeloom-typst", "jats") + _paper()
    (folder / "manuscript" / "paper.qmd").write_text(paper, encoding="utf-8")
    head = _head("themeloom-revealjs", "pptx", "themeloom-slides-typst")
    slides = head.replace("---\n", "---\nauthors-shown: all\n", 1) + _slides()
    (folder / "slides" / "slides.qmd").write_text(slides, encoding="utf-8")
    shutil.copytree(ROOT / "_extensions", folder / "_extensions")
    return Project(folder)


def _typeface(path: Path) -> None:
    """A typeface that draws the Chinese words with Latin letters: no test needs a real one."""
    (source,) = monospaced()
    with TTFont(source) as font:
        latin = font.getBestCmap()
        letters = sorted(set(CHINESE))
        drawn = {ord(one): latin[ord("A") + place] for place, one in enumerate(letters)}
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap = dict(drawn)
        for record in font["name"].names:
            if record.nameID in {1, 4, 6, 16}:
                record.string = "SyntheticLetters" if record.nameID == 6 else "Synthetic Letters"
        path.parent.mkdir()
        font.save(path)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The study without a typeface for its Chinese words."""
    return _made(tmp_path_factory.mktemp("bare"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Every output of the study, with a typeface for all its words."""
    project = _made(tmp_path_factory.mktemp("long"))
    _typeface(project.root / "fonts" / "letters.ttf")
    done = themeloom(project, "render", "paper", "slides")
    assert done.returncode == 0, done.stderr
    return project


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\-\u00ad\u2010\ufffe]", "", text)


def test_a_missing_typeface_is_named_by_its_script(bare: Project) -> None:
    """Without a typeface for Chinese no PDF is made: one message names the script."""
    done = themeloom(bare, "render", "paper", "--to", "pdf")
    assert done.returncode != 0
    assert done.stderr.count("no typeface for the script Han") == 1, done.stderr
    assert '(in the quotation "chinese")' in done.stderr
    assert "into the folder fonts/ (.ttf), for instance Noto Sans SC" in done.stderr


def test_a_reader_s_typeface_is_warned_of_once(bare: Project) -> None:
    """Where the reader's machine helps, one warning holds for the page and for Word."""
    done = themeloom(bare, "render", "paper", "--to", "html", "--to", "docx")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("script Han (in the quotation") == 1, done.stderr
    assert "Arabic" not in done.stderr


@pytest.mark.parametrize("name", ["manuscript/paper.pdf", "slides/slides.pdf"])
def test_a_pdf_has_every_word(built: Project, name: str) -> None:
    """Title, authors, affiliations and the long quotation are complete in the PDF."""
    said = _squeezed(" ".join(page_texts((built.output / name).read_bytes())))
    for expected in (*TITLE.split(), *AUTHORS, *PLACES):
        assert _squeezed(expected) in said, expected
    assert said.count("synthetic") > LONGEST.count("synthetic")
    assert CHINESE in said


@pytest.mark.parametrize("name", ["manuscript/paper.pdf", "slides/slides.pdf"])
def test_arabic_is_not_set_in_a_monospaced_face(built: Project, name: str) -> None:
    """It gets the typeface of the figures, as in the page and in Word."""
    with pikepdf.open(built.output / name) as pdf:
        faces = {str(o.FontName) for o in pdf.objects if _is_a(o, "/FontDescriptor")}
    assert any(face.endswith("+DejaVuSans") for face in faces)
    assert not any("Mono" in face for face in faces)


def _is_a(value: pikepdf.Object, kind: str) -> bool:
    return isinstance(value, pikepdf.Dictionary) and value.get("/Type") == kind


def test_a_long_table_is_complete_in_the_pdf(built: Project) -> None:
    """All sixty rows are there, over several pages."""
    pages = page_texts((built.output / "manuscript/paper.pdf").read_bytes())
    said = _squeezed(" ".join(pages))
    assert [row for row in ROWS if _squeezed(row) not in said] == []


@pytest.mark.parametrize("name", ["manuscript/paper.pdf", "slides/slides.pdf"])
def test_pdf_tags(built: Project, name: str) -> None:
    """The PDF is tagged, with language, title and headings."""
    with pikepdf.open(built.output / name) as pdf:
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.docinfo["/Title"]) == TITLE
        kinds = {str(o.S) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/S" in o}
    assert {"/H1", "/P"} <= kinds


def test_nothing_falls_off_a_slide(built: Project) -> None:
    """Every shape lies on its slide, and the text of each box fits it."""
    deck = pptx.Presentation(str(built.output / "slides/slides.pptx"))
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0, shape.name
            assert shape.left + shape.width <= deck.slide_width, shape.name
            assert shape.top + shape.height <= deck.slide_height, shape.name
            if shape.is_placeholder and shape.has_text_frame and shape.text_frame.text.strip():
                assert _needed(shape, slide.slide_layout) <= shape.height / EMU + 1, (
                    shape.text_frame.text[:60]
                )


def _needed(shape: Any, layout: Any) -> float:  # noqa: ANN401 - python-pptx has no types
    """The height in pixels of a shape's text, where runs say their size."""
    font, line = look_in(layout, shape.placeholder_format.idx)
    total = 0.0
    for paragraph in shape.text_frame.paragraphs:
        sizes = [run.font.size.pt * 2 for run in paragraph.runs if run.font.size]
        if sizes:
            name = paragraph.runs[0].font.name or font
            face = SERIF if name == "+mj-lt" else SANS
            # Letters of other scripts have no width in our faces.
            letters = "".join(run.text for run in paragraph.runs)
            words = "".join(one for one in letters if one not in ARABIC + CHINESE or one == " ")
            total += height_in(words, face, max(sizes), shape.width / EMU, line)
    return total


def test_word_and_jats_are_whole(built: Project) -> None:
    """Word and JATS hold the whole long quotation and the other scripts."""
    with zipfile.ZipFile(built.output / "manuscript/paper.docx") as archive:
        word = re.sub(r"<[^>]+>", "", archive.read("word/document.xml").decode())
    jats = (built.output / "manuscript/paper.xml").read_text(encoding="utf-8")
    for text in (word, jats):
        assert [one for one in (LONGEST, ARABIC, CHINESE) if one not in text] == []


def test_the_article_is_valid(built: Project) -> None:
    """Twenty-five authors, a long table and other scripts break no rule of JATS."""
    assert mistakes(built.output / "manuscript/paper.xml") == []


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_word_opens(built: Project, tmp_path: Path) -> None:
    """LibreOffice opens the document and shows its end."""
    source = built.output / "manuscript/paper.docx"
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = [str(SOFFICE), home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=60)
    said = " ".join(page_texts((tmp_path / "paper.pdf").read_bytes()))
    assert _squeezed(ROWS[-1]) in _squeezed(said)


@functools.cache
def _probe() -> str:
    return """<!DOCTYPE html><meta charset="utf-8"><body><script>
const widths = [360, 768, 1440], found = {};
const frames = widths.map((width) => Object.assign(document.createElement("iframe"), {
  src: "paper.html", style: `width:${width}px;height:800px;border:0` }));
frames.forEach((frame) => document.body.append(frame));
addEventListener("load", () => {
  frames.forEach((frame, place) => {
    const root = frame.contentDocument.documentElement;
    found[widths[place]] = root.scrollWidth - root.clientWidth;
  });
  document.body.append("FOUND " + JSON.stringify(found) + " END");
});
</script>"""


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_the_page_does_not_scroll_sideways(built: Project, tmp_path: Path) -> None:
    """No horizontal scroll on a phone, a tablet or a desktop."""
    shutil.copy(built.output / "manuscript/paper.html", tmp_path)
    (tmp_path / "probe.html").write_text(_probe(), encoding="utf-8")
    done = subprocess.run(
        [
            str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom",
            "--disable-background-networking", "--allow-file-access-from-files",
            "--virtual-time-budget=8000", f"--user-data-dir={tmp_path / 'profile'}",
            (tmp_path / "probe.html").as_uri(),
        ],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    found = re.search(r"FOUND ({.*?}) END", done.stdout)
    assert found
    assert json.loads(found[1]) == {"360": 0, "768": 0, "1440": 0}
