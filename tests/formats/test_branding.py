"""A university's brand in every format: its colours, its typeface, its logos, and what is stale."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl
import pytest
from docx import Document
from fontTools.ttLib import TTFont
from helpers import changed, copied, with_extensions
from lxml import etree
from pptx import Presentation
from pypdf import PdfReader

from themeloom.core.version import Version
from themeloom.engines.reporting import Silent
from themeloom.session import Session
from themeloom.steps.build import Build
from themeloom.steps.commands import render
from themeloom.steps.documents import step_of
from themeloom.steps.status import output_status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from themeloom.core.project import Project

NAVY, CREAM, TEAL = "#0B1D3A", "#F7F2E4", "#0B6B6B"
BRAND = f"""logo:
  images:
    university: {{path: brand/university.svg, alt: A synthetic university}}
    funder: {{path: brand/funder.png, alt: A synthetic council}}
  medium: university
color:
  foreground: "{NAVY}"
  background: "{CREAM}"
  primary: "#7A1F5C"
typography:
  fonts: [{{family: Synthetic Grotesk, source: file, files: [brand/grotesk.ttf]}}]
  base: Synthetic Grotesk
defaults:
  themeloom: {{threads: ["#7A1F5C"]}}
"""
HEAD = "---\ntitle: A synthetic {0}\nformat:\n{1}\n{2}---\n\n"
DARK = f"""brand:
  color: {{background: "{NAVY}", foreground: "{CREAM}"}}
  logo: {{medium: {{path: ../brand/university.svg, alt: A synthetic university}}}}
