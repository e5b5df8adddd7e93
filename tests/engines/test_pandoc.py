from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from helpers import format_of
from jobs import EXTENSIONS, PROJECT, page, render

from themeloom.core.errors import ManyErrors, ThemeloomError
from themeloom.documents.places import LineMap, Place, Spliced
from themeloom.engines import pandoc
from themeloom.engines.pandoc import errors_of_run, warnings_of_log

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = ("html", "docx", "jats", "revealjs", "pptx", "pdf", "poster-pdf", "slides-pdf")
EVERYTHING = (
    "## {{< theme light >}}\n\n{{< quote lantern >}}\n\n{{< table lights >}}\n\n"
    "{{< figure map >}}\n\n::: callout-note\nBody.\n:::\n\n::: notes\nNote\n:::"
)
METADATA = {
    "title": "T",
    "author": ["Ada Sample"],
    "keywords": ["k"],
    "bibliography": "references.bib",
    "nocite": "[@lamp2001]",
}


@pytest.mark.parametrize("to", FORMATS)
def test_the_same_bytes_in_another_folder(tmp_path: Path, to: str) -> None:
    """An output has no trace of the folder it was made in."""
    folders = [tmp_path / "one", tmp_path / "another-folder"]
    outputs = []
    # A poster shows only what stands in its parts.
    text = (
        f"::::::: method\n{EVERYTHING}\n::: {{#refs}}\n:::\n:::::::\n"
        if to == "poster-pdf"
        else EVERYTHING
    )
    for folder in folders:
        folder.mkdir()
        outputs.append(render(folder, text, to, METADATA).read_bytes())
    assert outputs[0] == outputs[1]
    assert str(PROJECT).encode() not in outputs[0]


@pytest.mark.parametrize("to", ["docx", "pptx"])
def test_office_files_hold_no_path_of_this_machine(tmp_path: Path, to: str) -> None:
    """What pandoc notes of a picture is its path from the project's root."""
    import zipfile

    files = zipfile.ZipFile(render(tmp_path, EVERYTHING, to, METADATA))
    for name in files.namelist():
        assert str(PROJECT).encode() not in files.read(name)


@pytest.mark.parametrize("to", ["html", "revealjs"])
def test_a_page_asks_for_nothing(tmp_path: Path, to: str) -> None:
    """A web page is one file: nothing in it is fetched from elsewhere."""
    written = render(tmp_path, EVERYTHING, to, METADATA)
    html = page(written)
    fetched = html.xpath("//link/@href | //img/@src | //img/@data-src | //script/@src")
    assert all(str(source).startswith("data:") for source in fetched)
    assert not html.xpath("//style[contains(., 'url(http')]")
    assert b"sourceMappingURL" not in written.read_bytes()


def test_a_page_has_contents_language_and_a_title(tmp_path: Path) -> None:
    """The page says its language and title, and lists its sections if asked."""
    metadata = {"title": "A *title*", "lang": "en-GB", "toc": True, "kicker": "K", "notice": "N"}
    html = page(render(tmp_path, "# One\n\n## Two", "html", metadata))
    assert html.get("lang") == "en-GB"
    assert html.findtext(".//title") == "A title"
    assert [a.text_content() for a in html.iterfind(".//nav[@id='TOC']//a")] == ["One", "Two"]
    assert html.find(".//div[@class='notice']").text_content().strip() == "N"


def test_a_formula_pandoc_cannot_set_is_an_error(tmp_path: Path) -> None:
    """A formula that cannot be set is only a warning to pandoc; we stop."""
    with pytest.raises(ThemeloomError) as caught:
        render(tmp_path, "$\\frac{1$", "html")
    assert caught.value.file == "manuscript/paper.qmd"


@pytest.mark.parametrize(
    ("to", "lost"),
    [
        ("pdf", "typst-template.typ"),
        ("html", "article.html"),
        ("revealjs", "deck.revealjs"),
        ("jats", "article.jats"),
        ("pptx", "formats/part.lua"),
    ],
)
def test_a_lost_file_of_the_extension_is_an_error(tmp_path: Path, to: str, lost: str) -> None:
    """It is told by name, with the way to get it back."""
    extension = tmp_path / "themeloom"
    shutil.copytree(EXTENSIONS / "themeloom", extension)
    (extension / lost).unlink()
    job = pandoc.Job(
        tmp_path, tmp_path / "o", format_of(to).pandoc, PROJECT, extension, PROJECT, {}, 0, tmp_path
    )
    with pytest.raises(ThemeloomError, match=f"the extension has no {re.escape(lost)}"):
        pandoc.run(job)


