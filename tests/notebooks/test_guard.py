"""What is not a notebook's own stays as it was, and whoever changed it is named."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from compendium import git
from making import compute_cells, put_document, put_notebook, run_notebooks

from themeloom.cli import main
from themeloom.core.errors import ThemeloomError
from themeloom.core.files import digests, files_below
from themeloom.notebooks import guard, kernel
from themeloom.steps.commands import derive

if TYPE_CHECKING:
    from themeloom.core.project import Project

#: Every way to change a file; each fails where the file is not there, and nobody looks.
_WAYS = (
    """import os, pathlib, shutil, subprocess, threading, time
from contextlib import suppress
def ways(path):
    path, new = pathlib.Path(path), pathlib.Path(path + ".new")
    def append(): open(path, "a").write("more")
    def make(): new.parent.mkdir(parents=True, exist_ok=True); new.write_text("x")
    def link(): path.unlink(); path.symlink_to("kept.txt")
    def hard(): os.link(path, "hard.txt"); open("hard.txt", "a").write("more")
    def rename(): path.rename(str(path) + ".old")
    def program(): subprocess.run(["sh", "-c", f"echo more >> '{path}'; rm -f '{path}.old'"])
    def empty(): os.truncate(path, 0)
    def tree(): shutil.rmtree(path.parent if "themes" in path.name else path)
    def later(): time.sleep(0.2); path.unlink(); program()
    threading.Thread(target=later).start()
    for way in append, hard, make, rename, program, empty, link, tree:
        with suppress(OSError): way()
pathlib.Path("kept.txt").write_text("own")
for place in PLACES:
    ways(place)""",
    "time.sleep(0.5)",
)
_PLACES = (
    *("../study.yml", "../_quarto.yml", "../data-raw/synthetic-talk.txt", "helper.py"),
    *("../data-derived/themes.csv", "../data-derived/evidence/quote-clock.md", "good.ipynb"),
    *("../text/case.qmd", "../_output/page.html", "../.git/config", "../_extensions/a.lua"),
)


#: Every way to change the project itself, of which no word of the code says where it lies.
_IN_VAIN = {
    "appending": "sh(place, 'echo more >> $B')",
    "deleting": "sh(place, 'rm -f $B')",
    "renaming": "sh(place, 'mv $B $B.old')",
    "moving-onto": "sh(place, 'cp /dev/null $HERE/new.txt; mv -f $HERE/new.txt $B')",
    "linking": "sh(place, 'ln -sf /dev/null $B; ln -f $B $HERE/other')",
    "rights": "sh(place, 'chmod 777 $B')",
    "upwards": "sh(place, 'cd $HERE/../../../.. && echo more >> $B')",
    "libraries": "call('unlink', place); call('truncate', place, 0); call('creat', place, 511)",
    "threads": "threading.Timer(0.2, sh, [place, 'echo more >> $B']).start()",
    "at-the-end": "atexit.register(sh, place, 'echo more >> $B')",
}
_TRYING = """import atexit, ctypes, os, subprocess, threading
root = bytes.fromhex("ROOT").decode()
def sh(place, code):
    env = {**os.environ, "A": root, "B": place, "HERE": os.getcwd()}
    subprocess.run(["sh", "-c", f'cd "$A"; {code}'], env=env, stderr=subprocess.DEVNULL)
def call(name, place, *more):
    getattr(ctypes.CDLL(None), name)(f"{root}/{place}".encode(), *more)
