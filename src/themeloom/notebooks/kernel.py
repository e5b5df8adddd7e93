"""One kernel, one notebook, in an environment that is the same on every machine."""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

from themeloom.core.errors import ThemeloomError
from themeloom.core.files import put
from themeloom.core.processes import left_running
from themeloom.core.text import some_of
from themeloom.notebooks.chart_style import OURS
from themeloom.notebooks.confine import version
from themeloom.notebooks.execute import Failure
from themeloom.notebooks.forking import Forked, wanted
from themeloom.notebooks.kernel_setup import TooMuchOutput
from themeloom.notebooks.seen import NOTHING, SEEN, TRIED, UNTOLD
from themeloom.notebooks.terminal import without_colours

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbformat import NotebookNode

    from themeloom.core.project import Project
    from themeloom.notebooks.execute import Job, Limits


_HERE = Path(__file__).parent
_TOLD = tomllib.loads((_HERE / "kernel.toml").read_text(encoding="utf-8"))
#: The variables that a kernel is told as the machine has them.
PASSED = frozenset(_TOLD["passed"])


def environment(state: Path, kept: Path, own: Mapping[str, str] | None = None) -> dict[str, str]:
    """What a kernel and all that it starts are told.

    Args:
        state: the kernel's own folder, empty when it starts.
        kept: the folder of what stays from run to run.
        own: what the study wants set.
    """
    passed = {name: value for name, value in os.environ.items() if name.upper() in PASSED}
    places = {"state": state, "kept": kept, "room": _HERE}
    told = {name: value.format(**places) for name, value in _TOLD["set"].items()}
    if version():
        # Elsewhere it may not write.
        told |= dict.fromkeys(_TOLD["temporary"], str(state / "tmp"))
    return passed | told | dict(own or {})


def _styled(state: Path, style: str) -> dict[str, str]:
    """What tells matplotlib of the style of a brand."""
    if not style:
        return {}
    return {"MATPLOTLIBRC": str(put(state / OURS.name, style.encode()))}


def _writable(root: Path, state: Path, kept: Path) -> list[str]:
    """Where a kernel may write: its copy of the project, folders of its own, devices."""
    for folder in (state / "tmp", kept / "matplotlib"):
        folder.mkdir(parents=True, exist_ok=True)
    return [*map(str, (root, state, kept / "matplotlib")), *_TOLD["devices"]]


_LINE = re.compile(r"Cell In\s?\[(\d+)\], line (\d+)")
#: How long a kernel may take to answer at all, in seconds, on a slow machine.
_STARTUP = 120
#: How many bytes the name of a socket may have, on every system.
_SOCKET = 103
_DIED = (
    "this happens when memory runs out, when a library crashes, or after exit(); "
    "run the notebook in Jupyter to see more"
)
_LEFT, _NAMED = "it leaves programs running", 5
_WAIT = "let the cell wait for what it starts, or stop it: what comes later is nobody's result"
_INSTALL = "run: python -m pip install --require-hashes -r requirements.lock"
_ADD = "add {package} to the dependencies in pyproject.toml, then run: make lock, make render"
_OR_ELSE = "correct its name, or add it, by the name that the package index has for it: "
_BROWSER = "{package} is there, so it is the browser that is not: install one where PATH finds it"
_FROM_US = "import themeloom.notebooks.kernel_setup as _\n"
#: The file in a kernel's own folder that tells what it tried to change.
_TRIED = "tried.txt"
_OURS = str(_HERE.parents[1])
_QUIET = logging.getLogger("themeloom.notebooks")
_QUIET.addHandler(logging.NullHandler())
_QUIET.propagate = False


class _ThisPython(AsyncKernelManager):
    """Starts kernels of the Python that runs us, whichever others are installed."""

    #: Where they may write, and what is said to whoever watches that.
    places: tuple[str, ...] = ()
    told: tuple[object, ...] = ()

    @property
    def kernel_spec(self) -> KernelSpec:
        """How to start it."""
        start = _TOLD["start"]
        confined = [str(_HERE), json.dumps(self.places), json.dumps(self.told)]
        argv = [sys.executable, "-c", start["code"], *confined]
        argv += ["-f", "{connection_file}", *start["options"]]
        return KernelSpec(argv=argv, language="python", display_name="Python")