"""
OWN = "logo: {path: ../brand/university.svg, alt: A synthetic team}\n"
PAPER = "Before: {{< brand color primary >}}\n\n{{< brand logo funder >}}\n\n{{< quote chairs >}}\n"
POSTER = "::: {.message}\nWaiting is work.\n:::\n\n::: {.voices}\n{{< quote full >}}\n:::\n"
SLIDES = "## Waiting\n\n- One\n- Two\n\n## Thanks {.closing}\n\nTo all.\n"
CONFIGURATION = """project:
  output-dir: _output
  render: [manuscript/*.qmd, poster/*.qmd, slides/*.qmd]
filters: [themeloom]
"""


def formats(*names: str) -> str:
    """Formats as front matter has them."""
    return "\n".join(f"  {name}: default" for name in names)


#: Of every build here.
VERSION = Version("", 1_700_000_000, frozenset())


def build(project: Project, selection: Sequence[str] = (), to: Sequence[str] = ()) -> None:
    """Make what is asked for of a project."""
    render(project, selection, to, "builtin", Silent(), VERSION)


def typeface(path: Path) -> None:
    """A synthetic typeface: one that matplotlib brings, under another name."""
    brought = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSerif.ttf"
    with TTFont(brought) as font:
        for name in font["name"].names:
            named = str(name).replace("DejaVu Serif", "Synthetic Grotesk")
            name.string = named.replace("DejaVuSerif", "SyntheticGrotesk")
        font.save(path)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A synthetic study under a brand, built whole."""
    project = with_extensions(copied("explorer-synthetic", tmp_path_factory.mktemp("brand")))
    store = project.study.read_text(encoding="utf-8")
    project.study.write_text(store[: store.index("settings:")], encoding="utf-8")
    paper = formats("themeloom-html", "themeloom-typst", "docx")
    texts = {
        "_brand.yml": BRAND,
        "_quarto.yml": CONFIGURATION,
        "manuscript/paper.qmd": HEAD.format("paper", paper, "") + PAPER,
        "manuscript/plain.qmd": HEAD.format("note", formats("themeloom-html"), "brand: false\n"),
        "manuscript/dark.qmd": HEAD.format("night", formats("themeloom-html"), DARK),
        "slides/own.qmd": HEAD.format("talk", formats("themeloom-revealjs"), "brand: false\n" + OWN)
        + SLIDES,
        "poster/poster.qmd": HEAD.format(
            "poster", formats("themeloom-poster-html", "themeloom-poster-typst"), "max-empty: 60%\n"
        )
        + POSTER,
        "slides/slides.qmd": HEAD.format(
            "deck", formats("themeloom-revealjs", "pptx", "themeloom-slides-typst"), ""
        )
        + SLIDES,
        "brand/university.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10">'
        f'<rect width="30" height="10" fill="{NAVY}"/></svg>',
    }
    for name in ("manuscript", "poster", "slides"):
        shutil.rmtree(project.root / name, ignore_errors=True)
    for name, text in texts.items():
        path = project.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    typeface(project.root / "brand" / "grotesk.ttf")
    picture = next((Path(mpl.get_data_path()) / "images").glob("home.png"))
    shutil.copy(picture, project.root / "brand" / "funder.png")
    build(project)
    return project


def made(study: Project, name: str) -> Path:
    """An output."""
    return study.output / name


def parts(path: Path) -> dict[str, str]:
    """The parts of an office file; of what is no mark-up only the names."""
    with zipfile.ZipFile(path) as archive:
        return {
            name: archive.read(name).decode() if name.endswith((".xml", ".rels")) else ""
            for name in archive.namelist()
        }


@pytest.mark.parametrize(
    "name", ["manuscript/paper.html", "poster/poster.html", "slides/slides.html", "index.html"]
)
def test_pages_have_the_colours_and_the_typeface(study: Project, name: str) -> None:
    """Behind the style sheet stand the brand's colours, and its typeface lies in the page."""
    page = made(study, name).read_text(encoding="utf-8")
    assert f"--ink: {NAVY.lower()};" in page
    assert 'font-family: "Synthetic Grotesk"; font-weight: 400' in page
    assert page.rindex(f"--ink: {NAVY.lower()};") > page.index("--ink: #1b1f2a;")


@pytest.mark.parametrize(
    "name", ["manuscript/paper.html", "poster/poster.html", "slides/slides.html"]
)
def test_pages_show_both_logos_and_say_what_they_are(study: Project, name: str) -> None:
    """Each logo lies in the page, with its alternative text."""
    page = made(study, name).read_text(encoding="utf-8")
    for alt in ("A synthetic university", "A synthetic council"):
        assert f'alt="{alt}"' in page
    assert "brand/university.svg" not in page


@pytest.mark.parametrize("name", ["manuscript/paper.pdf", "poster/poster.pdf", "slides/slides.pdf"])
def test_pdfs_are_set_in_the_typeface(study: Project, name: str) -> None:
    """A PDF takes the brand's face along; ours stand in only for letters that it lacks."""
    reader = PdfReader(made(study, name))
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in reader.pages
        for font in page["/Resources"].get("/Font", {}).values()
    }
    assert any("SyntheticGrotesk" in one for one in fonts), fonts


def test_word_has_styles_logos_and_typeface(study: Project) -> None:
    """The first page shows both logos; styles and the fonts within are the brand's."""
    path = made(study, "manuscript/paper.docx")
    said = parts(path)
    assert "Synthetic Grotesk" in said["word/styles.xml"]
    assert "Source Serif" not in said["word/styles.xml"]
    assert any(name.endswith(".odttf") for name in said)
    first = Document(str(path)).element.body[0].xml
    for alt in ("A synthetic university", "A synthetic council"):
        assert f'descr="{alt}"' in first


def test_powerpoint_has_theme_logos_and_typeface(study: Project) -> None:
    """The first slide and the last show both logos; the theme has the brand's colours."""
    path = made(study, "slides/slides.pptx")
    said = parts(path)
    for colour in (NAVY, CREAM):
        assert f'srgbClr val="{colour[1:]}"' in said["ppt/theme/theme1.xml"]
    assert 'typeface="Synthetic Grotesk"' in said["ppt/presentation.xml"]
    slides = list(Presentation(str(path)).slides)
    for slide in (slides[0], slides[-1]):
        named = re.findall(r'name="Logo" descr="([^"]*)"', etree.tostring(slide.element).decode())
        assert named == ["A synthetic university", "A synthetic council"]


def test_a_shortcode_says_colour_and_shows_logo(study: Project) -> None:
    """The digits stand in the text, the picture has its alternative text."""
    page = made(study, "manuscript/paper.html").read_text(encoding="utf-8")
    assert "Before: #7A1F5C" in page
    body = page[page.index("<main") :]
    assert 'alt="A synthetic council"' in body


def test_a_document_without_the_brand_is_ours(study: Project) -> None:
    """`brand: false` leaves nothing of it."""
    page = made(study, "manuscript/plain.html").read_text(encoding="utf-8")
    assert "Synthetic Grotesk" not in page
    assert NAVY.lower() not in page
    assert "<img" not in page


def test_the_only_logo_of_a_dark_brand_lies_on_its_ground(study: Project) -> None:
    """It is made for that; on a light plate one in white could not be seen."""
    page = made(study, "manuscript/dark.html").read_text(encoding="utf-8")
    (logo,) = re.findall(r'<img[^>]*"A synthetic university"[^>]*>', page)
    assert "plate" not in logo


def test_a_deck_has_a_logo_of_its_own(study: Project) -> None:
    """`logo:` shows one without a brand, on the first slide and on the last."""
    page = made(study, "slides/own.html").read_text(encoding="utf-8")
    assert "Synthetic Grotesk" not in page
    assert page.count('alt="A synthetic team"') == 2


def test_figures_have_the_colours_of_the_brand(study: Project) -> None:
    """A theme has one colour, on the page and in its figure."""
    drawing = (study.figures / "evidence-map.svg").read_text(encoding="utf-8")
    assert "#7a1f5c" in drawing
    assert TEAL.lower() not in drawing


def test_a_changed_brand_makes_its_outputs_stale_and_no_others(
    study: Project, tmp_path: Path
) -> None:
    """A colour concerns all that has the brand; a document without it stays as it is."""
    shutil.copytree(study.root, tmp_path / "study", symlinks=True)
    project = type(study)(tmp_path / "study")
    changed(project.root / "_brand.yml", '  primary: "#7A1F5C"', '  primary: "#1F4F96"')
    session = Session.begin(project, VERSION)
    outputs = session.plan()
    stale = {one.step for one in output_status(Build(session), outputs)}
    shown = [one for one in outputs if one.brand and one.brand.colours["light"]]
    assert stale == {step_of(one) for one in shown if "dark" not in one.document.path}


def test_a_blind_document_shows_no_logo(study: Project, tmp_path: Path) -> None:
    """A logo says who made the study."""
    shutil.copytree(study.root, tmp_path / "study", symlinks=True)
    project = type(study)(tmp_path / "study")
    changed(project.root / "manuscript" / "paper.qmd", "\n---\n", "\nblind: true\n---\n")
    changed(project.root / "manuscript" / "paper.qmd", "{{< brand logo funder >}}\n\n", "")
    build(project, ["paper"], ["html", "docx"])
    page = (project.output / "manuscript" / "paper.html").read_text(encoding="utf-8")
    assert "A synthetic university" not in page
    assert "A synthetic university" not in str(parts(project.output / "manuscript" / "paper.docx"))


def test_a_typeface_that_is_not_there_is_one_message(study: Project, tmp_path: Path) -> None:
    """Where a web page would fetch it, the message says where to put it."""
    shutil.copytree(study.root, tmp_path / "study", symlinks=True)
    project = type(study)(tmp_path / "study")
    changed(
        project.root / "_brand.yml",
        "{family: Synthetic Grotesk, source: file, files: [brand/grotesk.ttf]}",
        "{family: Open Synthetic, source: google}",
    )
    changed(project.root / "_brand.yml", "base: Synthetic Grotesk", "base: Open Synthetic")
    with pytest.raises(Exception, match="there is no typeface") as caught:
        build(project)
    said = '_brand.yml:11: there is no typeface "Open Synthetic" in fonts/\n  hint: put its files'
    assert str(caught.value).startswith(said)
