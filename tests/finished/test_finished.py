import io
from pathlib import Path

import pytest
from helpers import copied

from themeloom.core.project import Project
from themeloom.finished.library import Library, Published, chapters, finished_files
from themeloom.finished.pdf import bookmarks
from themeloom.finished.reader import read_segments
from themeloom.finished.segments import Segment

SAID = "I watched the clock for an hour and then the door."


def _places(segments: list[Segment], words: str) -> list[str]:
    found = Published("x", tuple(chapters(segments))).places(words)
    return [one.label + one.anchor for one in found]


def test_a_web_page_is_cut_at_its_headings() -> None:
    """A place is a section with its number, and the anchor to get there."""
    page = f"""<!DOCTYPE html><title>T</title><style>p{{}}</style><p>{SAID}</p>
      <section id="sec-a"><h2><span>1.1</span> Waiting</h2><p>“I&nbsp;<em>watched</em> the clock
      for an hour and then the door.”</p></section><script>var x = "{SAID}"</script>"""
    assert _places(read_segments("a.html", page.encode()), SAID) == [
        "the head of the page",
        "section 1.1 Waiting#sec-a",
    ]


def test_a_deck_is_cut_at_its_slides() -> None:
    """Slides are counted as people count them; speaker notes are not shown to an audience."""
    page = f"""<div class="reveal"><div class="slides"><section id="one"><h2>A</h2></section>
      <section><section id="two"><p>{SAID}</p></section>
      <section id="three"><aside class="notes">{SAID}</aside>x</section></section></div></div>"""
    assert _places(read_segments("a.html", page.encode()), SAID) == ["slide 2#/two"]


def test_jats_is_cut_at_its_sections() -> None:
    """Sections of an article have titles and ids, thanks too; what a table is called is none."""
    page = f"""<article><sec id="s1"><title>Found</title><table-wrap><caption><title>T</title>
      </caption></table-wrap><p>{SAID}</p></sec><ack id="a1"><title>Thanks</title><p>{SAID}</p>
      </ack></article>"""
    found = chapters(read_segments("a.xml", page.encode()))
    places = [place for one in found for place in _places([one], SAID)]
    assert places == ["section Found#s1", "section Thanks#a1"]


def test_word_is_cut_at_its_headings() -> None:
    """Word has no pages before it is laid out, but it has sections; runs may split words."""
    import docx

    document = docx.Document()
    document.add_paragraph("In front.")
    document.add_heading("2 Results", 1)
    paragraph = document.add_paragraph(SAID[:9])
    paragraph.add_run(SAID[9:]).italic = True
    data = io.BytesIO()
    document.save(data)
    assert _places(read_segments("a.docx", data.getvalue()), SAID) == ["section 2 Results"]


def test_powerpoint_is_cut_at_its_slides_in_order() -> None:
    """The tenth slide comes after the ninth, not after the first; notes are left out."""
    import pptx

    deck = pptx.Presentation()
    for number in range(1, 12):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = SAID if number == 10 else f"Slide {number}"
        slide.notes_slide.notes_text_frame.text = SAID
    data = io.BytesIO()
    deck.save(data)
    assert _places(read_segments("a.pptx", data.getvalue()), SAID) == ["slide 10"]


def test_a_pdf_is_cut_at_its_pages_and_knows_its_bookmarks() -> None:
    """Words that are hyphenated, or run on under a running head, are found all the same."""
    import typst

    source = """#set page(width: 9cm, height: 3.4cm, margin: (top: 1.1cm, rest: 0.4cm))
      #set page(header: [A running head])
      #set text(size: 11pt, hyphenate: true, lang: "en")
      = Beginning
      #pagebreak()
      = Waiting
      Responsibility notwithstanding, individualisation overwhelms extraordinarily
      uncomplicated characterisations of misunderstanding and nobody answers whenever it
      rains outside."""
    data = typst.compile(source.encode())
    segments = read_segments("a.pdf", data)
    assert bookmarks(data) == [("Beginning", 1), ("Waiting", 2)]
    said = " ".join(source.partition("= Waiting")[2].split())
    assert _places(segments, said) == ["page 2#page=2"]
    assert any("A running head" in one.text for one in segments[2:])


@pytest.mark.parametrize(
    ("words", "found"),
    [("no", False), ("now and", True), ("know", True), ("", False), ("—", False)],
)
def test_few_words_are_found_only_whole(words: str, *, found: bool) -> None:
    """“no” is not in “now”."""
    assert bool(_places([Segment("page", "Now and then I know.", "page 1")], words)) is found


@pytest.mark.parametrize("name", ["broken.pdf", "broken.docx", "broken.pptx", "broken.html"])
def test_a_broken_file_has_no_text(project: Project, name: str) -> None:
    """Whoever looks up a quotation is not stopped by a file that somebody damaged."""
    path = project.output / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"%PDF-1.7 \xff\xfe nothing")
    assert Library(project).read(path).places(SAID) == []


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A copy of the synthetic project, ready to be changed."""
    return copied("explorer-synthetic", tmp_path)


def test_files_are_read_once_and_known_by_content(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second look costs nothing, and what changed is read anew."""
    page = project.output / "manuscript" / "paper.html"
    page.parent.mkdir(parents=True)
    page.write_text(f"<p>{SAID}</p>", encoding="utf-8")
    first = Library(project).read_all()
    with monkeypatch.context() as patched:
        patched.setattr("themeloom.finished.library._read", lambda *_: pytest.fail("read again"))
        assert Library(project).read_all() == first
    page.write_text("<p>Nothing.</p>", encoding="utf-8")
    assert Library(project).read_all()[0].places(SAID) == []


def test_pages_about_the_documents_are_no_documents(project: Project) -> None:
    """The explorer quotes everything; it is not a place where something was published."""
    for name in ("index.html", "evidence/index.html", "guidelines/coreq.pdf", "slides/slides.html"):
        path = project.output / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    assert [path.name for path in finished_files(project)] == ["slides.html"]
