"""Which outputs are made, from which metadata, and where they go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers import changed
from helpers import planned as plan

from themeloom.core.errors import ThemeloomError

if TYPE_CHECKING:
    from themeloom.core.project import Project


def names(project: Project, *selection: str, to: tuple[str, ...] = ()) -> list[str]:
    """The files that a plan lists."""
    return [path for output in plan(project, selection, to) for path in output.paths]


def said(project: Project, *selection: str, to: tuple[str, ...] = ()) -> str:
    """What planning says is wrong."""
    with pytest.raises(ThemeloomError) as raised:
        plan(project, selection, to)
    return str(raised.value)


def test_every_format_of_every_document_lies_where_quarto_puts_it(tiny: Project) -> None:
    """The folders of the sources, the names of the documents."""
    assert names(tiny) == [
        "_output/manuscript/paper.html",
        "_output/manuscript/paper.docx",
        "_output/manuscript/paper.pdf",
        "_output/manuscript/paper.xml",
        "_output/poster/poster.pdf",
        "_output/poster/poster.png",
        "_output/slides/slides.html",
        "_output/slides/slides.pptx",
        "_output/slides/slides.pdf",
    ]


@pytest.mark.parametrize("name", ["poster", "poster.qmd", "poster/poster.qmd", "poster/"])
def test_a_document_is_chosen_by_name_folder_or_path(tiny: Project, name: str) -> None:
    """However a person calls it."""
    assert names(tiny, name) == ["_output/poster/poster.pdf", "_output/poster/poster.png"]


@pytest.mark.parametrize(
    ("to", "files"),
    [
        ("docx", ["_output/manuscript/paper.docx"]),
        ("jats", ["_output/manuscript/paper.xml"]),
        ("themeloom-revealjs", ["_output/slides/slides.html"]),
        ("png", ["_output/poster/poster.pdf", "_output/poster/poster.png"]),
        ("html", ["_output/manuscript/paper.html", "_output/slides/slides.html"]),
    ],
)
def test_a_format_is_chosen_by_name_or_suffix(tiny: Project, to: str, files: list[str]) -> None:
    """`html` means every web page, whichever of Quarto's formats it is."""
    assert names(tiny, to=(to,)) == files


def test_unknown_choices_are_named(tiny: Project) -> None:
    """With what may have been meant."""
    assert (
        said(tiny, "papr") == 'there is no document "papr" to render\n  hint: did you mean "paper"?'
    )
    assert said(tiny, to=("dcox",)) == 'there is no format "dcox"\n  hint: did you mean "docx"?'
    assert said(tiny, "poster", to=("docx",)) == (
        'no document asks for the format "docx"\n'
        "  hint: add it below format: in the front matter; there is: pdf, png, "
        "themeloom-poster-typst"
    )


@pytest.mark.parametrize(
    ("format_", "message"),
    [
        (
            "themeloom-htlm",
            'manuscript/paper.qmd:6: there is no format "themeloom-htlm"\n'
            '  hint: did you mean "themeloom-html"?',
        ),
        (
            "pdf",
            'manuscript/paper.qmd:6: the built-in renderer does not make the format "pdf"\n'
            "  hint: themeloom-typst makes a PDF without LaTeX; or render with Quarto: "
            "quarto render",
        ),
        (
            "epub",
            'manuscript/paper.qmd:6: the built-in renderer does not make the format "epub"\n'
            "  hint: render with Quarto: quarto render",
        ),
    ],
)
def test_an_unknown_format_is_named_with_its_line(
    tiny: Project, format_: str, message: str
) -> None:
    """What Quarto has and we have not is told apart from a slip of the pen."""
    changed(tiny.root / "manuscript/paper.qmd", "themeloom-html: default", f"{format_}: default")
    assert said(tiny, "paper") == message


def test_keys_below_a_format_are_checked_too(tiny: Project) -> None:
    """An option that would have no effect is no option."""
    changed(tiny.root / "poster/poster.qmd", "papersize: a0", "papersise: a0")
    assert said(tiny, "poster") == (
        'poster/poster.qmd:4: "papersise" is not a key that Quarto or Themeloom knows\n'
        '  hint: did you mean "papersize"?'
    )


