"""Stands above a kernel, and notes what it reads, and what all that it starts tries in vain.

Linux tells nobody whom it forbade to write (`confine.py`), a program that fails may say nothing of
it, and Python does not know what libraries open. So the kernel runs as a child of this process,
which the system asks before files are used
(https://docs.kernel.org/userspace-api/seccomp_filter.html): it answers "go on", or notes what lies
in the project and outside the kernel's own places. What is detached comes back to this process,
so that it can be found. As `confine.py` it runs first, and imports nothing of ours.
"""

from __future__ import annotations

import ctypes
import errno
import os
import select
import signal
import socket
import struct
from contextlib import suppress
from fcntl import ioctl
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class _Call(NamedTuple):
    """A call that changes files: its number on either machine, and which arguments it has."""

    x86_64: int
    aarch64: int
    #: Each path, behind the folder that it is in, if the call has such an argument.
    paths: tuple[tuple[int | None, int], ...]
    #: What says whether to write at all.
    flags: int | None = None


_PATH: tuple[tuple[int | None, int], ...] = ((None, 0),)
_IN: tuple[tuple[int | None, int], ...] = ((0, 1),)
_CALLS = (
    *(_Call(2, -1, _PATH, 1), _Call(257, 56, _IN, 2)),  # open, openat
    *(_Call(one, -1, _PATH) for one in (83, 84, 85, 87, 90, 92, 94, 133)),  # mkdir … mknod
    _Call(76, 45, _PATH),  # truncate
    *(_Call(one, -1, ((None, 0), (None, 1))) for one in (82, 86)),  # rename, link
    *(_Call(263, 35, _IN), _Call(258, 34, _IN), _Call(259, 33, _IN)),  # unlink, mkdir, mknod, at
    *(_Call(268, 53, _IN), _Call(260, 54, _IN)),  # fchmodat, fchownat
    *(_Call(one, other, ((0, 1), (2, 3))) for one, other in ((264, 38), (316, 276), (265, 37))),
    *(_Call(88, -1, ((None, 1),)), _Call(266, 36, ((1, 2),))),  # symlink, symlinkat
)
_FOLDERS = frozenset({83, 258})
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
#: What opens a folder, or only points to something.
_NO_FILE = os.O_DIRECTORY | os.O_PATH
#: What machines call themselves here, and the number of `seccomp`.
_MACHINES = {"x86_64": (0xC000003E, 317), "aarch64": (0xC00000B7, 277)}
_LOAD, _EQUAL, _ANSWER = 0x20, 0x15, 0x06
_ALLOW, _ASK = 0x7FFF0000, 0x7FC00000
_NO_NEW_PRIVILEGES, _ADOPTS = 38, 36
_FILTER, _WITH_LISTENER = 1, 8
_HEARS, _SAYS, _GO_ON = 0xC0502100, 0xC0182101, 1
#: A question (its number, who asks, the call, the machine, arguments), and an answer.
_QUESTION, _REPLY = struct.Struct("=QIIiIQ6Q"), struct.Struct("=QqiI")
_WHERE_IT_RUNS = 0xFFFFFF9C
_LONGEST = 4096
#: How often it looks whether whoever started it is still there, in milliseconds.
_LOOKS = 1000


def witnessed(tried: str, read: str, project: str, places: Sequence[str]) -> None:
    """Go on in a child whose attempts this process notes; as it is, where that is not possible.

    Args:
        tried: the file for the paths that it would have changed, each on a line.
        read: likewise for those that it reads itself, in whatever language its libraries are.
        project: the folder that is not to be changed.
        places: the folders in it that may be, by the kernel and by programs.
    """
    machine = os.uname().machine
    if machine not in _MACHINES:
        return
    library, ours = ctypes.CDLL(None), os.getppid()
    library.prctl(_ADOPTS, 1, 0, 0, 0)
    here, there = socket.socketpair()
    child = os.fork()
    if not child:
        # It ends itself when its parent has gone.
        os.environ["JPY_PARENT_PID"] = str(os.getppid())
        listener = _listener(library, machine)
        socket.send_fds(there, [b"."], [listener] if listener >= 0 else [])
        for one in (listener, here.detach(), there.detach()):
            with suppress(OSError):
                os.close(one)
        return
    there.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # It is meant for a cell.
    _, listeners, *_ = socket.recv_fds(here, 1, 1)
    heard = select.poll()
    for one in (*listeners, os.pidfd_open(child)):
        heard.register(one, select.POLLIN)
    notes = _Notes(tried, child), _Notes(read, child)
    while os.getppid() == ours:
        ready = [one for one, _ in heard.poll(_LOOKS)]
        if not set(ready) <= {*listeners}:
            break
        for one in ready:
            _answer(one, machine, (project, places), notes)
    os._exit(1)  # It ends by itself only if the kernel does, or nobody waits for that.


