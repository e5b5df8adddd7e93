import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from explorers import COLOPHON, built, pages
from helpers import ROOT, changed, copied

from themeloom.core.project import Project
from themeloom.finished.outputs import readable
from themeloom.pages.explorer_data import balance
from themeloom.study.store import read_study
from themeloom.typefaces.web import embedded

STYLE = ROOT / "src" / "themeloom" / "pages" / "templates" / "explorer.css"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A copy of the synthetic project, ready to be changed."""
    return copied("explorer-synthetic", tmp_path)


def _text(project: Project, name: str = "evidence/index.html") -> str:
    return pages(project)[project.output / name].decode()


class _Elements(HTMLParser):
    """The tags of a page, the texts of some, and every address it asks for."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.asked: list[str] = []
        self.handlers: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in {"src", "srcset", "data", "poster", "action"}:
                self.asked.append(value or "")
            if name.startswith("on"):
                self.handlers.append(name)


@pytest.mark.parametrize("name", ["evidence/index.html", "index.html"])
def test_untrusted_text_comes_out_as_the_characters_it_is(project: Project, name: str) -> None:
    """A script in a transcript is words; so are tags in a title, a theme, a finding."""
    text = _text(project, name)
    found = _Elements(text)
    assert found.tags.count("script") == (name != "index.html")
    assert not {"img", "i", "b", "em", "iframe"} & set(found.tags)
    assert found.handlers == []
    assert "&lt;waiting&gt; rooms" in text


def test_a_hostile_quotation_is_shown_whole(project: Project) -> None:
    """Mark-up, a shortcode and a formula are all there, character by character."""
    text = _text(project)
    assert "They told me &lt;/script&gt;&lt;script&gt;document.title=&#34;owned&#34;" in text
    assert "{{&lt; quote clock &gt;}} =SUM(A1) &#34;quoted&#34; and &#39;single&#39;" in text


def test_nothing_is_asked_of_anybody(project: Project) -> None:
    """No address is loaded, and the page forbids itself to load one."""
    text = _text(project)
    assert _Elements(text).asked == []
    assert "default-src &#39;none&#39;" in text
    assert "url(" not in re.sub(r'url\("data:[^"]*"\)', "", text)


def test_ids_are_unique(project: Project) -> None:
    """Links within the page and labels lead to one place."""
    ids = _Elements(_text(project)).ids
    assert len(ids) == len(set(ids))


def test_nothing_of_a_restricted_source_but_what_is_printed(project: Project) -> None:
    """Canaries beside a quotation stay out, and so do words that no document prints."""
    built(project)
    for path in project.output.rglob("*"):
        if path.is_file():
            assert b"CANARY" not in path.read_bytes(), path
    text = _text(project)
    assert "The register was full that day" in text
    assert "key was under the mat" not in text
    assert "shown once a document prints them: their source is restricted" in text


def test_a_withheld_source_is_only_described(project: Project) -> None:
    """Its title, its kind, how many pieces it has, and that it is withheld."""
    text = " ".join(_text(project).split())
    assert '<th scope="row">Synthetic diaries</th><td>diaries, 4</td><td>withheld</td>' in text


def test_a_finding_shows_its_first_line_only(project: Project) -> None:
    """Further lines of a message may quote a source that is not open."""
    text = _text(project)
    assert "hostile &lt;b&gt;" in text
    assert "CANARYFINDING" not in text


def test_the_same_for_the_same(project: Project, tmp_path: Path) -> None:
    """Two builds in two folders are equal, byte by byte, and name no folder."""
    other = Project(tmp_path / "other")
    shutil.copytree(project.root, other.root)
    one, two = pages(project).values(), pages(other).values()
    assert list(one) == list(two)
    assert all(str(tmp_path).encode() not in page for page in one)


def test_synthetic_data_is_called_synthetic_on_both_pages(project: Project) -> None:
    """The mark stands above everything else."""
    assert all(b'<aside class="synthetic"' in page for page in pages(project).values())
    changed(project.study, "  synthetic: true\n", "")
    assert all(b'<aside class="synthetic"' not in page for page in pages(project).values())


def test_the_index_leads_to_every_output(project: Project) -> None:
    """Each file with what it is, its format and its size; the version at the foot."""
    for name in ("manuscript/paper.pdf", "slides/slides.html", "guidelines/coreq.docx"):
        path = project.output / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * 1500)
    (project.output / "manuscript" / ".paper.pdf.half").write_bytes(b"x")
    # What a web page is good for is known by the format that its document asks for.
    changed(project.root / "slides" / "slides.qmd", "pptx: default", "themeloom-revealjs: default")
    text = " ".join(_text(project, "index.html").split())
    for name in ("manuscript/paper.pdf", "slides/slides.html", "guidelines/coreq.docx"):
        assert f'<a href="{name}">' in text
    assert text.count('<span class="size">2 kB</span>') == 3
    assert "to show in a browser, with speaker notes" in text
    assert COLOPHON in text
    assert "half" not in text


def test_the_checklist_says_where_each_answer_stands(project: Project) -> None:
    """Section, words, what the store says, and what has no answer."""
    text = " ".join(_text(project).split())
    assert "1.1 Sample" in text
    assert "We talked to four people, as the table shows" in text
    assert "No funder is named" in text
    assert '<p class="open">No answer</p>' in text


def test_who_is_quoted_and_of_whom_nothing_is_known(project: Project) -> None:
    """Voices by their pseudonym or label, most words first, those not named last."""
    study, _ = read_study(project)
    found = balance(study)
    assert [(voice.name, voice.quotations) for voice in found.voices] == [
        ("P02", 1),
        ("Ada", 2),
        ("Speaker not named", 2),
    ]
    assert [cell.words for cell in found.voices[1].cells] == [9, 5]
    assert found.voices[0].cells[0].share == 100
    assert found.sentence == (
        "2 participants are quoted. For 2 of 5 quotations no speaker is named."
    )


def test_typefaces_stand_inside_the_page() -> None:
    """Of the staged faces those in use, each as data; none before they are staged."""
    fonts = {"sourceserif-regular.woff2": b"wOF2", "sourceserif-italic.woff2": b"other"}
    assert embedded({}) == ""
    assert embedded(fonts) == (
        '@font-face { font-family: "Source Serif Pro"; font-weight: 400; font-style: normal;\n'
        '  font-display: swap; src: url("data:font/woff2;base64,d09GMg==") format("woff2"); }'
    )


@pytest.mark.parametrize(("size", "said"), [(9, "9 bytes"), (1499, "1 kB"), (1_234_567, "1.2 MB")])
def test_sizes_are_said_as_people_say_them(size: int, said: str) -> None:
    """Three ways to say a size."""
    assert readable(size) == said
