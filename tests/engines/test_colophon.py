"""The colophon under Quarto: from a file that was written before Quarto began."""

from __future__ import annotations

import json
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