for place in PLACES:
    WAY"""
#: Every way to go on when the kernel has ended.
_LATER = {
    "detached": """subprocess.Popen(["sh", "-c", "sleep 60; rm x"], start_new_session=True)""",
    "forked": "if os.fork() == 0: time.sleep(60); os._exit(0)",
    "forked-twice": "if os.fork() == 0: os.setsid(); os.fork() and os._exit(0); time.sleep(60)",
    "background": """os.system("nohup sleep 60 >/dev/null 2>&1 &")""",
    "without-environment": """subprocess.Popen(["env", "-i", "setsid", "sleep", "60"])""",
}


def _files(project: Project) -> dict[str, str]:
    """Everything there is, by content; links are followed as their text says."""
    found = digests(files_below(project.root), project.root)
    links = [path for path in project.root.rglob("*") if path.is_symlink()]
    hidden = {".git/config": (project.root / ".git" / "config").read_text()}
    return {**found, **{str(link): str(link.readlink()) for link in links}, **hidden}


@pytest.fixture(params=["by the system", "by comparing"])
def guarded(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """With the guard of the system, if it has one, and without."""
    if request.param == "by comparing":
        monkeypatch.setattr(guard, "version", lambda: 0)
        monkeypatch.setattr(kernel, "version", lambda: 0)
    elif not kernel.version():
        pytest.skip("this system cannot forbid a process to write")
    return str(request.param)


@pytest.fixture
def derived(project: Project) -> Project:
    """A project with derived files, a document, an output, a helper and a history."""
    derive(project)
    put_document(project, "Text\n")
    texts = {
        "_quarto.yml": "project: {output-dir: _output, render: [text/case.qmd]}\n",
        "analysis/helper.py": "",
        ".git/config": "",
        "_output/page.html": "",
    }
    for name, text in texts.items():
        path = project.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return project


@pytest.mark.usefixtures("guarded")
def test_however_a_notebook_changes_what_is_not_its_own_nothing_is_changed(
    derived: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And it is told, though nothing failed; what it wrote can still be looked at."""
    monkeypatch.setattr(guard, "_NAMED", 100)
    put_notebook(derived, "good", "1")
    before = _files(derived)
    code, wait = _WAYS
    code = code.replace("PLACES", repr(_PLACES))
    put_notebook(derived, "tidy", code, wait)
    with pytest.raises(ThemeloomError) as caught:
        run_notebooks(derived)
    after = _files(derived)
    assert after.pop("analysis/tidy.ipynb")
    assert after == before
    error = caught.value
    assert error.file == "analysis/tidy.ipynb"
    assert error.message.startswith("it changes files that are not its own: .git/config")
    for place in _PLACES:
        own = place.removeprefix("../") if place[0] == "." else f"analysis/{place}"
        assert own in error.message
    assert [*(derived.state / "set-aside").iterdir()]


@pytest.mark.usefixtures("guarded")
@pytest.mark.parametrize("place", ["study.yml", "text/case.qmd", "analysis/helper.py"])
def test_nor_by_its_path(derived: Project, place: str) -> None:
    """Neither with Python nor with a program: the place and the cell are named."""
    before = _files(derived)
    code, wait = _WAYS
    path = str(derived.root / place)
    code = code.replace("PLACES", repr([path]))
    put_notebook(derived, "tidy", "1", code, wait)
    with pytest.raises(
        ThemeloomError, match=r"tidy\.ipynb: cell 2: it names the project by"
    ) as caught:
        run_notebooks(derived)
    assert path in caught.value.message
    after = _files(derived)
    assert after.pop("analysis/tidy.ipynb")
    assert after == before


