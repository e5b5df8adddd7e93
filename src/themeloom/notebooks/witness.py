"""Stands between us and a kernel, and notes what it, and all that it starts, tries in vain.

Linux tells nobody whom it forbade to write (`confine.py`), and a program that fails may say nothing
of it. So the kernel runs as a child of this process, which the system asks before files are changed
(https://docs.kernel.org/userspace-api/seccomp_filter.html): it answers "go on", or notes what lies
in the project and outside the kernel's own places. What is detached comes back to this
process, so that it can be found. As `confine.py` it runs first, and imports nothing of ours.
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
#: What machines call themselves here, and the number of `seccomp`.
_MACHINES = {"x86_64": (0xC000003E, 317), "aarch64": (0xC00000B7, 277)}
_LOAD, _EQUAL, _ANY, _ANSWER = 0x20, 0x15, 0x45, 0x06
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


def witnessed(notes: str, project: str, places: Sequence[str]) -> None:
    """Go on in a child whose attempts this process notes; as it is, where that is not possible.

    Args:
        notes: the file for the paths, each on a line.
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
    with open(notes, "a", encoding="utf-8") as file:  # noqa: PTH123 - fast
        while os.getppid() == ours:
            ready = [one for one, _ in heard.poll(_LOOKS)]
            if not set(ready) <= {*listeners}:
                break
            for one in ready:
                for path in _answered(one, machine, project, places):
                    file.write(f"{path}\n")
                    file.flush()
    os._exit(1)  # It ends by itself only if the kernel does, or nobody waits for that.


def _listener(library: ctypes.CDLL, machine: str) -> int:
    """What asks before this process changes a file from now on; negative if the system cannot."""
    name, seccomp = _MACHINES[machine]
    calls = [(getattr(one, machine), one.flags) for one in _CALLS if getattr(one, machine) >= 0]
    calls.sort(key=lambda one: one[1] is not None)
    plain = [number for number, flags in calls if flags is None]
    # Jumps count what they pass over; the last two are "go on" and "ask".
    last = 3 + len(plain) + 3 * (len(calls) - len(plain))
    code = [(_LOAD, 0, 0, 4), (_EQUAL, 0, last - 2, name), (_LOAD, 0, 0, 0)]
    code += [(_EQUAL, last - 3 - at, 0, number) for at, number in enumerate(plain)]
    for number, flags in calls[len(plain) :]:
        at = len(code) + 2
        code += [(_EQUAL, 0, 2, number), (_LOAD, 0, 0, 16 + 8 * (flags or 0))]
        code.append((_ANY, last - at, last - at - 1, _WRITING))
    code += [(_ANSWER, 0, 0, _ALLOW), (_ANSWER, 0, 0, _ASK)]
    held = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *one) for one in code))
    program = ctypes.create_string_buffer(struct.pack("@HP", len(code), ctypes.addressof(held)))
    library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    library.syscall.restype = ctypes.c_long
    return int(library.syscall(seccomp, _FILTER, _WITH_LISTENER, program))


def _answered(listener: int, machine: str, project: str, places: Sequence[str]) -> tuple[str, ...]:
    """Let somebody go on who waits to change files; not with those that are not to be changed.

    The system would forbid it, but for who may read a file.
    """
    question, found = bytearray(_QUESTION.size), list[str]()
    with suppress(OSError):  # Who asked may have ended meanwhile.
        ioctl(listener, _HEARS, question)
        number, process, _, called, _, _, *arguments = _QUESTION.unpack(question)
        call = next(one for one in _CALLS if getattr(one, machine) == called)
        for folder, at in call.paths:
            with suppress(OSError):
                begin = arguments[folder] & _WHERE_IT_RUNS if folder is not None else None
                path = _path(process, begin, arguments[at], follow=call.flags is not None)
                # A folder is asked for, with all that it lies in, whether it is there or not.
                asked = call.x86_64 in _FOLDERS and os.path.isdir(path)  # noqa: PTH112 - fast
                if _below(path, [project]) and not _below(path, places) and not asked:
                    found.append(path)
        answer = (0, -errno.EACCES, 0) if found else (0, 0, _GO_ON)
        ioctl(listener, _SAYS, _REPLY.pack(number, *answer))
    return tuple(found)


def _path(process: int, folder: int | None, address: int, *, follow: bool) -> str:
    """The whole path that a process means, which it gives by the place in its memory."""
    memory = os.open(f"/proc/{process}/mem", os.O_RDONLY)
    try:
        name = os.fsdecode(os.pread(memory, _LONGEST, address).partition(b"\0")[0])
    finally:
        os.close(memory)
    begin = "cwd" if folder in {None, _WHERE_IT_RUNS} else f"fd/{folder}"
    path = os.path.normpath(os.path.join(os.readlink(f"/proc/{process}/{begin}"), name))  # noqa: PTH115, PTH118 - fast
    head, tail = os.path.split(path)
    return os.path.realpath(path) if follow else f"{os.path.realpath(head)}/{tail}"


def _below(path: str, folders: Sequence[str]) -> bool:
    return any(path == one or path.startswith(f"{one}/") for one in folders)
