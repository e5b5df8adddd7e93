"""What makes results out of date, and what of the reader's machine does not change them."""

from __future__ import annotations

import json
import site
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from helpers import ROOT
from making import compute_cells, put_document, put_notebook, put_text, run_notebooks

from themeloom.core.errors import ThemeloomError
from themeloom.notebooks.confine import version
from themeloom.notebooks.kernel import PASSED, environment
from themeloom.steps.commands import clean

if TYPE_CHECKING:
    from themeloom.core.project import Project

_READS = """from tools.scale import FACTOR
from tools.deep import more
from pathlib import Path
files = sorted(Path("../data").glob("*.txt"))
print("sum", FACTOR * more.STEP * sum(int(file.read_text()) for file in files))"""
#: What a user changes, one after another, and the sum then.
CHANGES = {
    "code/tools/scale.py": ("FACTOR = 10", 60),
    "code/tools/deep/more.py": ("STEP = 3", 180),
    "data/a.txt": ("5", 240),
    "data/c.txt": ("1", 270),
}


def _put(project: Project, name: str, text: str) -> None:
    path = project.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _put_what_is_read(project: Project, folder: str) -> None:
    _put(project, f"{folder}/tools/scale.py", "FACTOR = 1")
    _put(project, f"{folder}/tools/deep/__init__.py", "")
    _put(project, f"{folder}/tools/deep/more.py", "STEP = 1")
    _put(project, "data/a.txt", "3")
    _put(project, "data/b.txt", "3")


def test_what_a_notebook_reads_makes_it_stale(project: Project, kernels: list[str]) -> None:
    """Helpers below its folder, data beside data-raw/, a new file in a folder that it lists."""
    _put_what_is_read(project, "analysis")
    put_notebook(project, "reads", _READS)
    page = project.output / "analysis" / "reads.html"
    run_notebooks(project)
    assert "sum 6\n" in page.read_text(encoding="utf-8")
    for name, (text, answer) in CHANGES.items():
        _put(project, name.replace("code/", "analysis/"), text)
        run_notebooks(project)
        assert f"sum {answer}\n" in page.read_text(encoding="utf-8"), name
    assert run_notebooks(project).fresh == ("reads",)
    _put(project, "data/d.md", "not listed, but in the folder")
    _put(project, "other/e.txt", "7")
    assert run_notebooks(project).ran == ("reads",)
    _put(project, "other/e.txt", "8")
    assert run_notebooks(project).fresh == ("reads",)
    assert kernels == ["analysis/reads.ipynb"] * (len(CHANGES) + 2)


def test_what_a_cell_of_a_document_reads_makes_it_stale(project: Project) -> None:
    """As for notebooks."""
    _put_what_is_read(project, "text")
    document = put_document(project, f"```{{python}}\n{_READS}\n```\n")

    def answer() -> str:
        return str(compute_cells(project, [document])[document.path].outputs[0][0]["text"])

    assert answer() == "sum 6\n"
    _put(project, "data/a.txt", "5")
    assert answer() == "sum 8\n"


def test_what_a_library_opens_by_itself_counts_too(project: Project, tmp_path: Path) -> None:
    """Python says nothing of what libraries of other languages open: data, and what others lack."""
    if not version():
        pytest.skip("this system tells nobody of it")
    beside, data = tmp_path / "beside.xml", "data/a.xml"
    beside.write_text("<a>1</a>", encoding="utf-8")
    _put(project, data, "<a>3</a>")
    code = f"for name in {str(beside)!r}, '../{data}': print(etree.parse(name).getroot().text)"
    put_notebook(project, "parsed", f"from lxml import etree\n{code}")
    told = run_notebooks(project).warnings
    assert [one for one in told if f"cell 1: it reads {beside}, " in one]
    assert run_notebooks(project).fresh == ("parsed",)
    _put(project, data, "<a>4</a>")
    assert run_notebooks(project).ran == ("parsed",)


