"""Programs that we start, and that end with us.

A program started with `run` is remembered while it runs, so that an interrupted
render leaves none behind, whether the interrupt came from a keyboard (which tells
the children too) or from elsewhere (which does not).
"""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from themeloom.core.errors import Ended, ThemeloomError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from types import FrameType

    from psutil import Process

_running: set[subprocess.Popen[str]] = set()
#: What else is to be ended with us: what tells it to, and what says that it has.
_others: dict[threading.Event, Callable[[], object]] = {}
#: What ends those that serve a whole command.
_staying: list[Callable[[], object]] = []
_lock = threading.Lock()
#: Set once all have been told to end: whoever would start another one then is told so.
_over = threading.Event()
#: How many seconds a program has to end by itself once it is told to.
_GRACE = 2.0
#: As many files as kernels, programs and a build on many processors may have open at once.
_HANDLES = 128


def run(
    command: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    heard: Callable[[str], None] | None = None,
) -> tuple[int, str]:
    """Run a program to its end; its exit code, and what it said on its error stream.

    Args:
        command: the program and its arguments.
        cwd: the folder to run it in.
        env: its environment; ours if not given.
        heard: called with each line that it says, as it says it.
    """
    with subprocess.Popen(  # noqa: S603 - programs that we found ourselves, arguments of ours
        command,
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    ) as process:
        try:
            with _lock:
                _running.add(process)
                _go_on()
            return _listen(process, heard)
        except BaseException:
            _stop(process)
            raise
        finally:
            with _lock:
                _running.discard(process)


def answer(command: Sequence[str], seconds: float = 20.0, said: str = "") -> str | None:
    """What a program says when it is asked something; nothing if it fails or does not answer.

    Args:
        command: the program and its arguments.
        seconds: how long it has.
        said: what it is given to read.
    """
    try:
        done = subprocess.run(  # noqa: S603 - likewise
            command,
            input=said,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=seconds,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def _listen(process: subprocess.Popen[str], heard: Callable[[str], None] | None) -> tuple[int, str]:
    said: list[str] = []
    for line in process.stderr or ():
        said.append(line)
        if heard is not None:
            heard(line.rstrip())
    return process.wait(), "".join(said)


@contextmanager
def ended_by(stop: Callable[[], object], ended: threading.Event) -> Iterator[None]:
    """Let something be ended with our programs while it runs.

    Args:
        stop: tells it to end, from another thread.
        ended: is set once it has, and all that belongs to it is done.
    """
    with _lock:
        _go_on()
        _others[ended] = stop
    try:
        yield
    finally:
        ended.set()
        with _lock:
            del _others[ended]


def _go_on() -> None:
    if _over.is_set():
        raise Ended


def begin() -> None:
    """From now on programs can be started again."""
    _over.clear()


def stop_all() -> None:
    """End every program that is still running, and all else that is to be ended with us."""
    with _lock:
        _over.set()
        processes, others = list(_running), dict(_others)
    for stop in others.values():
        with suppress(RuntimeError):  # it has ended meanwhile
            stop()
    for process in processes:
        _stop(process)
    for ended in others:
        ended.wait(_GRACE)


def stays(end: Callable[[], object]) -> None:
    """Let a program run as long as the command does; `end` ends it."""
    _staying.append(end)


def end_staying() -> None:
    """End what has served the command."""
    while _staying:
        _staying.pop()()


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hear of an interrupt, or of being ended, only after what is done here is done."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard: list[tuple[int, FrameType | None]] = []
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    for one in before:
        signal.signal(one, lambda number, frame: heard.append((number, frame)))
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
        for number, frame in heard[:1]:
            handler = before[signal.Signals(number)]
            if callable(handler):
                handler(number, frame)


def open_enough() -> None:
    """See that as many files may be open at once as programs and kernels need.

    Raises:
        ThemeloomError: if the system allows fewer: what needs one more would end anyhow.
    """
    if sys.platform == "win32":
        return
    import resource

    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if now == resource.RLIM_INFINITY or now >= _HANDLES:
        return
    if most != resource.RLIM_INFINITY and most < _HANDLES:
        raise ThemeloomError(
            f"this system lets a command open {most} files at once, and building needs {_HANDLES}",
            f"allow more (ulimit -n {_HANDLES}; in a container: --ulimit nofile={_HANDLES}), "
            "then run it again",
        )
    resource.setrlimit(resource.RLIMIT_NOFILE, (_HANDLES, most))


def left_running(parent: int) -> list[str]:
    """End a program, and a fork that works for it, where they started others that go on.

    Args:
        parent: the program, by its number.

    Returns:
        The others that do not end with it, and had to be ended, each by its command.
    """
    from psutil import STATUS_ZOMBIE, Error, Process, wait_procs

    told: list[str] = []
    with suppress(Error):
        process = Process(parent)
        command, started = process.cmdline(), process.children(recursive=True)
        own = [one for one in started[:1] if one.cmdline() == command]
        others = [one for one in started if one not in own and one.status() != STATUS_ZOMBIE]
        for one in (*own, process) if others else ():
            one.kill()
        # None goes on because another one has ended.
        left = [one for one in wait_procs(others, _GRACE)[1] if _is_held(one)]
        for one in left:
            with suppress(Error):
                left += [each for each in one.children() if each not in left and _is_held(each)]
                said = one.cmdline()
                told.append("a fork of its own" if said == command else " ".join(said))
        for one in left:
            with suppress(Error):
                one.kill()
    return sorted(told)


def _is_held(process: Process) -> bool:
    """Stop a program for now; whether it was still there."""
    from psutil import STATUS_ZOMBIE, Error

    with suppress(Error):
        process.suspend()
        return bool(process.status() != STATUS_ZOMBIE)
    return False


def _stop(process: subprocess.Popen[str]) -> None:
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(_GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