class _Client(NotebookClient):
    """Runs a notebook, and knows which cell it is at."""

    def __init__(self, job: Job, project: Path, seen: Path, **options: Any) -> None:  # noqa: ANN401 - nbclient's own
        super().__init__(
            job.notebook, on_cell_execute=self._begin, on_cell_executed=self._end, **options
        )
        self.root = job.root.resolve()
        self.project = project.resolve()
        self.file = seen
        #: What the code read and wrote, each with the first cell that did.
        self.seen: dict[str, dict[str, int]] = {kind: {} for kind in NOTHING}
        self.cell: int | None = None
        #: Whether it came to its end, and what went on then.
        self.finished = False
        self.left: list[str] = []

    def _begin(self, cell: NotebookNode, cell_index: int) -> None:  # noqa: ARG002 - nbclient's names
        self.cell = cell_index

    async def _end(self, cell: NotebookNode, cell_index: int, execute_reply: Any) -> None:  # noqa: ANN401, ARG002 - as above
        self.note(cell_index)
        after = self.nb.cells[cell_index + 1 :]
        if execute_reply["content"]["status"] == "ok" and not any(map(_is_run, after)):
            reply = await self._hidden(
                f"{_FROM_US}_.finish({self._number}, {str(self._started)!r})"
            )
            self.finished = reply["status"] == "ok"
            if not self.finished:
                raise CellExecutionError("", reply["ename"], reply["evalue"])

    @property
    def _number(self) -> int:
        """The kernel's, or that of the process which watches it; 0 if there is none."""
        return getattr(self.km and self.km.provisioner, "pid", None) or 0

    @property
    def _started(self) -> Path:
        """A file that is there if something that the kernel started still runs in the end."""
        return self.file.with_name("started")

    async def _hidden(self, code: str, seconds: int | None = None) -> dict[str, Any]:
        """What a request gives that is no cell; what it prints is nobody's concern."""
        reply = await self.kc.execute_interactive(  # type: ignore[union-attr]
            code,
            silent=True,
            store_history=False,
            timeout=seconds or self.timeout,
            output_hook=lambda _: None,
        )
        return dict(reply["content"])

    async def _async_cleanup_kernel(self) -> None:
        """End the kernel, and find what it started and goes on without it."""
        if self._number and not (self.finished and not self._started.exists()):
            self.left += left_running(self._number)
        await super()._async_cleanup_kernel()

    def note(self, cell: int) -> None:
        """Take over what the kernel has noted."""
        if self.file.is_file():
            for kind, names in json.loads(self.file.read_text(encoding="utf-8")).items():
                for name in names:
                    self.seen[kind].setdefault(name, cell)
        tried = self.file.with_name(_TRIED)
        for path in tried.read_text(encoding="utf-8").splitlines() if tried.is_file() else ():
            self.seen[TRIED].setdefault(path, cell)

    async def async_start_new_kernel_client(self) -> Any:  # noqa: ANN401 - nbclient's own
        """Also prepare the kernel, before the first cell."""
        client: Any = await super().async_start_new_kernel_client()
        # Our own folder comes last, so that it is found and hides nothing.
        arguments = str(self.root), str(self.project), str(self.file)
        code = f"import sys as _\n_.path.append({_OURS!r})\n{_FROM_US}_.prepare{arguments}\ndel _"
        self.kc = client
        reply = await self._hidden(code, _STARTUP)
        if reply["status"] != "ok":
            raise ThemeloomError(
                f"the Jupyter kernel cannot use themeloom: {reply.get('evalue', '')}",
                "run: themeloom doctor",
            )
        return client


def _is_run(cell: NotebookNode) -> bool:
    """Whether a cell is code that will be run."""
    skipped = "skip-execution" in cell.metadata.get("tags", [])
    return cell.cell_type == "code" and bool(cell.source.strip()) and not skipped


