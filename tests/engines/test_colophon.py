"""The colophon under Quarto: from a file that was written before Quarto began."""

from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from helpers import ROOT

from themeloom.engines import pandoc

if TYPE_CHECKING:
    from pathlib import Path

_TOLD = "Built from commit 0123456789 of 2026-03-01; evidence abc; Themeloom 1, quarto renderer."
#: As much of Quarto as the extension's filter meets.
_QUARTO = """
quarto = {{
  project = {{ directory = {root} }},
  doc = {{
    include_text = function(_, text) io.stderr:write(text) end,
    add_html_dependency = function() end,
  }},
  utils = {{ resolve_path = function(file) return {extension} .. '/' .. file end }},
}}
return dofile({extension} .. '/quarto.lua')
"""


def _rendered(root: Path, to: str, source: str = "Text\n") -> subprocess.CompletedProcess[str]:
    extension = ROOT / "_extensions" / "themeloom"
    shim = root / "shim.lua"
    shim.write_text(
        _QUARTO.format(root=json.dumps(str(root)), extension=json.dumps(str(extension))),
        encoding="utf-8",
    )
    return subprocess.run(
        [pandoc.program(), "--from=markdown", f"--to={to}", f"--lua-filter={shim}"],
        input=source,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project for which `themeloom derive` wrote the colophon."""
    (tmp_path / ".themeloom").mkdir()
    (tmp_path / ".themeloom" / "colophon.txt").write_text(f"{_TOLD}\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("to", ["html", "revealjs", "jats"])
def test_the_colophon_of_the_file_stands_at_the_foot(root: Path, to: str) -> None:
    """Of formats whose template is Quarto's own."""
    assert _TOLD in " ".join(_rendered(root, to).stdout.split())


def test_its_attributes_stand_in_one_order(root: Path) -> None:
    """Every time: what is built again is the same, byte for byte; in Lua the order is chance."""
    for _ in range(4):
        assert '<div class="colophon" lang="en" dir="ltr">' in _rendered(root, "html").stdout


def test_it_is_in_the_head_of_a_page(root: Path) -> None:
    """By Quarto's own way to put something there."""
    assert _rendered(root, "html").stderr == (f'<meta name="dcterms.provenance" content="{_TOLD}">')


def test_a_blind_version_has_none(root: Path) -> None:
    """A commit leads to its authors."""
    done = _rendered(root, "html", "---\nblind: true\n---\n\nText\n")
    assert "Built from" not in done.stdout + done.stderr


def test_without_the_file_there_is_none(tmp_path: Path) -> None:
    """Whoever runs Quarto without the package gets the document as it is."""
    assert _rendered(tmp_path, "html").stdout == "<p>Text</p>\n"


_CAVEATS = ["“A” (a) is not reported. Reason: *x* & y.", "“B” (b) counts as a note. Reason: z."]


@pytest.fixture
def lowered(root: Path) -> Path:
    """A project that lowers two kinds of finding."""
    told = "".join(f"{line}\n" for line in (_TOLD, *_CAVEATS))
    (root / ".themeloom" / "colophon.txt").write_text(told, encoding="utf-8")
    return root


@pytest.mark.parametrize("to", ["html", "jats", "docx"])
def test_papers_tell_all_that_was_not_checked_as_usual(lowered: Path, to: str) -> None:
    """Each in a paragraph of its own below the colophon, sign for sign."""
    done = _plain(lowered, to)
    assert [one for one in done if one in (_TOLD, *_CAVEATS)] == [_TOLD, *_CAVEATS]


def test_slides_have_room_for_the_colophon_alone(lowered: Path) -> None:
    """It says itself how much there is and where it stands."""
    done = _plain(lowered, "revealjs")
    assert [one for one in done if one in (_TOLD, *_CAVEATS)] == [_TOLD]


def test_a_document_cannot_say_for_itself_what_was_checked(lowered: Path) -> None:
    """Neither its colophon nor what was not checked."""
    source = "---\ncolophon: All is well\ncaveats: []\n---\n\nText\n"
    said = _rendered(lowered, "html", source).stdout
    assert "All is well" not in said
    assert "is not reported" in said


def _plain(root: Path, to: str) -> list[str]:
    """The paragraphs of what the filter gives for a format."""
    extra = ["--lua-filter", str(root / "shim.lua")]
    _rendered(root, "html")
    done = subprocess.run(
        [pandoc.program(), "--from=markdown", f"--to={to}", "--output=-", *extra],
        input=b"Text\n",
        capture_output=True,
        check=True,
    )
    again = [pandoc.program(), f"--from={'html' if to == 'revealjs' else to}", "--to=plain"]
    read = subprocess.run(
        [*again, "--wrap=none"], input=done.stdout, capture_output=True, check=True
    )
    return read.stdout.decode().splitlines()


def test_links_between_notebooks_lead_to_their_pages(tmp_path: Path) -> None:
    """The notebooks are not in `_output/`; what lies elsewhere is left as it is."""
    text = "[a](tables.ipynb) [b](../x/tables.ipynb#tbl-a) [c](https://example.org/a.ipynb)\n"
    page = _rendered(tmp_path, "html", f"---\nthemeloom-output: notebook\n---\n\n{text}").stdout
    links = ["tables.html", "../x/tables.html#tbl-a", "https://example.org/a.ipynb"]
    assert re.findall('href="([^"]+)"', page) == links
