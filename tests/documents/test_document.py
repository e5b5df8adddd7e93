"""Reading a document: tokens, lines, includes, metadata."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from themeloom.core.errors import ThemeloomError
from themeloom.core.project import Project
from themeloom.documents.document import read_document, read_documents
from themeloom.documents.places import LineMap, Place, Placed, Spliced
from themeloom.documents.shortcodes import TOKEN, Tokens

if TYPE_CHECKING:
    from pathlib import Path


def written(folder: Path, **files: str) -> Path:
    """A folder with files: `paper="…"` is `paper.qmd`."""
    for name, text in files.items():
        (folder / f"{name}.qmd").write_text(text, encoding="utf-8", newline="")
    return folder


def test_shortcodes_become_tokens_in_body_and_metadata(tmp_path: Path) -> None:
    """A token carries the number of what it stands for; file and line go with it."""
    root = written(
        tmp_path, paper="---\ntitle: On {{< value a >}}\n---\n\nOne\n{{< value b form=digits >}}.\n"
    )
    document = read_document(Project(root), "paper.qmd")
    assert document.body == "\nOne\n\ue0000\ue001.\n"
    assert document.metadata["title"] == "On \ue0001\ue001"
    assert [(one.args, one.kwargs, one.line) for one in document.shortcodes] == [
        (("b",), {"form": "digits"}, 6),
        (("a",), {}, 2),
    ]


def test_an_escaped_shortcode_comes_out_as_it_reads(tmp_path: Path) -> None:
    """In prose every sign of it is protected from pandoc; in code nothing has to be."""
    root = written(tmp_path, paper="Write {{{< quote x >}}} or `{{{< quote x >}}}`.")
    body = read_document(Project(root), "paper.qmd").body
    assert body == r"Write \{\{\< quote x \>\}\} or `{{< quote x >}}`." + "\n"


def test_includes_are_put_in_and_lines_are_remembered(tmp_path: Path) -> None:
    """Within an include, paths are taken from the document's folder, as Quarto does."""
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "parts").mkdir()
    (tmp_path / "m" / "paper.qmd").write_text(
        "---\ntitle: T\n---\nBefore\n\n{{< include parts/_a.qmd >}}\nAfter {{< value x >}}\n"
    )
    (tmp_path / "m" / "parts" / "_a.qmd").write_text("A\n\n{{< include parts/_b.qmd >}}\n")
    (tmp_path / "m" / "parts" / "_b.qmd").write_text("B {{< value y >}}\n")
    document = read_document(Project(tmp_path), "m/paper.qmd")
    assert document.body == "Before\n\nA\n\nB \ue0000\ue001\n\n\nAfter \ue0001\ue001\n"
    assert document.files == ("m/paper.qmd", "m/parts/_a.qmd", "m/parts/_b.qmd")
    assert [(one.file, one.line) for one in document.shortcodes] == [
        ("m/parts/_b.qmd", 1),
        ("m/paper.qmd", 7),
    ]
    assert document.lines.place(5) == Place("m/parts/_b.qmd", 1)


def test_an_include_from_the_root_starts_with_a_slash(tmp_path: Path) -> None:
    """A document in a folder can share what lies elsewhere in the project."""
    (tmp_path / "m").mkdir()
    written(tmp_path, _shared="Shared.\n")
    written(tmp_path / "m", paper="{{< include /_shared.qmd >}}")
    assert read_document(Project(tmp_path), "m/paper.qmd").body == "Shared.\n\n"


def test_an_included_file_has_no_front_matter(tmp_path: Path) -> None:
    """Its keys would be the document's, which nobody expects."""
    root = written(tmp_path, paper="{{< include _a.qmd >}}", _a="---\ntitle: T\n---\nText\n")
    with pytest.raises(ThemeloomError, match=r"^_a.qmd:1: an included file must not have front"):
        read_document(Project(root), "paper.qmd")


def test_windows_line_ends_and_byte_order_marks_change_nothing(tmp_path: Path) -> None:
    """A file saved on Windows gives the same document."""
    text = "---\ntitle: T\n---\n\nOne\n{{< value a >}}\n"
    root = written(tmp_path, unix=text, windows="\ufeff" + text.replace("\n", "\r\n"))
    assert (
        read_document(Project(root), "unix.qmd").body
        == read_document(Project(root), "windows.qmd").body
    )


def test_a_document_that_is_not_utf8_is_named_with_its_line(tmp_path: Path) -> None:
    """The remedy is a command."""
    (tmp_path / "paper.qmd").write_bytes("One\nZwei f\xfcr\n".encode("latin-1"))
    with pytest.raises(ThemeloomError, match=r"^paper.qmd:2: paper.qmd is not UTF-8"):
        read_document(Project(tmp_path), "paper.qmd")


def test_mistakes_of_all_documents_are_told_together(tmp_path: Path) -> None:
    """One run names everything that has to be mended."""
    root = written(tmp_path, one="{{< qoute a >}}", two="```{r}\n1\n```\n\n{{< lipsum >}}")
    with pytest.raises(ThemeloomError) as raised:
        read_documents(Project(root), ["one.qmd", "two.qmd"])
    assert re.findall(r"^\S+:\d+", str(raised.value), re.MULTILINE) == [
        "one.qmd:1",
        "two.qmd:1",
        "two.qmd:5",
    ]


def test_dates_and_times_are_texts(tmp_path: Path) -> None:
    """Pandoc is given what was written, not a date of Python's."""
    root = written(tmp_path, paper="---\ndate: 2026-11-22\n---\n")
    assert read_document(Project(root), "paper.qmd").metadata["date"] == "2026-11-22"


def test_a_text_of_metadata_knows_its_place(tmp_path: Path) -> None:
    """So that what is wrong with it can be told with file and line."""
    root = written(tmp_path, paper="---\ntitle: T\nauthor:\n  - name: Ada\n---\n")
    authors = read_document(Project(root), "paper.qmd").metadata["author"]
    assert isinstance(authors, list)
    name = authors[0]["name"]
    assert isinstance(name, Placed)
    assert name.place == Place("paper.qmd", 4)


@given(
    st.lists(
        st.sampled_from(
            ["a\n", "\n", "{{< value x >}}", "{{< value\ny >}}", "`{{{< e >}}}`\n", "b "]
        ),
        max_size=20,
    )
)
def test_every_line_of_the_body_knows_where_it_came_from(parts: list[str]) -> None:
    """After replacing, a line's place is that of the line it was made of."""
    text = "".join(parts)
    places = tuple(Place("f", line) for line in range(1, text.count("\n") + 2))
    source = Spliced(text, LineMap(places))
    tokens = Tokens()
    body = tokens.in_body(source)
    assert len(body.lines.places) == body.text.count("\n") + 1
    for match in TOKEN.finditer(body.text):
        assert tokens.shortcodes[int(match[1])].line >= 1
    for at, line in enumerate(body.text.split("\n"), start=1):
        if line in {"a", "b "}:
            assert line in text.split("\n")[body.lines.place(at).line - 1]