def test_a_saved_result_that_is_not_given_any_more_is_told(project: Project) -> None:
    """Every time, until it is saved anew; one that is given is not."""
    cells = [
        _saved_cell("c1", "print('one')\n2", "one\n", "2"),
        _saved_cell("c2", "print('one')\n3", "one\n", "2"),
        _saved_cell("c3", "object()", "", "<object at 0x7f0000000000>"),
    ]
    data = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    put_text(project, "saved", json.dumps(data))
    told = (
        "analysis/saved.ipynb: cell 2: the saved result is not what the cell gives now\n"
        "  hint: run the notebook in Jupyter and save it, or clear its outputs",
    )
    assert run_notebooks(project).warnings == told
    assert run_notebooks(project).warnings == told


def test_what_others_lack_and_what_is_put_in_another_place_is_told(
    project: Project, tmp_path: Path
) -> None:
    """Files beside the study, the network, functions of this package; each with its cell."""
    beside, named = tmp_path / "numbers.txt", "analysis/beyond.ipynb"
    beside.write_text("100", encoding="utf-8")
    put_notebook(
        project,
        "beyond",
        f"open({str(beside)!r}).read(); open('../data-raw/README.md').read()",
        "import socket\ntry:\n    socket.getaddrinfo('numbers.invalid', 80)\nexcept OSError: 1",
        "import socket; socket.getaddrinfo('localhost', 80); 1",
        "import themeloom.notebook as face; face.open_study = lambda: 1",
        f"import os\nos.system('tr 1 2 < {tmp_path}/more.txt >/dev/null; cat ../study.yml')",
    )
    (tmp_path / "more.txt").write_text("100", encoding="utf-8")
    (project.root / "data-raw" / "README.md").write_text("Made up\n", encoding="utf-8")
    told = [one.partition("\n")[0] for one in run_notebooks(project).warnings]
    assert told == [
        f"{named}: cell 1: it reads {beside}, which is no part of the study",
        f"{named}: cell 2: it reads the network (numbers.invalid), which is no part of the study",
        f"{named}: cell 5: it reads {tmp_path}/more.txt, which is no part of the study",
        f"{named}: cell 4: it puts something else in the place of themeloom.notebook.open_study",
    ]


def _saved_cell(name: str, source: str, printed: str, shown: str) -> dict[str, object]:
    stream = {"output_type": "stream", "name": "stdout", "text": [printed]}
    data = {"data": {"text/plain": [shown]}, "metadata": {}, "execution_count": 1}
    outputs = [stream] * bool(printed) + [{"output_type": "execute_result", **data}]
    cell = {"cell_type": "code", "id": name, "metadata": {}, "execution_count": 1}
    return {**cell, "source": source, "outputs": outputs}


#: What a reader's machine may say.
MACHINE = {
    "COLUMNS": "20",
    "FORCE_COLOR": "1",
    "JUPYTER_PLATFORM_DIRS": "1",
    "LANG": "cs_CZ.UTF-8",
    "LANGUAGE": "cs",
    "MPLBACKEND": "Agg",
    "NUMEXPR_MAX_THREADS": "1",
    "PYTHONOPTIMIZE": "2",
    "PYTHONWARNINGS": "ignore",
    "TZ": "Asia/Tokyo",
}


