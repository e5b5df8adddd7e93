"""Kernels forked from one process are as those that are started one by one."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import psutil
import pytest
from helpers import ROOT
from making import put_notebook, run_notebooks

from themeloom.notebooks import forking
from themeloom.notebooks.confine import can_wait

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.core.project import Project

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere each is started")
_TELLS = """import numpy, os, pandas, psutil, random, sys, tempfile
from pathlib import Path
Path("{}.txt").write_text("\\n".join(map(str, [
    psutil.Process(os.getsid(0)).ppid(), numpy.random.rand(), random.random(),
    tempfile.gettempdir(), Path.cwd().name, sys.argv[0], os.read(0, 1),
    sorted(set(os.environ))])))"""
_COMMAND = """import sys; sys.path += sys.argv[2:]
from pathlib import Path
from making import run_notebooks
from themeloom.core.project import Project
run_notebooks(Project(Path(sys.argv[1])))"""


def test_kernels_share_what_they_import_and_nothing_else(project: Project) -> None:
    """One parent; each its own chance, temporary folder and session, the stated environment."""
    names = ("one", "two")
    for name in names:
        put_notebook(project, name, _TELLS.format(name))
    run_notebooks(project)
    told = [(project.analysis / f"{name}.txt").read_text("utf-8").split("\n") for name in names]
    same = [one == other for one, other in zip(*told, strict=True)]
    assert same == [True, False, False, False, *[True] * 4]
    assert told[0][0] != str(os.getpid())
    assert told[0][4:7] == ["analysis", "-c", "b''"]


def test_a_module_of_the_study_comes_before_one_that_was_imported(project: Project) -> None:
    """A file called as what pandas imports is found first, as when each kernel is started."""
    put_notebook(project, "own", "'no pandas'", "import numpy", "print('it is', numpy.WHOSE)")
    (project.analysis / "numpy.py").write_text("WHOSE = 'of the study'", encoding="utf-8")
    run_notebooks(project)
    page = (project.output / "analysis" / "own.html").read_text("utf-8")
    assert "it is of the study" in page


def test_where_nobody_may_wait_for_others_kernels_are_started_one_by_one(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in containers whose filter of calls is older than that call."""

    def refuse(*_: object) -> int:
        raise PermissionError

    monkeypatch.setattr(os, "pidfd_open", refuse)
    monkeypatch.setattr(forking, "_CAN", can_wait())
    put_notebook(project, "one", _TELLS.format("one"))
    run_notebooks(project)
    assert (project.analysis / "one.txt").read_text("utf-8").startswith(f"{os.getpid()}\n")


def test_nothing_outlives_a_command_that_is_killed(project: Project, tmp_path: Path) -> None:
    """No kernel, nor what it was forked from, nor what it detached, nor its temporary files."""
    detached = "subprocess.Popen(['sleep', '117'], start_new_session=True)"
    put_notebook(project, "long", f"import subprocess, time; {detached}; time.sleep(120)")
    there, temporary = list[psutil.Process](), tmp_path / "temporary"
    temporary.mkdir()
    folders = [str(ROOT / "tests" / "notebooks"), str(ROOT / "tests")]
    start = [sys.executable, "-c", _COMMAND, str(project.root), *folders]
    with subprocess.Popen(start, env={**os.environ, "TMPDIR": str(temporary)}) as command:
        began = psutil.Process(command.pid)
        while not any(map(_is_detached, there)):
            assert command.poll() is None
            time.sleep(0.2)
            there = began.children(recursive=True)
        assert [*temporary.iterdir()]
        command.kill()
    assert len(there) >= 3
    assert psutil.wait_procs(there, 10)[1] == []
    assert [*temporary.iterdir()] == []


def _is_detached(process: psutil.Process) -> bool:
    try:
        return process.cmdline() == ["sleep", "117"]
    except psutil.Error:
        return False
