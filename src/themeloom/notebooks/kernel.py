"""One kernel, one notebook, in an environment that is the same on every machine."""

from __future__ import annotations

import logging
import os
import re
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from themeloom.core.errors import ThemeloomError
from themeloom.core.project import Project
from themeloom.notebooks.execute import Failure
from themeloom.notebooks.kernel_setup import MARGIN
from themeloom.notebooks.seen import SEEN, seen_in

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from themeloom.notebooks.execute import Job, Limits


#: What passes from the machine: where programs, libraries, the user's and temporary files lie,
#: and how the network is reached. Nothing else does.
PASSED = frozenset({
    "PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "TEMP", "TMP", "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "PYTHONHOME", "PYTHONUSERBASE",
    "PYTHONNOUSERSITE", "VIRTUAL_ENV", "CONDA_PREFIX", "JAVA_HOME", "R_HOME", "APPDATA",
    "COMMONPROGRAMFILES", "COMSPEC", "HOMEDRIVE", "HOMEPATH", "LOCALAPPDATA", "PATHEXT",
    "PROGRAMDATA", "PROGRAMFILES", "PROGRAMFILES(X86)", "SYSTEMDRIVE", "SYSTEMROOT",
    "USERNAME", "USERPROFILE", "WINDIR", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY",
    "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE",
})  # fmt: skip


def environment(state: Path, root: Path) -> dict[str, str]:
    """What a kernel and all that it starts are told.

    Args:
        state: the kernel's own folder, empty when it starts.
        root: the project's folder.
    """
    passed = {name: value for name, value in os.environ.items() if name.upper() in PASSED}
    return {
        **passed,
        "COLUMNS": "80",
        "IPYTHONDIR": str(state / "ipython"),
        "JUPYTER_CONFIG_DIR": str(state),
        "JUPYTER_DATA_DIR": str(state),
        "JUPYTER_NO_CONFIG": "1",
        "JUPYTER_RUNTIME_DIR": str(state),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "LINES": "24",
        "MATPLOTLIBRC": str(Path(__file__).parent / "matplotlibrc"),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        # Kept from run to run, since looking through the machine's typefaces takes its time.
        "MPLCONFIGDIR": str(Project(root).state / "matplotlib"),
        "NO_COLOR": "1",
        "PAGER": "cat",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONIOENCODING": "utf-8",
        "PYTHONUTF8": "1",
        "TZ": "UTC",
    }


_LINE = re.compile(r"Cell In\s?\[(\d+)\], line (\d+)")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
#: How long a kernel may take to answer at all, in seconds, on a slow machine.
_STARTUP = 120
#: Figures that Jupyter takes from matplotlib come in both kinds; each output picks its own.
_ARGUMENTS = (
    "--HistoryManager.enabled=False",
    "--InlineBackend.figure_formats={'svg', 'png'}",
    "--InlineBackend.print_figure_kwargs={'bbox_inches': 'tight', "
    "'metadata': {'Date': None, 'Creator': None}}",
)
#: How a kernel starts: no folder of the machine's may configure it or run files in it.
_LAUNCH = """
import sys; sys.path.pop(0)
from IPython.core import application
application.ENV_CONFIG_DIRS.clear(); application.SYSTEM_CONFIG_DIRS.clear()
from ipykernel.kernelapp import launch_new_instance
launch_new_instance()
"""
_OURS = str(Path(__file__).parents[2])
_QUIET = logging.getLogger("themeloom.notebooks")
_QUIET.addHandler(logging.NullHandler())
_QUIET.propagate = False


class _ThisPython(AsyncKernelManager):
    """Starts kernels of the Python that runs us, whichever others are installed."""

    @property
    def kernel_spec(self) -> KernelSpec:
        """How to start it."""
        launch = [sys.executable, "-c", _LAUNCH, "-f", "{connection_file}"]
        return KernelSpec(argv=[*launch, *_ARGUMENTS], language="python", display_name="Python")