def test_whatever_it_tries_in_vain_or_leaves_running_it_is_named(
    derived: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With each place, though no cell failed; nothing is changed, and the exit code says it."""
    if not kernel.version():
        pytest.skip("this system cannot forbid a process to write")
    monkeypatch.setattr(guard, "_NAMED", 100)
    put_notebook(derived, "good", "1")
    git(derived.root, "init", "--quiet")
    places = [str(Path("analysis", one)) for one in _PLACES if "_extensions" not in one]
    places = [os.path.normpath(place) for place in places]
    for name, way in _IN_VAIN.items():
        code = _TRYING.replace("WAY", way).replace("PLACES", repr(places))
        put_notebook(derived, name, code.replace("ROOT", str(derived.root).encode().hex()))
    for name, way in _LATER.items():
        put_notebook(derived, name, f"import os, subprocess, time\n{way}")
    before = _files(derived)
    assert main(["--project", str(derived.root), "render"]) == 1
    assert {name: held for name, held in _files(derived).items() if name in before} == before
    told = capsys.readouterr().err.split("error: ")
    for name in _IN_VAIN:
        [one] = [one for one in told if one.startswith(f"analysis/{name}.ipynb: ")]
        assert "cell 1: it tries to change what is not its own" in one
        assert not [place for place in places if place not in one], one
    for name in _LATER:
        [one] = [one for one in told if one.startswith(f"analysis/{name}.ipynb: ")]
        assert "it leaves programs running: " in one


def test_what_ends_by_itself_is_not_taken_for_left_running(derived: Project) -> None:
    """Pools, helpers that end with whoever started them, and a program that only asks git."""
    code = """from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
import subprocess
for pool in ThreadPoolExecutor(), ProcessPoolExecutor(1):
    assert pool.submit(abs, -1).result() == 1
reads = subprocess.Popen(["cat"], stdin=subprocess.PIPE, start_new_session=True)
subprocess.run(["git", "-C", "..", "status"], capture_output=True)"""
    put_notebook(derived, "pools", code)
    run_notebooks(derived)


def test_a_program_that_names_the_project_by_its_path_is_told(derived: Project) -> None:
    """Though it says nothing itself, and though it only reads."""
    put_notebook(derived, "reads", f"import os\nos.system('cat {derived.study} > /dev/null')")
    with pytest.raises(ThemeloomError, match="cell 1: it names the project by its path"):
        run_notebooks(derived)


def test_elsewhere_on_the_machine_nothing_can_be_written(derived: Project, tmp_path: Path) -> None:
    """Where the system can forbid it; temporary files have a place."""
    if not kernel.version():
        pytest.skip("this system cannot forbid a process to write")
    put_notebook(derived, "far", f"open({str(tmp_path / 'far.txt')!r}, 'w')")
    with pytest.raises(ThemeloomError, match=r"cell 1, line 1 .*Permission denied"):
        run_notebooks(derived)
    put_notebook(derived, "far", "import tempfile\ntempfile.TemporaryFile().write(b'x')")
    run_notebooks(derived)


def test_of_several_notebooks_the_one_that_did_it_is_named(
    derived: Project, kernels: list[str]
) -> None:
    """The others read what they should and need not run again; the guilty one runs again."""
    put_notebook(derived, "good", "print(open('../data-derived/themes.csv').read())")
    put_notebook(derived, "bad", "open('../data-derived/themes.csv', 'w').write('nothing')")
    for _ in range(2):
        with pytest.raises(ThemeloomError, match=r"^analysis/bad\.ipynb: it changes") as caught:
            run_notebooks(derived)
        assert "good" not in str(caught.value)
    assert kernels == ["analysis/bad.ipynb", "analysis/bad.ipynb", "analysis/good.ipynb"]
    (derived.analysis / "bad.ipynb").unlink()
    run_notebooks(derived)
    assert "Chairs" in (derived.output / "analysis" / "good.html").read_text()


def test_a_notebook_that_fails_as_well_is_told_for_what_it_changed(derived: Project) -> None:
    """An error in the code does not keep the change from being undone."""
    before = _files(derived)
    put_notebook(derived, "bad", "open('../study.yml', 'a').write('# more')\n1 / 0")
    with pytest.raises(ThemeloomError, match=r"its own: study\.yml \(changed\)"):
        run_notebooks(derived)
    assert {**_files(derived), **before} == _files(derived)


def test_files_of_its_own_stay(derived: Project) -> None:
    """Beside the notebook, below it, beside the store, in a folder of results."""
    code = "import pathlib\nfor name in ['a.csv', 'b/c.csv', '../d.txt', '../results/e.csv']:\n"
    code += "    path = pathlib.Path(name); path.parent.mkdir(exist_ok=True); path.write_text('x')"
    put_notebook(derived, "tidy", code)
    run_notebooks(derived)
    for name in ("analysis/a.csv", "analysis/b/c.csv", "d.txt", "results/e.csv"):
        assert (derived.root / name).read_text() == "x"


def test_cells_of_a_document_are_held_to_the_same(derived: Project) -> None:
    """The message names the document."""
    before = _files(derived)
    document = put_document(derived, '```{python}\nopen("case.qmd", "a").write("x")\n```\n')
    written = _files(derived)
    with pytest.raises(ThemeloomError, match=r"its own: text/case\.qmd \(changed\)") as caught:
        compute_cells(derived, [document])
    assert caught.value.file == "text/case.qmd"
    assert _files(derived) == written != before


def test_a_program_that_hides_where_it_writes_is_found_by_comparing(
    derived: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system has no guard: raw data is put back, what was written can be looked at."""
    for module in (guard, kernel):
        monkeypatch.setattr(module, "version", lambda: 0)
    source = derived.raw / "synthetic-talk.txt"
    before = _files(derived)
    hidden = f"import subprocess\nhome = {str(derived.root)!r}[::-1][::-1]\n"
    hidden += "subprocess.run(['sh', '-c', 'cd \"$A\"; echo x >> data-raw/synthetic-talk.txt'], "
    put_notebook(derived, "bad", hidden + "env={'A': home})")
    with pytest.raises(ThemeloomError, match=r"in run-bad by a program: data-raw/synthetic-talk"):
        run_notebooks(derived)
    assert {**_files(derived), **before} == _files(derived)
    aside = derived.state / "set-aside"
    assert (aside / "data-raw--synthetic-talk.txt").read_text().endswith("x\n")
    assert (aside / "data-raw--synthetic-talk.txt").read_text() != source.read_text()


def test_what_a_person_edits_meanwhile_is_not_taken_away(derived: Project) -> None:
    """A document that is saved while a notebook runs is nobody's mistake."""
    case = derived.root / "text" / "case.qmd"
    put_notebook(derived, "slow", "import time\ntime.sleep(1)")
    person = threading.Timer(1, case.write_text, ["An edit"])
    person.start()
    run_notebooks(derived)
    person.join()
    assert case.read_text() == "An edit"
