"""Pages and fragments of notebooks: what is in them, and when they are made anew."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import changed
from making import PICTURE, put_notebook, run_notebooks

from themeloom.core.project import Project

_TABLE = """#| label: tbl-words
#| tbl-cap: "Synthetic *words*"
import pandas as pd
pd.DataFrame({"word": ["{{< quote x >}}", "*a* | <b>"], "count": [1, 20]})"""
_FIGURE = f'#| label: fig-dot\n#| fig-cap: "A dot."\n#| fig-alt: "One dot."\n{PICTURE}'


@pytest.fixture
def written(project: Project) -> Project:
    """A project with two notebooks that have run."""
    put_notebook(project, "first", "# The first question\n\nWith $x^2$.", _FIGURE, "print('hello')")
    put_notebook(project, "second", _TABLE)
    run_notebooks(project)
    return project


def test_a_figure_becomes_a_fragment_with_both_pictures(written: Project) -> None:
    """Documents cite it by notebook and label; a web page leads back to the notebook."""
    text = (written.evidence / "notebook-first-fig-dot.md").read_text(encoding="utf-8")
    assert text == (
        "![A dot.[ [Notebook: The first question](../analysis/first.html#fig-dot)]"
        "{.notebook-link}](/data-derived/figures/notebook-first-fig-dot.svg)"
        '{#fig-dot fig-alt="One dot."}\n'
    )
    assert (written.figures / "notebook-first-fig-dot.png").read_bytes().startswith(b"\x89PNG")
    assert "<svg" in (written.figures / "notebook-first-fig-dot.svg").read_text(encoding="utf-8")


def test_a_table_becomes_a_fragment_that_says_exactly_its_cells(written: Project) -> None:
    """Cells are untrusted text: mark-up in them comes out as the characters it is."""
    text = (written.evidence / "notebook-second-tbl-words.md").read_text(encoding="utf-8")
    head, rule, first, second, _, caption = text.splitlines()
    assert head == "| word | count |"
    assert re.fullmatch(r"\| -+ \| -+: \|", rule)
    assert first == r"| \{\{\< quote x \>\}\} | 1 |"
    assert second == r"| \*a\* \| \<b\> | 20 |"
    assert caption.startswith(": Synthetic *words*[ [Notebook: second](")
    assert caption.endswith("{#tbl-words}")


def test_a_page_opens_offline_and_tells_no_folder_and_no_time(written: Project) -> None:
    """One file: nothing is fetched, and nothing of the machine stands in it."""
    for name in ("first", "second"):
        page = (written.output / "analysis" / f"{name}.html").read_text(encoding="utf-8")
        assert not re.findall(r'(?:src|href)="(?!data:|#)[^"]*(?::|//)', page)
        assert "@import" not in page
        assert str(written.root) not in page
        assert not re.search(r"\b20[2-9]\d-\d\d-\d\d", page)
    first = (written.output / "analysis" / "first.html").read_text(encoding="utf-8")
    assert "<math" in first
    assert 'id="fig-dot"' in first
    assert 'alt="One dot."' in first
    assert "hello" in first
    assert "#|" not in first


def test_nothing_starts_when_nothing_changed(written: Project, kernels: list[str]) -> None:
    """No kernel, no file, no library of Jupyter's."""
    done = run_notebooks(written)
    assert (done.ran, done.changed, done.fresh) == ((), (), ("first", "second"))
    assert kernels == []
    code = (
        "import sys; from pathlib import Path; from themeloom.core.project import Project;"
        "sys.path[:0] = [" + repr(str(Path(__file__).parent)) + "];"
        "from making import run_notebooks;"
        f"assert not run_notebooks(Project(Path({str(written.root)!r}))).ran;"
        "print([n for n in ('nbformat', 'nbclient', 'nbconvert', 'zmq', 'pandas', 'jinja2')"
        " if n in sys.modules])"
    )
    done_there = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)  # noqa: PLW1510 - looked at below
    assert done_there.stdout.strip() == "[]", done_there.stderr