def _client(job: Job, limits: Limits, state: Path, project: Project) -> _Client:
    """What runs the job in a kernel of its own, in which it may write to its own places."""
    # Where there are sockets in folders, nobody else can listen in; their names have to be short.
    short = len(os.fsencode(state / "k-5")) <= _SOCKET
    socket = {"transport": "ipc", "ip": str(state / "k")} if os.name == "posix" and short else {}
    manager = _ThisPython(connection_file=str(state / "kernel.json"), **socket)
    manager.provisioner = forked = Forked(parent=manager, kernel_spec=manager.kernel_spec)
    forked.root, forked.same = str(job.root.resolve()), limits.environment
    forked.state = str(state)
    forked.modules = wanted((cell.source for cell in job.notebook.cells), _TOLD["shared"])
    if version():
        places = _writable(job.root.resolve(), state, project.state)
        beside = [*places, str(Path(sys.prefix).resolve()), _OURS]
        manager.places = tuple(places)
        manager.told = (
            str(state / _TRIED),
            str(state / UNTOLD),
            str(project.root.resolve()),
            beside,
        )
    return _Client(
        job,
        project.root,
        state / "seen.json",
        km=manager,
        log=_QUIET,
        timeout=limits.seconds,
        startup_timeout=_STARTUP,
        iopub_timeout=30,
        raise_on_iopub_timeout=True,
        shutdown_kernel="immediate",
        record_timing=False,
        resources={"metadata": {"path": str(job.folder)}},
    )


async def execute(job: Job, limits: Limits, state: Path, project: Project) -> Failure | None:
    """Run a job's notebook in place; its metadata tell what was seen of it then.

    Args:
        job: what to run.
        limits: what its cells may use.
        state: an empty folder for the kernel's own files, removed by the caller.
        project: the compendium.
    """
    client = _client(job, limits, state, project)
    try:
        # A kernel's own words are nobody's concern; its cells' come another way.
        options: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        env = environment(
            state, project.state, {**_styled(state, limits.style), **limits.environment}
        )
        await client.async_execute(env=env, cleanup_kc=True, **options)
    except TimeoutError:
        advice = "make it faster, or allow more in study.yml: settings: notebooks: seconds"
        message = f"it did not end within {limits.seconds} seconds"
        return Failure(client.cell, None, message, advice)
    except CellExecutionError as error:
        return _failed(client, error)
    except DeadKernelError:
        return Failure(client.cell, None, "the Jupyter kernel died while it ran", _DIED)
    except RuntimeError:
        return Failure(None, None, "no Jupyter kernel starts here", _INSTALL)
    finally:
        client.note(client.cell or 0)
        job.notebook.metadata[SEEN] = client.seen
    if client.left:
        return Failure(None, None, f"{_LEFT}: {some_of(client.left, _NAMED)}", _WAIT)
    return None


def _failed(client: _Client, error: CellExecutionError) -> Failure:
    line = _line(client, error.traceback)
    if error.ename == TooMuchOutput.__name__:
        message = f"it writes {error.evalue}, more than any reader can read"
        advice = "print a summary, or write the data to a file"
        return Failure(client.cell, line, message, advice)
    text = without_colours(error.evalue).strip()
    if meaning := _meaning(client, text):
        return Failure(client.cell, line, *meaning)
    # Python calls a cell by the name of a file that nobody can open.
    text = re.sub(r" \(\d+\.py, line \d+\)$", "", text)
    first, *more = text.split("\n") if text else [""]
    message = f"{error.ename}: {first}" if first else error.ename
    hint = " ".join(line.strip() for line in more if line.strip())[:300]
    return Failure(client.cell, line, message[:500], hint)


def _meaning(client: _Client, text: str) -> tuple[str, str] | None:
    """What a library's error means, and what to do, where that is known."""
    for one in _TOLD["meaning"]:
        if found := re.search(one["word"], text):
            package = found.groupdict().get("package") or one["package"]
            own = client.root.rglob(f"{package}*")
            if any(path.is_dir() or path.suffix == ".py" for path in own):
                return None  # a module of the study's own, whose name has a mistake further on
            hint = _BROWSER if "package" in one and find_spec(package) else _ADD
            named = "" if "package" in one else _OR_ELSE
            return one["message"].format(package=package), named + hint.format(package=package)
    return None


def _line(client: _Client, traceback: str) -> int | None:
    """The innermost line of the cell that a traceback names."""
    if client.cell is None:
        return None
    count = client.nb.cells[client.cell].get("execution_count")
    lines = [
        int(line)
        for number, line in _LINE.findall(without_colours(traceback))
        if count is None or int(number) == count
    ]
    return lines[-1] if lines else None
