from helpers import PROJECTS

from themeloom.core.project import Project
from themeloom.documents.document import read_document
from themeloom.documents.marks import Mark, marks
from themeloom.documents.outline import Outline, outline
from themeloom.documents.scanner import parse
from themeloom.documents.shortcodes import Shortcode

ROOT = PROJECTS / "explorer-synthetic"


def _say(shortcode: Shortcode) -> str:
    return f"<{shortcode.name} {shortcode.args[0]}>"


def _outline() -> Outline:
    return outline(read_document(Project(ROOT), "manuscript/paper.qmd"), _say)


def _marks() -> list[Mark]:
    document = read_document(Project(ROOT), "manuscript/paper.qmd")
    return list(marks(document, outline(document, _say), _say, ("coreq", "srqr")))


def test_sections_have_the_numbers_and_titles_that_readers_see() -> None:
    """Attributes are no part of a title; what is unnumbered counts for nothing."""
    names = [section.name for section in _outline().sections]
    assert names == [
        "1 Methods",
        "1.1 Sample",
        "Results",
        "1.2 Underlined",
        "2 <theme chairs>: said",
    ]


def test_what_stands_in_front_of_the_first_heading_is_in_no_section() -> None:
    """A quotation in an opening paragraph has a line, and no section."""
    assert _outline().at(3) is None


def test_sections_remember_their_file_and_line() -> None:
    """A finding about a section can say where it is."""
    sample = _outline().sections[1]
    assert (sample.place.file, sample.place.line) == ("manuscript/paper.qmd", 13)
    assert sample.attributes.id == "sec-sample"


def test_marks_on_headings_spans_and_divs_with_their_words() -> None:
    """Mark-up, links and citations are taken off; code shows marks and makes none."""
    found = [(mark.attributes.pairs.get("coreq"), mark.text) for mark in _marks()]
    assert found == [
        ("10", ""),
        ("12", "We talked to <value diaries> people, as the table shows"),
        ("1,2; 3", "Nobody was paid or fed"),
        ("17", "The guide had two questions. It was short."),
        (None, ""),
    ]


def test_a_mark_knows_its_section() -> None:
    """The section is what a checklist sends its reader to."""
    assert [mark.section.title for mark in _marks() if mark.section][:2] == ["Sample", "Sample"]


def test_attributes_as_pandoc_writes_them() -> None:
    """Ids, classes, quoted and bare values; a dash is the class unnumbered."""
    found = parse("""#a-b .c key=1 two="x \\"y\\" }" three='z' -""")
    assert found.id == "a-b"
    assert found.classes == ("c", "unnumbered")
    assert found.pairs == {"key": "1", "two": 'x "y" }', "three": "z"}
