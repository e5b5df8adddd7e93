"""`_quarto.yml`, metadata files, and how they go together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from themeloom.core.errors import ThemeloomError
from themeloom.core.project import Project
from themeloom.documents.configuration import layers_of, merged, read_configuration
from themeloom.documents.document import read_document

if TYPE_CHECKING:
    from pathlib import Path

PROJECT = "project:\n  render: [a.qmd]\n"


def project(folder: Path, text: str, **files: str) -> Path:
    """A folder with `_quarto.yml` and one document."""
    (folder / "_quarto.yml").write_text(text, encoding="utf-8")
    (folder / "a.qmd").write_text("---\ntitle: A\n---\n", encoding="utf-8")
    for name, content in files.items():
        (folder / f"{name}.yml").write_text(content, encoding="utf-8")
    return folder


def test_later_layers_win_and_lists_are_joined() -> None:
    """As Quarto merges: mappings go together, lists are joined, equal items stand once."""
    low = {"toc": True, "crossref": {"a": 1, "b": 1}, "nocite": ["x", "y"], "css": "a.css"}
    high = {"toc": False, "crossref": {"b": 2}, "nocite": ["y", "z"], "css": ["b.css"]}
    assert merged(low, high) == {
        "toc": False,
        "crossref": {"a": 1, "b": 2},
        "nocite": ["x", "y", "z"],
        "css": ["a.css", "b.css"],
    }


def test_the_project_lies_below_its_metadata_files_and_both_below_the_document(
    tmp_path: Path,
) -> None:
    """Titles and authors are written once; a document may still say otherwise."""
    root = project(
        tmp_path,
        PROJECT + "metadata-files: [meta.yml]\nlang: en\ntitle: P\nsubtitle: P\n",
        meta="title: M\nsubtitle: M\n",
    )
    configuration = read_configuration(Project(root))
    layers = layers_of(configuration, read_document(Project(root), "a.qmd"))
    together = merged(*layers)
    assert (together["title"], together["subtitle"], together["lang"]) == ("A", "M", "en")


def test_people_and_keywords_of_a_document_stand_in_the_place_of_its_project_s() -> None:
    """As under Quarto, by either name of the key; bibliographies of both are searched."""
    shared = {"author": ["A"], "keywords": ["x"], "bibliography": ["a.bib"], "affiliations": ["N"]}
    own = {"authors": ["B"], "keywords": ["y", "z"], "bibliography": "b.bib", "affiliation": "S"}
    assert merged(shared, own) == {
        "author": ["B"],
        "keywords": ["y", "z"],
        "bibliography": ["a.bib", "b.bib"],
        "affiliations": "S",
    }


def test_patterns_list_documents_in_sorted_order(tmp_path: Path) -> None:
    """`render:` takes patterns, and exclamation marks take documents out; programs' stay out."""
    root = project(tmp_path, 'project:\n  render: ["**/*.qmd", "!b.qmd"]\n')
    (root / "_extensions").mkdir()
    for name in ("c", "b", "_extensions/template"):
        (root / f"{name}.qmd").write_text("Text", encoding="utf-8")
    assert read_configuration(Project(root)).render == ("a.qmd", "c.qmd")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            PROJECT + "  type: website\n",
            '_quarto.yml:3: the built-in renderer does not support projects of the type "website"\n'
            "  hint: write type: default, or render with Quarto: quarto render",
        ),
        (
            PROJECT + "  ouptut-dir: _output\n",
            '_quarto.yml:3: "ouptut-dir" is not a key of project:\n'
            '  hint: did you mean "output-dir"?',
        ),
        (
            PROJECT + "  post-render: a.sh\n",
            '_quarto.yml:3: the built-in renderer does not run the script "a.sh" after rendering\n'
            "  hint: run it yourself, or render with Quarto: quarto render",
        ),
        (
            PROJECT + "  pre-render: [themeloom derive, prepare.py]\n",
            '_quarto.yml:3: the built-in renderer does not run the script "prepare.py" before '
            "rendering\n  hint: run it yourself, or render with Quarto: quarto render",
        ),
        (
            PROJECT + "filters:\n  - themeloom\n  - path: own.lua\n    at: post-quarto\n",
            '_quarto.yml:5: the built-in renderer does not run the filter "own.lua"\n'
            "  hint: take it out, or render with Quarto: quarto render",
        ),
        (
            PROJECT + "website:\n  title: T\n",
            '_quarto.yml:3: the built-in renderer does not support the key "website" of Quarto\'s\n'
            "  hint: take it out, or render with Quarto: quarto render",
        ),
        (
            PROJECT + "metadata-file: none.yml\n",
            '_quarto.yml:3: there is no metadata file "none.yml"\n  hint: correct its name',
        ),
        (
            "project:\n  render:\n    - b.qmd\n",
            '_quarto.yml:3: there is no document "b.qmd"\n'
            "  hint: correct the path below project: render:",
        ),
        (
            "lang: en\n",
            "_quarto.yml:1: project: render: does not list the documents\n"
            "  hint: list them: render: [manuscript/paper.qmd, poster/poster.qmd, "
            "slides/slides.qmd]",
        ),
        (
            PROJECT + "lang: [en\n",
            "_quarto.yml:3: YAML takes [ in “[en” for the beginning of a list\n"
            "  hint: put the whole text between quotation marks, or on lines of its own below >-, "
            "or close what begins here",
        ),
    ],
)
def test_a_mistake_in_the_project_file_is_named(text: str, said: str, tmp_path: Path) -> None:
    """File, line, what is wrong, what to do."""
    with pytest.raises(ThemeloomError) as raised:
        read_configuration(Project(project(tmp_path, text)))
    assert str(raised.value) == said


def test_a_metadata_file_outside_the_project_is_refused(tmp_path: Path) -> None:
    """It would be missing wherever else the project is built."""
    (tmp_path / "outside.yml").write_text("lang: en\n", encoding="utf-8")
    (tmp_path / "project").mkdir()
    root = project(tmp_path / "project", PROJECT + "metadata-file: ../outside.yml\n")
    with pytest.raises(ThemeloomError) as raised:
        read_configuration(Project(root))
    assert str(raised.value) == (
        '_quarto.yml:3: the metadata file "../outside.yml" lies outside the project\n'
        "  hint: copy it into the project"
    )


def test_files_that_quarto_would_heed_are_refused(tmp_path: Path) -> None:
    """What Quarto reads beside `_quarto.yml` and we do not would change its outputs alone."""
    root = project(tmp_path, PROJECT)
    (root / "_quarto.yml.local").write_text("lang: de\n", encoding="utf-8")
    with pytest.raises(ThemeloomError, match=r"does not support _quarto.yml.local"):
        read_configuration(Project(root))
