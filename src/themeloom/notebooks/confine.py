"""Lets a kernel, and all that it starts, write to some places only, where the system can do that.

Linux does it by Landlock: what a process may do, no child, thread or link of it can do more.
It is set by the kernel's own process before anything else, which is why this file imports
nothing of ours. See https://docs.kernel.org/userspace-api/landlock.html
"""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: System calls, the same on every machine that Landlock is on.
_CREATE, _ADD, _RESTRICT = 444, 445, 446
_VERSION, _BENEATH, _NO_NEW_PRIVILEGES = 1, 1, 38
#: Everything that changes files or folders, and from which version on it can be forbidden.
_CHANGES = {
    1: sum(1 << bit for bit in (1, *range(4, 13))),  # write, remove, make of any kind
    2: 1 << 13,  # link or rename into another folder
    3: 1 << 14,  # truncate
}
#: Of these what can be said of a file that is no folder.
_OF_FILES = 1 << 1 | 1 << 14


class _Ruleset(ctypes.Structure):
    _fields_ = (("handled", ctypes.c_uint64),)


class _Rule(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def version() -> int:
    """Which Landlock the system has; 0 if it has none."""
    if not sys.platform.startswith("linux"):
        return 0
    return max(0, _call(_CREATE, None, 0, _VERSION))


def can_wait() -> bool:
    """Whether one may wait for the end of a process that is no child; old containers forbid it."""
    try:
        os.close(os.pidfd_open(os.getpid()))  # type: ignore[attr-defined,unused-ignore]
    except (AttributeError, OSError):
        return False
    return True


def confine(places: Iterable[str]) -> bool:
    """Let this process change nothing but what lies in some folders; whether the system can.

    Args:
        places: folders, or files such as devices; those that are not there are left out.
    """
    known = version()
    if not known:
        return False
    changes = sum(bits for since, bits in _CHANGES.items() if since <= known)
    asked = _Ruleset(changes)
    rules = _call(_CREATE, ctypes.byref(asked), ctypes.sizeof(asked), 0)
    if rules < 0:
        return False
    for place in places:
        with suppress(OSError):
            opened = os.open(place, getattr(os, "O_PATH", 0))
            allowed = changes if os.path.isdir(place) else changes & _OF_FILES  # noqa: PTH112 - fast
            _call(_ADD, rules, _BENEATH, ctypes.byref(_Rule(allowed, opened)), 0)
            os.close(opened)
    library = ctypes.CDLL(None)
    none = ctypes.c_ulong(0)
    library.prctl(_NO_NEW_PRIVILEGES, ctypes.c_ulong(1), none, none, none)
    done = _call(_RESTRICT, rules, 0)
    os.close(rules)
    return done == 0


def _call(*arguments: object) -> int:
    library = ctypes.CDLL(None)
    library.syscall.restype = ctypes.c_long
    plain = (ctypes.c_long(one) if isinstance(one, int) else one for one in arguments)
    return int(library.syscall(*plain))