def test_metadata_comes_from_project_document_and_format(tiny: Project) -> None:
    """The format's own options lie on top, and only for that format."""
    html, docx, pdf, _ = plan(tiny, ["paper"])
    assert pdf.metadata["papersize"] == "a4"
    assert "papersize" not in docx.metadata
    assert html.metadata["lang"] == "en-GB"
    assert html.metadata["synthetic"] is True
    assert html.metadata["themeloom-document"] == "manuscript/paper.qmd"
    assert "format" not in html.metadata
    assert docx.variables == {"place": "the lighthouse"}


def test_shortcodes_of_the_projects_metadata_follow_those_of_the_document(tiny: Project) -> None:
    """Titles from metadata files may cite values, too."""
    html = plan(tiny, ["slides"])[0]
    title = str(html.metadata["title"])
    index = int(title[title.index("\ue000") + 1 : title.index("\ue001")])
    assert html.shortcodes[index].name == "value"
    assert html.shortcodes[index].file == "data-derived/metadata.yml"


def test_paths_are_taken_from_where_they_are_written(tiny: Project) -> None:
    """From the document's folder in a document, from the root in `_quarto.yml`."""
    assert plan(tiny, ["paper"])[0].metadata["bibliography"] == ["references.bib"]
    changed(tiny.quarto, "lang: en-GB", "lang: en-GB\nbibliography: manuscript/references.bib")
    assert plan(tiny, ["poster"])[0].metadata["bibliography"] == ["../manuscript/references.bib"]
    changed(tiny.root / "manuscript/paper.qmd", "bibliography: ref", "bibliography: rev")
    assert said(tiny, "paper") == (
        'manuscript/paper.qmd:3: bibliography: there is no file "reverences.bib"\n'
        "  hint: it would be manuscript/reverences.bib; a path that starts with / is taken "
        "from the project's root"
    )


def test_an_output_file_is_heeded_and_may_not_collide(tiny: Project) -> None:
    """Two formats with the same suffix cannot both be called the same."""
    path = tiny.root / "manuscript/paper.qmd"
    changed(path, "  docx: default", "  docx:\n    output-file: for-the-journal.docx")
    assert names(tiny, to=("docx",)) == ["_output/manuscript/for-the-journal.docx"]
    changed(path, "  jats: default", "  jats: default\n  html: default")
    assert said(tiny, "paper") == (
        "manuscript/paper.qmd:1: themeloom-html and html would both write "
        "_output/manuscript/paper.html\n  hint: give one of them an output-file: of its own"
    )


def test_a_document_without_formats_is_told_so(tiny: Project) -> None:
    """Quarto would make HTML; nobody asked for that."""
    (tiny.root / "poster/poster.qmd").write_text("Text\n", encoding="utf-8")
    assert said(tiny, "poster").startswith(
        "poster/poster.qmd:1: the document does not say which formats it is for"
    )


def test_meta_and_var_must_exist(tiny: Project) -> None:
    """Quarto prints a question mark and a name; a reader would see it before the author does."""
    path = tiny.root / "manuscript/paper.qmd"
    changed(path, "{{< var place >}}", "{{< var palce >}}, {{< meta titel >}}")
    assert said(tiny, "paper") == (
        'manuscript/paper.qmd:15: there is no "palce" in _variables.yml\n'
        '  hint: did you mean "place"?\n'
        'manuscript/paper.qmd:15: there is no "titel" in the metadata\n'
        '  hint: did you mean "title"?'
    )


def test_a_missing_extension_is_named(tiny: Project) -> None:
    """The formats are those of an extension that comes with the project."""
    (tiny.extensions / "themeloom-poster" / "_extension.yml").unlink()
    assert said(tiny, "poster") == (
        "the extension themeloom-poster is missing: there is no "
        "_extensions/themeloom-poster/_extension.yml\n"
        "  hint: put the folder _extensions back; the format themeloom-poster-typst needs it"
    )