def test_a_changed_notebook_runs_alone(written: Project, kernels: list[str]) -> None:
    """Only what changed runs again."""
    changed(written.root / "analysis" / "first.ipynb", "hello", "good day")
    assert run_notebooks(written).ran == ("first",)
    assert kernels == ["analysis/first.ipynb"]


@pytest.mark.parametrize("name", ["study.yml", "data-raw/synthetic-talk.txt", "analysis/more.csv"])
def test_changed_data_runs_every_notebook(written: Project, kernels: list[str], name: str) -> None:
    """A notebook may read any of it."""
    with (written.root / name).open("a", encoding="utf-8") as file:
        file.write("\n# changed\n")
    assert run_notebooks(written).ran == ("first", "second")
    assert kernels == ["analysis/first.ipynb", "analysis/second.ipynb"]


def test_a_page_that_is_gone_is_made_without_a_kernel(written: Project, kernels: list[str]) -> None:
    """The results are kept; only the page is written again, with the same bytes."""
    page = written.output / "analysis" / "first.html"
    before = page.read_bytes()
    page.unlink()
    done = run_notebooks(written)
    assert done.changed == (written.name(page),)
    assert (done.ran, done.fresh) == ((), ("first", "second"))
    assert (page.read_bytes(), kernels) == (before, [])


def test_what_a_notebook_no_longer_makes_is_removed(written: Project) -> None:
    """Neither a label that is gone nor a notebook that is gone leaves files behind."""
    changed(written.root / "analysis" / "first.ipynb", "fig-dot", "fig-point")
    (written.root / "analysis" / "second.ipynb").unlink()
    run_notebooks(written)
    names = sorted(path.name for path in written.derived.rglob("*") if Project.is_of_notebook(path))
    assert names == [f"notebook-first-fig-point.{kind}" for kind in ("md", "png", "svg")]
    assert [path.name for path in (written.output / "analysis").iterdir()] == ["first.html"]


def test_pages_are_the_same_in_every_place_and_time_zone(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hash seeds, addresses, paths, process numbers: none of them shows."""
    put_notebook(
        project,
        "odd",
        "import os, time, warnings\nfrom pathlib import Path\n"
        "print({'a', 'b', 'c', 'd'}, object(), Path.cwd(), time.tzname)\n"
        "warnings.warn('careful')\nos.environ['LC_ALL']",
    )
    other = Project(tmp_path / "elsewhere" / "deep")
    shutil.copytree(project.root, other.root)
    run_notebooks(project)
    for key, value in {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "5"}.items():
        monkeypatch.setenv(key, value)
    run_notebooks(other)
    page = Path("analysis") / "odd.html"
    assert (project.output / page).read_bytes() == (other.output / page).read_bytes()
    assert b"careful" in (project.output / page).read_bytes()


def test_what_programs_write_stands_where_it_was_written(project: Project) -> None:
    """Theirs, a C library's and a forked process's, between what Python printed, in its cell."""
    put_notebook(
        project,
        "programs",
        "import ctypes, multiprocessing, os, subprocess, sys\nprint('one')\n"
        "subprocess.run(['echo', 'two'])\nprint('three')\nctypes.CDLL(None).puts(b'four')\n"
        "ctypes.CDLL(None).fflush(None)\nprint('five')\nos.system('echo six; echo aside >&2')\n"
        "child = multiprocessing.get_context('fork').Process(target=print, args=('seven',))\n"
        "child.start(), child.join()\nprint('eight')\n"
        "subprocess.run(['printf', 'nine\\\\n' * 3000], stdout=sys.stdout)\nos.write(1, b'ten\\n')",
        "print('the next cell')",
    )
    run_notebooks(project)
    page = (project.output / "analysis" / "programs.html").read_text(encoding="utf-8")
    told = re.findall(r"<pre[^>]*>(one\n.*?)</pre>", page, re.DOTALL)
    lines = ["one", "two", "three", "four", "five", "six", "seven", "eight"]
    assert [one.split() for one in told] == [[*lines, *["nine"] * 3000, "ten"]]
