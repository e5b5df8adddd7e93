from pathlib import Path

import pytest
from helpers import copied

from themeloom.core.errors import ThemeloomError
from themeloom.core.project import Project
from themeloom.trace import trace


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A copy of the synthetic project, ready to be changed."""
    project = copied("explorer-synthetic", tmp_path)
    page = project.output / "manuscript" / "paper.html"
    page.parent.mkdir(parents=True)
    page.write_text(
        '<h2 id="u">1.2 Underlined</h2><p>“I watched the clock … and then the door.”</p>',
        encoding="utf-8",
    )
    return project


def test_the_chain_of_a_quotation(project: Project) -> None:
    """From the output back to the source: places, lines, theme, offsets, hashes, context."""
    said = "\n".join(trace(project, "clock").lines())
    found = trace(project, "clock")
    assert said.startswith(
        "quotation clock\n"
        "  “I watched the clock … and then the door.”\n"
        "  — Ada, visitor\n"
        "outputs\n"
        "  _output/manuscript/paper.html  section 1.2 Underlined\n"
        "← documents\n"
        "  manuscript/paper.qmd:35  section 1.2 Underlined\n"
        "  slides/slides.qmd:8      section The clock\n"
        "← store\n"
        "  study.yml:27  under the theme “Waiting & <i>watching</i>” (waiting)\n"
        "← source\n"
        "  data-raw/synthetic-talk.txt:3  Synthetic talk <b> (open), edited\n"
        "  characters 82 to 132\n"
        f"  SHA-256 of the words  {found.words_sha256}\n"
    )
    assert "⟦I watched the clock for an hour and then the door.⟧" in said
    assert len(found.file_sha256) == 64


def test_a_use_in_front_of_the_first_heading(project: Project) -> None:
    """A quotation in an opening paragraph is found, with what there is to say of its place."""
    said = "\n".join(trace(project, "chairs").lines())
    assert "  manuscript/paper.qmd:9  before the first heading" in said
    assert "  in none that was built; run: themeloom render" in said


def test_what_nobody_cites(project: Project) -> None:
    """The chain says how to cite it."""
    said = "\n".join(trace(project, "unprinted").lines())
    assert "none cites it; to cite it, write: {{< quote unprinted >}}" in said


@pytest.mark.parametrize("name", ["full", "unprinted"])
def test_around_a_restricted_source_nothing_is_shown(project: Project, name: str) -> None:
    """Where the words stand is said; what stands beside them is not."""
    said = "\n".join(trace(project, name).lines())
    assert "CANARY" not in said
    assert "the passage around it is not shown: the source is restricted" in said


def test_a_restricted_source_that_is_not_at_hand(project: Project) -> None:
    """Who may not read it still sees the chain, with what cannot be verified here."""
    (project.raw / "synthetic-register.txt").unlink()
    said = "\n".join(trace(project, "full").lines())
    assert "Synthetic register (restricted): it cannot be read here" in said


def test_an_unknown_name(project: Project) -> None:
    """The nearest name is suggested."""
    with pytest.raises(ThemeloomError, match='there is no quotation "clok"') as raised:
        trace(project, "clok")
    assert raised.value.hint == 'did you mean "clock"?'


def test_a_terminal_is_commanded_by_nobody(project: Project) -> None:
    """Control characters of a source come out as a mark."""
    talk = project.raw / "synthetic-talk.txt"
    talk.write_text(talk.read_text().replace("Nobody came", "\x1b[2J\x07Nobody came"))
    said = "\n".join(trace(project, "clock").lines())
    assert "\x1b" not in said
    assert "\N{REPLACEMENT CHARACTER}[2J\N{REPLACEMENT CHARACTER}Nobody came" in said
