from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from helpers import format_of
from jobs import EXTENSIONS, PROJECT, render

from themeloom.core.errors import ThemeloomError
from themeloom.engines import pandoc
from themeloom.engines.sheets import style_sheets

if TYPE_CHECKING:
    from pathlib import Path


def test_style_sheets_of_the_document(tmp_path: Path) -> None:
    """`css:` is looked for beside the document, in the extension and in the project."""
    (tmp_path / "own.css").write_text("p {}")
    metadata, told = {"css": ["own.css", "themeloom.css"]}, format_of("html").pandoc
    job = pandoc.Job(
        tmp_path, tmp_path, told, PROJECT, EXTENSIONS / "themeloom", tmp_path, metadata, 0, tmp_path
    )
    assert [sheet.name for sheet in style_sheets(job)] == ["themeloom.css", "own.css"]
    lost = pandoc.Job(
        tmp_path, tmp_path, told, PROJECT, EXTENSIONS, tmp_path, {"css": "lost.css"}, 0, tmp_path
    )
    with pytest.raises(ThemeloomError, match=r'there is no style sheet "lost\.css"'):
        style_sheets(lost)


@pytest.mark.parametrize(
    "sheet",
    [
        'p { color:  red }\n\n/* a note */\n\n  q::before { content: "/ * u" }\n',
        "p::after { content: '–  à  é\u00a0 ' } /* not closed",
        "/**//* two */ a > b{}\t\t/ u \f\n",
        "p { background: URL(data:,) }\n",
        "p::before { content: '<\\2f  b' }\r\n\r\nq {}\n",
    ],
)
def test_a_sheet_lies_in_a_page_as_pandoc_would_put_it(tmp_path: Path, sheet: str) -> None:
    """To the byte: nobody can tell which sheets pandoc was spared."""
    (tmp_path / "own.css").write_bytes(sheet.encode())
    (tmp_path / "page.md").write_text("# A", encoding="utf-8")
    command = [str(pandoc.program()), "page.md", "--to=html5", "--standalone", "--css=own.css"]
    command += ["--metadata=title:T", "--embed-resources", "--output=page.html"]
    subprocess.run(command, cwd=tmp_path, check=True)
    told = (tmp_path / "page.html").read_bytes().rpartition(b'<style type="text/css">')[2]
    lying = told.partition(b"</style>")[0]
    assert (
        lying in render(tmp_path, "# A", "html", {"css": "/own.css"}, project=tmp_path).read_bytes()
    )
    assert lying