def test_the_readers_machine_changes_no_result(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Figures are there, warnings are shown, and no start-up file runs."""
    start = tmp_path / "start.py"
    start.write_text("started = True", encoding="utf-8")
    profile = tmp_path / "ipython" / "profile_default" / "startup" / "00-mine.py"
    profile.parent.mkdir(parents=True)
    profile.write_text("started = True", encoding="utf-8")
    (tmp_path / "matplotlibrc").write_text("figure.dpi: 31\nsvg.fonttype: none\n", encoding="utf-8")
    folders = ("MATPLOTLIBRC", "MPLCONFIGDIR", "PYTHONPATH", "JUPYTER_CONFIG_DIR")
    packages = Path(site.getusersitepackages()).relative_to(site.getuserbase())
    (tmp_path / "base" / packages).mkdir(parents=True)
    (tmp_path / "base" / packages / "usercustomize.py").write_text(
        "import builtins; builtins.customized = True", encoding="utf-8"
    )
    own = {**MACHINE, **dict.fromkeys(folders, str(tmp_path)), "PYTHONSTARTUP": str(start)}
    # The kernel itself sets FORCE_COLOR, everywhere to the same.
    others = set(own) - {*environment(tmp_path, tmp_path), "FORCE_COLOR"}
    own["PYTHONUSERBASE"] = str(tmp_path / "base")
    put_notebook(
        project,
        "machine",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
        "import warnings\nwarnings.warn('old way', DeprecationWarning)",
        "import os, sys, shutil, time, locale, builtins\nprint('started' in globals(),"
        "hasattr(builtins, 'customized'), [one for one in sys.path if 'quiet' in one],"
        "sys.flags.optimize,"
        "shutil.get_terminal_size(), time.tzname, locale.getlocale(), plt.rcParams['figure.dpi'])\n"
        f"print(sorted(os.environ.keys() & {others}))",
    )
    run_notebooks(project)
    page = project.output / "analysis" / "machine.html"
    before = page.read_bytes()
    assert (before.count(b"data:image/svg+xml"), before.count(b"old way")) == (1, 3)
    assert b"\n[]\n" in before
    for name, value in {**own, "IPYTHONDIR": str(tmp_path / "ipython")}.items():
        monkeypatch.setenv(name, value)
    page.unlink()
    clean(project)
    run_notebooks(project)
    assert page.read_bytes() == before


def test_python_finds_an_empty_usercustomize_first(tmp_path: Path) -> None:
    """Also where folders of the user are on the path of Python."""
    (tmp_path / "usercustomize.py").write_text("print('mine')", encoding="utf-8")
    code = f"import sys; sys.path.append({str(tmp_path)!r}); import usercustomize as one"
    code = f"{code}; print(one.__doc__)"
    told = environment(tmp_path, tmp_path)
    said = subprocess.run(
        [sys.executable, "-c", code], env=told, capture_output=True, text=True, check=True
    )
    assert said.stdout.startswith("Nothing")


def test_an_assertion_always_stops_the_notebook(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where Python was told to leave assertions out."""
    monkeypatch.setenv("PYTHONOPTIMIZE", "1")
    put_notebook(project, "same", "assert 1 == 2, 'they differ'\nprint('Same: checked')")
    with pytest.raises(ThemeloomError, match=r"cell 1, line 1 .*AssertionError: they differ"):
        run_notebooks(project)


def test_the_environment_is_documented(tmp_path: Path) -> None:
    """Every variable that a kernel gets stands in docs/notebooks.md."""
    text = (ROOT / "docs" / "notebooks.md").read_text(encoding="utf-8")
    named = set(environment(tmp_path, tmp_path)) | PASSED
    assert not [name for name in named if f"`{name}`" not in text]


def test_a_document_at_the_top_is_not_stale_for_what_is_made(
    project: Project, kernels: list[str]
) -> None:
    """All outputs lie below it, and each build makes others."""
    document = put_document(project, "```{python}\n1\n```\n", "case.qmd")
    compute_cells(project, [document])
    _put(project, "_output/case.html", "made")
    compute_cells(project, [document])
    assert kernels == ["case.qmd"]


def test_a_kernel_starts_where_temporary_files_have_long_names(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Longer than the name of a socket may be."""
    folder = tmp_path / ("long" * 30)
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    put_notebook(project, "far", "print('it runs')")
    run_notebooks(project)
    assert "it runs" in (project.output / "analysis" / "far.html").read_text(encoding="utf-8")
