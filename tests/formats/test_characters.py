"""What a study typed comes out character for character, in every format of every document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import lxml.html
import pytest
import yaml
from compendium import themeloom
from helpers import with_extensions
from jobs import seen

from themeloom.core.project import Project
from themeloom.finished.pdf import page_texts

if TYPE_CHECKING:
    from pathlib import Path

#: Each group is a quotation, a theme's title and statement, an implication and an author's name.
GROUPS = (
    "one -- two --- three ... four .. -5 | --5 a-5 -? -- e.g. so Mr. X",
    "a < b > c <= d <script>alert(1)</script><img src=x> &lt-p <!-- q -->",
    "{u} $x$ #let y = 1 #ref <fig-x> `t` \\back *a* _b_ ^c^ ~d~ **e**",
    "@e [f] [g](h) {{< quote g0 >}} \"q\" 'r' it's “s” \u2018t\u2019 :: :smile: => \u2764",
    "- ten\u00a0mg or thin\u2009space 1. two == /* v */ w ~ z + k",
    "= y / term: x :) ;-) (c) 1/2 -> <- [^1] | end",
)
DOCUMENTS = {
    "manuscript/paper": "html docx pdf xml",
    "poster/poster": "html pdf",
    "slides/slides": "html pptx pdf",
}
FILES = [f"{name}.{ending}" for name, endings in DOCUMENTS.items() for ending in endings.split()]
FRONT = {
    "manuscript/paper": "themeloom-html themeloom-docx themeloom-typst themeloom-jats",
    "poster/poster": "themeloom-poster-typst themeloom-poster-html",
    "slides/slides": "themeloom-revealjs themeloom-pptx themeloom-slides-typst",
}


def _name(text: str) -> str:
    """A name of such characters, but for those at which a property's names are parted."""
    return re.sub(r"[;,&/]|\band\b", "+", text)


def _store() -> str:
    data = {
        "study": {
            "title": f"On {GROUPS[0]}",
            "subtitle": f"By {GROUPS[1]}",
            "kicker": GROUPS[5],
            "notice": GROUPS[2],
            "synthetic": True,
            "keywords": list(GROUPS),
            "authors": [
                {"name": {"given": _name(text), "family": "X"}, "affiliations": [f"a{n}"]}
                for n, text in enumerate(GROUPS[1:3])
            ],
            "affiliations": [
                {"id": f"a{n}", "name": f"At {text}"} for n, text in enumerate(GROUPS[1:3])
            ],
        },
        "sources": [
            {"id": "talk", "title": "T", "kind": "talk", "access": "open", "file": "talk.txt"}
        ],
        "themes": [
            {
                "id": f"t{n}",
                "title": text,
                "statement": f"So {text}",
                "quotations": [
                    {"id": f"g{n}", "text": text, "source": "talk", "attribution": f"By {text}"}
                ],
            }
            for n, text in enumerate(GROUPS)
        ],
        "implications": [
            {"id": f"i{n}", "text": text, "rests_on": [{"theme": f"t{n}", "because": "so"}]}
            for n, text in enumerate(GROUPS)
        ],
    }
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


def _bodies() -> dict[str, str]:
    numbers = range(len(GROUPS))
    paper = "".join(
        f"# {{{{< theme t{n} >}}}}\n\n{{{{< theme t{n} >}}}}\n\n{{{{< quote g{n} >}}}}\n\n"
        f"::: {{.callout-note title='{{{{< quote g{n} >}}}}'}}\n"
        f"It says {{{{< quote g{n} >}}}}.\n:::\n\n"
        for n in numbers
    )
    slides = "".join(
        f"## S\n\n{{{{< quote g{n} >}}}}\n\n## S\n\n{{{{< theme t{n} >}}}}\n\n"
        f"## S\n\n{{{{< implication i{n} >}}}}\n\n"
        for n in numbers
    )
    columns = "".join(
        f"::: {{.theme-column thread={n + 1}}}\n{{{{< theme t{n} >}}}}\n\n"
        f"{{{{< quote g{n} >}}}}\n:::\n\n"
        for n in numbers
    )
    return {
        "manuscript/paper": f"{paper}{{{{< implications >}}}}\n\n{{{{< table quotations >}}}}\n\n"
        "{{< figure evidence-map >}}\n",
        "poster/poster": f"::: {{.message}}\nSo.\n:::\n\n:::: {{.theme-columns}}\n{columns}::::\n\n"
        "::: {.implications-band}\n## So\n\n{{< implications >}}\n:::\n",
        "slides/slides": slides,
    }


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A study whose every text could be taken for mark-up, in all its formats."""
    project = with_extensions(Project(tmp_path_factory.mktemp("hostile").resolve()))
    files = {
        "study.yml": _store(),
        "data-raw/talk.txt": "SYNTHETIC, made up.\n\n" + "\n\n".join(GROUPS) + "\n",
        "_quarto.yml": "project:\n  output-dir: _output\n  render:\n"
        + "".join(f"    - {name}.qmd\n" for name in DOCUMENTS)
        + "metadata-files: [data-derived/metadata.yml]\nlang: en-GB\nfilters: [themeloom]\n",
    }
    for name, body in _bodies().items():
        formats = "".join(f"  {one}: {{max-empty: 100%}}\n" for one in FRONT[name].split())
        files[f"{name}.qmd"] = f"---\nformat:\n{formats}---\n\n{body}"
    for name, text in files.items():
        path = project.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    done = themeloom(project, "render")
    assert done.returncode == 0, done.stderr
    return project


def _words(path: Path) -> str:
    """All that a reader sees, without blanks, by which lines and pages may part it."""
    text = " ".join(page_texts(path.read_bytes())) if path.suffix == ".pdf" else seen(path)
    # A hyphen at the end of a line is told apart from others by the reader of PDFs.
    return re.sub(r"\s", "", text).replace("\ufffe", "-")


@pytest.mark.parametrize("file", FILES)
def test_every_character_comes_out_as_it_was_typed(hostile: Project, file: str) -> None:
    """Quotation, theme, statement, implication, name and title are text in every format."""
    text = _words(hostile.output / file)
    for group in GROUPS:
        bare = re.sub(r"\s", "", group)
        for before in ("“", "So", "By"):
            assert before + bare in text
        assert text.count(bare) >= len(("quotation", "attribution", "title", "statement", "item"))
    for name in GROUPS[1:3]:
        assert re.sub(r"\s", "", _name(name)) in text
        assert re.sub(r"\s", "", f"At {name}") in text
    assert re.sub(r"\s", "", f"On {GROUPS[0]}") in text


def test_blanks_are_those_that_were_typed(hostile: Project) -> None:
    """A no-break or thin space stays one, and an abbreviation gets none."""
    for file in ("manuscript/paper.html", "slides/slides.html", "manuscript/paper.xml"):
        text = (hostile.output / file).read_text(encoding="utf-8")
        assert "ten\u00a0mg" in text or "ten&nbsp;mg" in text
        assert "thin\u2009space" in text
        assert "e.g. so Mr. X" in text


def test_nothing_that_was_typed_runs_in_a_page(hostile: Project) -> None:
    """No page has an element or an attribute that words of the study made."""
    pages = list(hostile.output.rglob("*.html"))
    assert len(pages) >= len(("paper", "poster", "slides", "evidence", "index"))
    for path in pages:
        page = lxml.html.parse(path)
        assert "alert(1)" not in "".join(page.xpath("//script//text()"))
        assert not page.xpath("//img[@src='x'] | //*[@onerror]")
        for keywords in page.xpath("//meta[@name='keywords']/@content"):
            assert keywords == ", ".join(GROUPS)
