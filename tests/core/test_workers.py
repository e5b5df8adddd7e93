"""Doing things side by side, and ending the programs that were started."""

from __future__ import annotations

import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from themeloom.core import errors, processes
from themeloom.core.workers import Ended, Started, side_by_side

if TYPE_CHECKING:
    from pathlib import Path


def test_tasks_run_at_the_same_time_and_in_the_given_order() -> None:
    """Two workers meet at a barrier, which one alone could not pass."""
    barrier = threading.Barrier(2, timeout=5)

    def do(task: int) -> int:
        barrier.wait()
        return task * 10

    news = list(side_by_side([1, 2, 3, 4], do, 2))
    assert sorted(one.value for one in news if isinstance(one, Ended)) == [10, 20, 30, 40]
    assert sorted(one.task for one in news if isinstance(one, Started)) == [1, 2, 3, 4]


def test_what_stops_a_task_is_handed_over() -> None:
    """One that fails does not stop the others."""

    def do(task: int) -> int:
        if task == 1:
            raise ValueError("one")
        return task

    ended = {one.task: one for one in side_by_side([1, 2], do, 1) if isinstance(one, Ended)}
    assert isinstance(ended[1].error, ValueError)
    assert ended[2].value == 2


def test_leaving_early_starts_nothing_more() -> None:
    """After an interrupt the tasks that still wait are not begun."""
    begun: list[int] = []

    def do(task: int) -> None:
        begun.append(task)
        time.sleep(0.05)

    for _ in side_by_side(range(20), do, 1):
        break
    time.sleep(0.2)
    assert len(begun) < 5


def test_a_program_that_runs_is_ended(tmp_path: Path) -> None:
    """`stop_all` ends a program that would go on for a minute."""
    ended: list[tuple[int, str]] = []
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    thread = threading.Thread(target=lambda: ended.append(processes.run(command, cwd=tmp_path)))
    thread.start()
    time.sleep(0.3)
    processes.stop_all()
    thread.join(5)
    assert ended
    assert ended[0][0] != 0
    with pytest.raises(errors.Ended):  # whoever comes too late starts none
        processes.run(command, cwd=tmp_path)
    processes.begin()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sets no such limit")
def test_too_few_files_may_be_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as are needed are asked for; what the system does not allow is one message."""
    import resource

    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda _, limits: asked.append(limits))
    monkeypatch.setattr(resource, "getrlimit", lambda _: (20, 4096))
    processes.open_enough()
    assert asked == [(128, 4096)]
    monkeypatch.setattr(resource, "getrlimit", lambda _: (20, 20))
    with pytest.raises(errors.ThemeloomError, match="open 20 files at once"):
        processes.open_enough()


def test_what_a_program_says_is_heard_line_by_line(tmp_path: Path) -> None:
    """The exit code and all that it said come back in the end."""
    heard: list[str] = []
    code = "import sys; print('one', file=sys.stderr); print('zwei', file=sys.stderr); sys.exit(3)"
    done = processes.run([sys.executable, "-c", code], cwd=tmp_path, heard=heard.append)
    assert done == (3, "one\nzwei\n")
    assert heard == ["one", "zwei"]


def test_an_interrupted_listener_ends_its_program(tmp_path: Path) -> None:
    """Ctrl-C while Quarto talks leaves no Quarto behind."""

    def interrupt(_: str) -> None:
        raise KeyboardInterrupt

    code = "import sys, time; print('x', file=sys.stderr, flush=True); time.sleep(60)"
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        processes.run([sys.executable, "-c", code], cwd=tmp_path, heard=interrupt)
    assert time.monotonic() - begun < 10