class _Notes:
    """A file of paths, each of which is noted once.

    Args:
        file: the file.
        kernel: the process that is witnessed.
    """

    def __init__(self, file: str, kernel: int) -> None:
        self._known: set[str] = set()
        self._file = open(file, "a", encoding="utf-8")  # noqa: PTH123, SIM115 - fast, as long as we
        self._kernel = kernel

    def note(self, path: str) -> None:
        """Note a path for good."""
        if path not in self._known:
            self._known.add(path)
            self._file.write(f"{path}\n")
            self._file.flush()

    def note_own(self, path: str, process: int) -> None:
        """Likewise, if the kernel itself asks, and not a program; libraries are no data."""
        own = f"/proc/{self._kernel}/task/{process}"
        if path not in self._known and ".so" not in path and os.path.exists(own):  # noqa: PTH110 - fast
            self.note(path)


def _listener(library: ctypes.CDLL, machine: str) -> int:
    """What asks before this process uses a file from now on; negative if the system cannot."""
    name, seccomp = _MACHINES[machine]
    calls = [getattr(one, machine) for one in _CALLS if getattr(one, machine) >= 0]
    # Jumps count what they pass over; the last two are "go on" and "ask".
    last = 3 + len(calls)
    code = [(_LOAD, 0, 0, 4), (_EQUAL, 0, last - 2, name), (_LOAD, 0, 0, 0)]
    code += [(_EQUAL, last - 3 - at, 0, number) for at, number in enumerate(calls)]
    code += [(_ANSWER, 0, 0, _ALLOW), (_ANSWER, 0, 0, _ASK)]
    held = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *one) for one in code))
    program = ctypes.create_string_buffer(struct.pack("@HP", len(code), ctypes.addressof(held)))
    library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    library.syscall.restype = ctypes.c_long
    return int(library.syscall(seccomp, _FILTER, _WITH_LISTENER, program))


def _answer(
    listener: int, machine: str, guarded: tuple[str, Sequence[str]], notes: tuple[_Notes, _Notes]
) -> None:
    """Let somebody go on who waits to use files; not with those that are not to be changed.

    The system would forbid it, but for who may read a file.
    """
    question, found = bytearray(_QUESTION.size), list[str]()
    tried, read = notes
    with suppress(OSError):  # Who asked may have ended meanwhile.
        ioctl(listener, _HEARS, question)
        number, process, _, called, _, _, *arguments = _QUESTION.unpack(question)
        call = next(one for one in _CALLS if getattr(one, machine) == called)
        flags = _WRITING if call.flags is None else arguments[call.flags]
        for folder, at in () if flags & _NO_FILE else call.paths:
            with suppress(OSError):
                begin = arguments[folder] & _WHERE_IT_RUNS if folder is not None else None
                path = _path(process, begin, arguments[at])
                if not flags & _WRITING:
                    read.note_own(path, process)
                elif _is_guarded(_real(path, follow=call.flags is not None), call, *guarded):
                    found.append(path)
        answer = (0, -errno.EACCES, 0) if found else (0, 0, _GO_ON)
        ioctl(listener, _SAYS, _REPLY.pack(number, *answer))
    for path in found:
        tried.note(path)


def _is_guarded(path: str, call: _Call, project: str, places: Sequence[str]) -> bool:
    """Whether a call would change what is not to be changed."""
    # A folder is asked for, with all that it lies in, whether it is there or not.
    asked = call.x86_64 in _FOLDERS and os.path.isdir(path)  # noqa: PTH112 - fast
    return _below(path, [project]) and not _below(path, places) and not asked


def _path(process: int, folder: int | None, address: int) -> str:
    """The whole path that a process means, which it gives by the place in its memory."""
    memory = os.open(f"/proc/{process}/mem", os.O_RDONLY)
    try:
        name = os.fsdecode(os.pread(memory, _LONGEST, address).partition(b"\0")[0])
    finally:
        os.close(memory)
    if not name.startswith("/"):
        begin = "cwd" if folder in {None, _WHERE_IT_RUNS} else f"fd/{folder}"
        name = f"{os.readlink(f'/proc/{process}/{begin}')}/{name}"  # noqa: PTH115 - fast
    return os.path.normpath(name)


def _real(path: str, *, follow: bool) -> str:
    """Where a path leads; of a link itself, if that is not followed, where it lies."""
    head, tail = os.path.split(path)
    return os.path.realpath(path) if follow else f"{os.path.realpath(head)}/{tail}"


def _below(path: str, folders: Sequence[str]) -> bool:
    return any(path == one or path.startswith(f"{one}/") for one in folders)