class _Client(NotebookClient):
    """Runs a notebook; knows the present cell, and stops one that floods us."""

    def __init__(self, job: Job, limits: Limits, seen: Path, **options: Any) -> None:  # noqa: ANN401 - nbclient's own
        super().__init__(job.notebook, on_cell_execute=self._begin, **options)
        self.limits = limits
        self.root = job.root.resolve()
        self.seen = seen
        self.cell: int | None = None
        self.written = 0
        self.flooded = False

    def _begin(self, cell: NotebookNode, cell_index: int) -> None:  # noqa: ARG002 - nbclient's names
        self.cell, self.written = cell_index, 0

    async def async_start_new_kernel_client(self) -> Any:  # noqa: ANN401 - nbclient's own
        """Also prepare the kernel, before the first cell."""
        client: Any = await super().async_start_new_kernel_client()
        # Our own folder comes last, so that it is found and hides nothing.
        arguments = self.limits.characters, str(self.root), str(self.seen)
        code = (
            f"import sys as _\n_.path.append({_OURS!r})\n"
            f"import themeloom.notebooks.kernel_setup as _\n_.prepare{arguments}\ndel _"
        )
        reply = await client.execute_interactive(
            code, silent=True, store_history=False, timeout=_STARTUP, output_hook=_ignore
        )
        if reply["content"]["status"] != "ok":
            raise ThemeloomError(
                f"the Jupyter kernel cannot use themeloom: {reply['content'].get('evalue', '')}",
                "run: themeloom doctor",
            )
        return client

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> Any:  # noqa: ANN401 - nbclient's own
        """Count what arrives; past the limit nothing more is kept and the kernel is stopped."""
        content = msg["content"]
        texts = [content.get("text"), *(content.get("data") or {}).values()]
        self.written += sum(len(text) for text in texts if isinstance(text, str))
        # A margin, so that the kernel's own limit, which tells the line, comes first.
        if self.written > self.limits.characters + MARGIN // 2:
            self.flooded = True
            cell.outputs = []
            if self.task_poll_for_reply is not None:
                self.task_poll_for_reply.cancel()
            return None
        return super().process_message(msg, cell, cell_index)


def _ignore(_: object) -> None:
    """What the preparation prints is nobody's concern."""


async def execute(job: Job, limits: Limits, state: Path) -> Failure | None:
    """Run a job's notebook in place.

    Args:
        job: what to run.
        limits: what one cell may use.
        state: an empty folder for the kernel's own files, removed by the caller.
    """
    client = _Client(
        job,
        limits,
        state / "seen.json",
        km=_manager(state),
        log=_QUIET,
        timeout=limits.seconds,
        startup_timeout=_STARTUP,
        iopub_timeout=30,
        raise_on_iopub_timeout=True,
        shutdown_kernel="immediate",
        record_timing=False,
        coalesce_streams=True,
        store_widget_state=False,
        resources={"metadata": {"path": str(job.folder)}},
    )
    try:
        with _nowhere() as nowhere:
            options: dict[str, Any] = {"stdout": nowhere, "stderr": nowhere}
            await client.async_execute(env=environment(state, job.root), cleanup_kc=True, **options)
    except CellTimeoutError:
        return _too_slow(client, limits)
    except CellExecutionError as error:
        return _failed(client, error)
    except DeadKernelError:
        return _too_much(client) if client.flooded else _died(client)
    except RuntimeError:
        return Failure(
            None,
            None,
            "no Jupyter kernel starts here",
            "run: python -m pip install --require-hashes -r requirements.lock",
        )
    job.notebook.metadata[SEEN] = seen_in(client.seen)
    return None


def _nowhere() -> IO[bytes]:
    """Where a kernel says what is nobody's concern; its cells' words come another way."""
    return Path(os.devnull).open("wb")


def _manager(state: Path) -> _ThisPython:
    """A kernel's manager; where there are sockets in folders, nobody else can listen in."""
    file = str(state / "kernel.json")
    if os.name != "posix":
        return _ThisPython(connection_file=file)
    return _ThisPython(connection_file=file, transport="ipc", ip=str(state / "k"))


def _failed(client: _Client, error: CellExecutionError) -> Failure:
    if error.ename == "TooMuchOutput":
        return _too_much(client, _line(client, error.traceback))
    text = _COLOUR.sub("", error.evalue).strip()
    # Python calls a cell by the name of a file that nobody can open.
    text = re.sub(r" \(\d+\.py, line \d+\)$", "", text)
    first, *more = text.split("\n") if text else [""]
    message = f"{error.ename}: {first}" if first else error.ename
    hint = " ".join(line.strip() for line in more if line.strip())[:300]
    return Failure(client.cell, _line(client, error.traceback), message[:500], hint)


def _line(client: _Client, traceback: str) -> int | None:
    """The innermost line of the cell that a traceback names."""
    if client.cell is None:
        return None
    count = client.nb.cells[client.cell].get("execution_count")
    lines = [
        int(line)
        for number, line in _LINE.findall(_COLOUR.sub("", traceback))
        if count is None or int(number) == count
    ]
    return lines[-1] if lines else None


def _too_slow(client: _Client, limits: Limits) -> Failure:
    return Failure(
        client.cell,
        None,
        f"it did not end within {limits.seconds} seconds",
        "make it faster, or allow more in study.yml: settings: notebooks: seconds",
    )


def _too_much(client: _Client, line: int | None = None) -> Failure:
    megabytes = client.limits.characters // 1_000_000
    return Failure(
        client.cell,
        line,
        f"it writes more than {megabytes} MB, more than any reader can read",
        "print a summary, or write the data to a file",
    )


def _died(client: _Client) -> Failure:
    return Failure(
        client.cell,
        None,
        "the Jupyter kernel died while it ran",
        "this happens when memory runs out, when a library crashes, or after exit(); "
        "run the notebook in Jupyter to see more",
    )