def test_pandoc_is_the_wheel_s_own() -> None:
    """The pandoc that runs is the pinned one, and needs no PATH."""
    assert pandoc.program().parts[-3:-1] == ("pypandoc", "files")
    said = subprocess.run(
        [pandoc.program(), "--version"], capture_output=True, check=True, text=True
    )
    assert said.stdout.startswith("pandoc 3.")


def test_errors_of_lua_are_read() -> None:
    """Each mistake that a filter told of is one error with place and hint."""
    stderr = (
        'Error running filter x:\n\nthemeloom: a/b.qmd:3: there is no quotation "x"\n'
        'hint: did you mean "y"?\nthemeloom: a/b.qmd: nothing to see: here\nstack traceback:\n\t[C]'
    )
    found = errors_of_run(stderr, "a/b.qmd")
    assert isinstance(found, ManyErrors)
    assert [str(error) for error in found.errors] == [
        'a/b.qmd:3: there is no quotation "x"\n  hint: did you mean "y"?',
        "a/b.qmd: nothing to see: here",
    ]


@pytest.mark.parametrize(
    ("sought", "line"),
    [
        ("@nobody", 6),
        ("@no:one.else", 7),
        ("@in-front", 2),
        ("@in", None),
        ("img/a map.png", 7),
        ("p.png", None),
    ],
)
def test_what_is_not_there_is_told_with_its_line(sought: str, line: int | None) -> None:
    """Where it is written first, in text or front matter; nothing that only looks like it."""
    front = "---\nabstract: See [@in-front].\n---\n"
    text = (
        "See [see @nobody, p. 5] and `@in`, a@in.example.\n"
        "Such as -@{no:one.else} says: ![](<img/a map.png>)\n"
    )
    source = Spliced(text, LineMap((Place("a.qmd", 6), Place("a.qmd", 7))))
    stderr = f"themeloom: a.qmd: there is none\nsought: {sought}\nhint: write it"
    error = errors_of_run(stderr, "a.qmd", source, front)
    assert error.hint == "write it"
    assert (error.file, error.line) == ("a.qmd", line)


def test_other_errors_of_pandoc_are_passed_on() -> None:
    """What pandoc says itself is passed on, without a traceback."""
    error = errors_of_run("Could not parse x\nstack traceback:\n\t[C]: in ?", "a.qmd")
    assert str(error) == "a.qmd: pandoc stopped: Could not parse x"


_LOGGED = (
    ({"type": "CouldNotFetchResource", "path": "../../a%20b/lost.png"}, 3),
    ({"type": "CouldNotConvertTeXMath", "contents": "\\frac{1}{"}, 4),
    ({"type": "NoteDefinedButNotUsed", "line": 4, "key": "u", "pretty": "…"}, 4),
    ({"type": "SomethingNew", "pretty": "something"}, None),
)


@pytest.mark.parametrize(("entry", "line"), _LOGGED)
def test_what_pandoc_warns_of_is_told_with_its_line(
    tmp_path: Path, entry: dict[str, object], line: int | None
) -> None:
    """By the line that pandoc names, or by the formula or the file in the text."""
    text = "Text.\n\n![One](lost.png)\n$\\frac{1}{$ [^u]: unused\n"
    places = tuple(Place("a.qmd", number) for number in range(1, 6))
    log = tmp_path / "log.json"
    log.write_text(json.dumps([{"verbosity": "WARNING", **entry}]), encoding="utf-8")
    with pytest.raises(ThemeloomError) as caught:
        warnings_of_log(log, "a.qmd", Spliced(text, LineMap(places)))
    assert (caught.value.file, caught.value.line) == ("a.qmd", line)


def test_a_file_that_stops_pandoc_is_told_as_one_that_is_missing() -> None:
    """In the words of those that it only warns of, with the line."""
    source = Spliced("## One {background-image='b.png'}\n", LineMap((Place("a.qmd", 7),)))
    error = errors_of_run("File b.png not found in resource path", "a.qmd", source)
    assert (error.line, error.message) == (7, "the file b.png is missing or cannot be read")
