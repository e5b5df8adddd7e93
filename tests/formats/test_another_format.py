"""How a format is added: one folder and one line, in a copy of the package."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from helpers import ROOT, changed, copied, with_extensions

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.core.project import Project

_KNOWN = """
[plain]
names = ["plain"]
files = { txt = ["Plain text", "for whoever counts words"] }
weight = 0.2
set_in_type = false

[plain.pandoc]
writer = "plain"
"""
_DONE = '''
"""Plain text: its title once more in capitals, and no line that nobody could read."""

from themeloom.core.errors import ThemeloomError
from themeloom.core.files import put
from themeloom.formats.base import Maker, Making


def _finish(making: Making) -> None:
    text = making.path.read_text(encoding="utf-8")
    longest = max(map(len, text.splitlines()))
    if longest > 1000:
        raise ThemeloomError(
            f"{making.path.name}: a line has {longest} letters", "begin a new paragraph",
            file=making.document.path,
        )
    put(making.path, f"{making.metadata['title'].upper()}\\n\\n{text}".encode())


MAKERS = {"plain": Maker(finish=_finish)}
'''


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a package that makes plain text as well."""
    folder = tmp_path_factory.mktemp("package")
    formats = folder / "themeloom" / "formats"
    shutil.copytree(ROOT / "src" / "themeloom", formats.parent)
    (formats / "plain").mkdir()
    (formats / "plain" / "format.toml").write_text(_KNOWN, encoding="utf-8")
    (formats / "plain" / "__init__.py").write_text(_DONE, encoding="utf-8")
    changed(formats / "formats.toml", '  "jats",\n', '  "jats",\n  "plain",\n')
    return folder


@pytest.fixture
def study(tmp_path: Path) -> Project:
    """A small study whose paper is asked for as plain text too."""
    project = with_extensions(copied("leaky-clean", tmp_path))
    paper = project.root / "manuscript" / "synthetic-paper.qmd"
    changed(paper, "  docx: default\n", "  docx: default\n  plain: default\n")
    return project


def _rendered(package: Path, study: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "themeloom", "render", *arguments],
        cwd=study.root,
        env={**os.environ, "PYTHONPATH": str(package)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_format_is_one_folder_and_one_line(package: Path, study: Project) -> None:
    """It is planned, written, finished, told on the index, and recorded like all others."""
    done = _rendered(package, study)
    assert done.returncode == 0, done.stderr
    text = (study.output / "manuscript" / "synthetic-paper.txt").read_text(encoding="utf-8")
    assert text.startswith("A SYNTHETIC PAPER\n\n")
    assert "This paper is synthetic and reports nothing that anybody said." in text
    # Numbers and quotations come from the store, as everywhere.
    assert "There were three diaries and three themes" in text
    assert "“I watch the clock more than I watch the door.”\n\nP01, worker" in text
    index = " ".join((study.output / "index.html").read_text(encoding="utf-8").split())
    assert '<a href="manuscript/synthetic-paper.txt">Plain text' in index
    assert "for whoever counts words" in index
    assert "synthetic-paper.txt" in study.output_record.read_text(encoding="utf-8")
    again = _rendered(package, study, "--to", "txt")
    assert "1 outputs, 1 unchanged" in again.stdout


def test_its_own_check_stops_the_build(package: Path, study: Project) -> None:
    """And nothing of that build is published."""
    paper = study.root / "manuscript" / "synthetic-paper.qmd"
    changed(paper, "# Participants\n", f"{'on and ' * 200}on.\n\n# Participants\n")
    done = _rendered(package, study, "--to", "plain")
    assert done.returncode == 1
    assert "manuscript/synthetic-paper.qmd: synthetic-paper.txt: a line has 14" in done.stderr
    assert "hint: begin a new paragraph" in done.stderr
    assert not list((study.output / "manuscript").iterdir())


def test_without_its_line_it_is_no_format(package: Path, study: Project) -> None:
    """The folder alone does nothing; the message is the usual one."""
    listed = package / "themeloom" / "formats" / "formats.toml"
    changed(listed, '  "plain",\n', "")
    done = _rendered(package, study)
    changed(listed, '  "jats",\n', '  "jats",\n  "plain",\n')
    assert done.returncode == 1
    assert 'the built-in renderer does not make the format "plain"' in done.stderr
