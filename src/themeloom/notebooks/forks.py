"""Runs in the process that kernels are forked from; see `forking.py`.

It is loaded before anything of ours may be found, which is why this file imports nothing of ours.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import sys
import tempfile
import time
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

#: Jupyter's kernel makes its debugger and its completion when it starts, also for nobody.
_JUPYTERS = (
    *("ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.debugger"),
    *("IPython.core.completerlib", "IPython.core.debugger", "IPython.core.oinspect"),
)
_OURS = ("kernel_setup", "still", "html_results")
_ALWAYS = (*_JUPYTERS, *(f"themeloom.notebooks.{name}" for name in _OURS))


def serve(ours: str) -> None:
    """Fork a kernel for each line that is read; return in each of them, with its arguments.

    Args:
        ours: the folder of this package, which kernels look into last.
    """
    gc.disable()
    _import(_ALWAYS, ours)
    from psutil import Error, Process

    before, states = _names(), set[str]()
    for line in sys.stdin:
        asked = json.loads(line)
        _import(asked["modules"], ours)
        gc.freeze()
        child = os.fork()
        if not child:
            _begin(asked, _names() - before)
            return
        states.add(asked["state"])
    # None is left, nor what it started, or wrote to its own folder, also of a killed command.
    for one in Process().children(recursive=True):
        with suppress(Error):
            one.kill()
    with suppress(ChildProcessError):
        while os.waitpid(-1, 0):
            pass
    for state in states:
        shutil.rmtree(state, ignore_errors=True)
    os._exit(0)


def _import(modules: list[str] | tuple[str, ...], ours: str) -> None:
    """Import what there is; whoever needs what there is not is told by itself."""
    sys.path.append(ours)
    for name in modules:
        with suppress(Exception):
            import_module(name)
    sys.path.remove(ours)


def _names() -> set[str]:
    return {name.partition(".")[0] for name in sys.modules}


def _begin(asked: dict[str, Any], imported: set[str]) -> None:
    """Be a kernel as one that is started: of its own session, environment, folder and chance."""
    os.setsid()
    os.write(0, f"{os.getpid()}\n".encode())
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    os.environ.clear()
    os.environ.update(asked["env"], JPY_PARENT_PID=str(os.getppid()))
    time.tzset()
    os.chdir(asked["cwd"])
    command = asked["command"]
    if _hides(asked["root"], imported):
        os.execv(command[0], command)  # noqa: S606 - this Python
    sys.argv[1:] = command[4:]
    tempfile.tempdir = None
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()
    gc.enable()


def _hides(root: str, imported: set[str]) -> bool:
    """Whether a file of the study has the name of a module that was imported: it comes first."""
    own = (path.relative_to(root) for path in Path(root).rglob("*.py"))
    return any(part.removesuffix(".py") in imported for path in own for part in path.parts)
