from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
import segno
from helpers import copied, with_extensions

from themeloom.formats import assets as qr
from themeloom.formats.assets import stage, staged

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.core.project import Project

ARTICLE = {"article": {"doi": "10.1000/synthetic"}}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small synthetic study with everything staged."""
    project = with_extensions(copied("tiny-synthetic", tmp_path_factory.mktemp("staging")))
    made = set(stage(project, ARTICLE))
    assert "fonts/SourceSerifPro-Regular.otf" in made
    assert "fonts/web/fonts.css" in made
    assert {f"styles/reference{end}" for end in (".docx", "-review.docx", ".pptx")} <= made
    assert {"styles/qr.svg", "styles/qr.png"} <= made
    return project


def times(project: Project) -> dict[str, int]:
    """When each staged file was put in place."""
    return {name: (project.state / name).stat().st_mtime_ns for name in staged(project)}


def test_nothing_is_made_again_when_nothing_changed(project: Project) -> None:
    """A second call makes nothing and is over in hundredths of a second."""
    before = times(project)
    started = time.perf_counter()
    stage(project, ARTICLE)
    assert time.perf_counter() - started < 0.2
    assert times(project) == before


def test_what_was_deleted_is_made_again(project: Project) -> None:
    """A file that somebody deleted comes back as it was."""
    gone = project.state / "styles" / "qr.svg"
    before = gone.read_bytes()
    gone.unlink()
    stage(project, ARTICLE)
    assert gone.read_bytes() == before


def test_another_link_makes_another_code(project: Project) -> None:
    """The code follows the article's DOI; the styles stay as they are."""
    before = stage(project, ARTICLE)
    made = stage(project, {"article": {"doi": "10.1000/other"}})
    assert {name for name in made if made[name] != before[name]} == {
        "styles/qr.svg",
        "styles/qr.png",
    }
    stage(project, ARTICLE)


def test_a_broken_note_is_as_good_as_none(project: Project) -> None:
    """If the note of what was made cannot be read, everything is made again."""
    before = times(project)
    (project.state / "staged.json").write_text("{broken", encoding="utf-8")
    stage(project, ARTICLE)
    assert all(one != before[name] for name, one in times(project).items())


def test_the_link_is_the_doi_and_else_the_address() -> None:
    """A DOI leads through doi.org; without one the article's address is taken; else nothing."""
    assert qr.link_of(ARTICLE) == "https://doi.org/10.1000/synthetic"
    assert qr.link_of({"article": {"url": "https://example.org/a"}}) == "https://example.org/a"
    assert qr.link_of({}) == ""


def test_the_code_says_its_link(tmp_path: Path) -> None:
    """The drawing has the link as its title and holds the modules of that link's code."""
    link = "https://doi.org/10.1000/synthetic"
    drawn, printed = qr.make_code(link, tmp_path)
    text = drawn.read_text(encoding="utf-8")
    assert f"<title>{link}</title>" in text
    size = segno.make(link, error="q", micro=False).symbol_size(border=4)[0]
    assert f'viewBox="0 0 {size} {size}"' in text
    assert printed.read_bytes().startswith(b"\x89PNG")
