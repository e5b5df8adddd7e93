"""Kernels forked from one Python that has imported what they all import, where the system can.

To import Jupyter's kernel, this package and pandas takes longer than most notebooks do. One
process that runs no cell does it once for a command, and every kernel begins as its copy, with
an environment, a folder and a session of its own. It ends with the command, also with one that
is killed, and ends every kernel then that still runs.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from themeloom.core import processes
from themeloom.notebooks.confine import can_wait

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_CAN = can_wait()
_lock = threading.Lock()
_began: list[_Parent] = []


class _Kernel:
    """A kernel that is no child of ours, for whoever expects a process that he started."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._handle = os.pidfd_open(pid)  # type: ignore[attr-defined,unused-ignore]

    def __del__(self) -> None:
        os.close(self._handle)

    def poll(self) -> int | None:
        """Nothing while it runs; how it ended is not known."""
        return 0 if select.select([self._handle], [], [], 0)[0] else None

    def wait(self) -> int:
        """Wait for its end."""
        select.select([self._handle], [], [])
        return 0

    def send_signal(self, number: int) -> None:
        """As a process that was started has it."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Likewise."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Likewise."""
        self.send_signal(signal.SIGKILL)


class _Parent:
    """The process that kernels are forked from.

    Args:
        command: starts a kernel, and this process with other arguments.
        environment: of the first kernel; what differs in others they are told.
        same: what has to be the same for all.
    """

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], same: Mapping[str, str]
    ) -> None:
        self.same = dict(same)
        self._line, end = socket.socketpair()
        with end:
            self._process = subprocess.Popen(  # noqa: S603 - this Python, arguments of ours
                command,
                cwd=Path(__file__).parent,
                env=environment,
                stdin=end.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._said = self._line.makefile("r")

    def forked(self, asked: Mapping[str, object]) -> int:
        """The process of a new kernel."""
        self._line.sendall(json.dumps(asked).encode() + b"\n")
        return int(self._said.readline())

    def end(self) -> None:
        """Let it end, and all that it forked."""
        self._said.close()
        self._line.close()
        self._process.wait()


class Forked(LocalProvisioner):
    """Starts kernels as copies of a process that has imported a part of what they need.

    Args:
        root: the copy of the project in which code runs.
        state: the kernel's own folder.
        modules: what the code imports, as far as it can be imported for it.
        same: what the study wants set in the environment.
    """

    root: str
    state: str
    modules: tuple[str, ...] = ()
    same: Mapping[str, str] = {}

    async def launch_kernel(self, cmd: list[str], **options: Any) -> Any:  # noqa: ANN401 - Jupyter's
        """Fork one; where that cannot be, start one."""
        pid = _fork(cmd, options["env"], str(options["cwd"]), self) if _CAN else 0
        if not pid:
            return await super().launch_kernel(cmd, **options)
        process: Any = _Kernel(pid)
        self.process, self.pid, self.pgid = process, pid, pid
        return self.connection_info


def _fork(command: list[str], environment: Mapping[str, str], folder: str, of: Forked) -> int:
    """The process of a new kernel; 0 if it has to be started."""
    asked: dict[str, object] = {"command": command, "env": environment, "cwd": folder}
    asked |= {"root": of.root, "state": of.state, "modules": of.modules}
    with _lock, suppress(OSError, ValueError):
        if not _began:
            # The same start, but for where it may write: its kernels are confined, each by itself.
            start = [*command[:4], "null"]
            _began.append(_Parent(start, environment, of.same))
            processes.stays(_end)
        if _began[0].same == dict(of.same):
            return _began[0].forked(asked)
    return 0


def _end() -> None:
    with _lock:
        while _began:
            _began.pop().end()


def wanted(sources: Iterable[str], known: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The modules that code will import, by words in it."""
    text = "\n".join(sources)
    return tuple(one for word, modules in known.items() if word in text for one in modules)
