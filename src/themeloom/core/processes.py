"""Programs that we start, and that end with us.

A program started with `run` is remembered while it runs, so that an interrupted
render leaves none behind, whether the interrupt came from a keyboard (which tells
the children too) or from elsewhere (which does not).
"""

from __future__ import annotations

import subprocess
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

_running: set[subprocess.Popen[str]] = set()
_lock = threading.Lock()
#: How many seconds a program has to end by itself once it is told to.
_GRACE = 2.0


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
        with _lock:
            _running.add(process)
        try:
            return _listen(process, heard)
        except BaseException:
            _stop(process)
            raise
        finally:
            with _lock:
                _running.discard(process)


def _listen(process: subprocess.Popen[str], heard: Callable[[str], None] | None) -> tuple[int, str]:
    said: list[str] = []
    for line in process.stderr or ():
        said.append(line)
        if heard is not None:
            heard(line.rstrip())
    return process.wait(), "".join(said)


def stop_all() -> None:
    """End every program that is still running."""
    with _lock:
        processes = list(_running)
    for process in processes:
        _stop(process)


def _stop(process: subprocess.Popen[str]) -> None:
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(_GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
