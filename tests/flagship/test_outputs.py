"""The flagship's outputs: all there, all open, all saying the same."""

import shutil

import lxml.html
import pikepdf
import pytest
from flagship_reading import words_of
from helpers import changed
from jats_tag_sets import mistakes
from pdf_standards import broken_rules

from themeloom.cli import main
from themeloom.core.project import Project
from themeloom.core.text import plain
from themeloom.finished.pdf import text_runs
from themeloom.study.store import read_study

OUTPUTS = (
    "manuscript/paper.html",
    "manuscript/paper.pdf",
    "manuscript/paper.docx",
    "manuscript/paper.xml",
    "poster/poster.pdf",
    "poster/poster.png",
    "slides/slides.html",
    "slides/slides.pptx",
    "slides/slides.pdf",
)
PDFS = (
    "manuscript/paper.pdf",
    "manuscript/supplement.pdf",
    "poster/poster.pdf",
    "slides/slides.pdf",
    "guidelines/coreq.pdf",
    "guidelines/srqr.pdf",
)
READABLE = tuple(name for name in OUTPUTS if not name.endswith(".png"))

pytestmark = [
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed"),
]


@pytest.mark.parametrize("name", OUTPUTS)
def test_every_output_is_there(built: Project, name: str) -> None:
    """One command builds everything the README lists."""
    assert (built.output / name).stat().st_size > 10_000


@pytest.mark.parametrize("name", READABLE)
def test_every_output_has_every_quotation_and_theme(built: Project, name: str) -> None:
    """The same quotations and theme titles, word for word, in every output."""
    words = words_of(built.output / name)
    study, _ = read_study(built)
    for theme, quote in study.quotations:
        assert plain(theme.title) in words
        assert plain(quote.text) in words


@pytest.mark.parametrize("name", READABLE)
def test_every_output_says_what_it_is(built: Project, name: str) -> None:
    """A reconstruction says so, and from which commit and evidence it was built."""
    words = words_of(built.output / name)
    study, _ = read_study(built)
    notice = plain(study.study.notice)
    if not name.endswith(".pptx"):
        assert notice in words
    assert "reconstruct" in words.lower()


@pytest.mark.parametrize("name", READABLE)
def test_every_output_has_every_implication_in_order(built: Project, name: str) -> None:
    """The implications stand in every output, in the order of the store."""
    words = words_of(built.output / name)
    study, _ = read_study(built)
    places = [words.rfind(plain(item.text)) for item in study.implications]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("name", ["slides/slides.html", "slides/slides.pptx", "slides/slides.pdf"])
def test_slides_carry_the_whole_presentation(built: Project, name: str) -> None:
    """Every line of the presentation stands in the slides, in its order."""
    words = words_of(built.output / name)
    lines = (built.raw / "presentation.txt").read_text(encoding="utf-8").splitlines()
    said = [plain(line).lstrip("- ").replace("*", "") for line in lines if line.strip()]
    place = 0
    for line in said[1:]:
        for sentence in (part.rstrip(".") for part in line.split(" > ")):
            found = words.find(plain(sentence), place)
            assert found >= 0, f"{name} does not have, in its place: {sentence}"
            place = found


def test_the_article_is_valid(built: Project) -> None:
    """The JATS article keeps to its tag set, and to that of journals."""
    assert mistakes(built.output / "manuscript" / "paper.xml") == []


@pytest.mark.parametrize("name", PDFS)
def test_every_pdf_is_accessible_and_british(built: Project, name: str) -> None:
    """A validator finds nothing against PDF/UA-1; the language is that of the study."""
    assert broken_rules((built.output / name).read_bytes()) == []
    with pikepdf.open(built.output / name) as pdf:
        assert str(pdf.Root.Lang) == "en-GB"


def test_a_theme_renamed_is_renamed_everywhere(built: Project) -> None:
    """One edit in the store changes the title in every output."""
    try:
        changed(built.study, "title: Transition to Integration", "title: Passage to Belonging")
        assert main(["--project", str(built.root), "render"]) == 0
        for name in READABLE:
            words = words_of(built.output / name)
            assert "Passage to Belonging" in words, name
            if name.startswith(("manuscript", "poster")):
                assert "Transition to Integration" not in words, name
    finally:
        changed(built.study, "title: Passage to Belonging", "title: Transition to Integration")
        assert main(["--project", str(built.root), "render"]) == 0


@pytest.mark.parametrize("name", ["manuscript/paper.html", "manuscript/supplement.html"])
def test_what_a_page_links_to_is_there(built: Project, name: str) -> None:
    """Its other formats lie beside it, and each quotation leads to its place in the explorer."""
    page = built.output / name
    links = lxml.html.fromstring(page.read_text(encoding="utf-8")).xpath(
        "//p[@class='formats']/a/@href | //a[@class='evidence']/@href"
    )
    assert len([link for link in links if "#" not in link]) == (3 if "paper" in name else 2)
    for link in links:
        file, _, anchor = link.partition("#")
        there = page.parent / file
        assert there.is_file()
        assert not anchor or f'id="{anchor}"' in there.read_text(encoding="utf-8")


def test_every_quotation_of_the_paper_leads_to_its_evidence(built: Project) -> None:
    """There are as many links as there are quotations."""
    text = (built.output / "manuscript/paper.html").read_text(encoding="utf-8")
    page = lxml.html.fromstring(text)
    quotations = page.xpath("//figure[contains(@class, 'quotation')]")
    assert quotations
    assert all(one.xpath(".//figcaption/a[@class='evidence']") for one in quotations)


@pytest.mark.parametrize("name", ["manuscript/paper.pdf", "manuscript/supplement.pdf"])
def test_no_line_of_a_page_runs_over(built: Project, name: str) -> None:
    """All words keep to the measure; punctuation may hang out of it by a millimetre."""
    millimetre = 72 / 25.4
    for page in text_runs((built.output / name).read_bytes()):
        edges = [(run.left, run.right) for run in page if run.text.isprintable()]
        assert min(left for left, _ in edges) >= 20 * millimetre - 1
        assert max(right for _, right in edges) <= (210 - 24 + 1) * millimetre


@pytest.mark.parametrize("name", ["manuscript/paper.pdf", "manuscript/supplement.pdf"])
def test_no_page_but_the_last_is_left_half_empty(built: Project, name: str) -> None:
    """What floats leaves no hole: the words of each page reach below its middle."""
    pages = text_runs((built.output / name).read_bytes())
    for number, page in enumerate(pages[:-1], 1):
        lowest = min(run.bottom for run in page if run.bottom > 27 * 72 / 25.4)
        assert lowest < 0.4 * 842, f"page {number}"
