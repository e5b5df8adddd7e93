"""Doing several things side by side, so that an interrupt is heard at once."""

from __future__ import annotations

import graphlib
import os
import queue
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

Task = TypeVar("Task")
Value = TypeVar("Value")
#: How often, in seconds, the waiting thread looks up; on Windows only then can it be interrupted.
_LOOK_UP = 0.1


@dataclass(frozen=True)
class Started(Generic[Task]):
    """A task that was begun."""

    task: Task


@dataclass(frozen=True)
class Ended(Generic[Task, Value]):
    """A task that came to its end.

    Args:
        task: which.
        seconds: how long it took.
        value: what it gave; nothing if it failed.
        error: what stopped it; nothing if it did not fail.
    """

    task: Task
    seconds: float
    value: Value | None
    error: BaseException | None

    def result(self) -> Value | None:
        """What it gave; what stopped it is raised."""
        if self.error is not None:
            raise self.error
        return self.value


def processors() -> int:
    """How many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        return os.cpu_count() or 1


def side_by_side(
    tasks: Sequence[Task],
    do: Callable[[Task], Value],
    workers: int,
    before: Callable[[Task], Iterable[Task]] = lambda _: (),
) -> Iterator[Started[Task] | Ended[Task, Value]]:
    """Do every task, several at a time in the order given, and tell what happens as it happens.

    A task begins when those before it have ended well and whoever is told has heard of it;
    when one of them fails, it is never begun. The threads are daemons: when this generator
    is left early they are not waited for, so that an interrupt never hangs behind a long
    compilation.

    Args:
        tasks: what is to be done.
        do: does one of them.
        workers: how many at a time.
        before: the tasks that must have ended before one may begin.
    """
    news: queue.SimpleQueue[Ended[Task, Value]] = queue.SimpleQueue()
    order = graphlib.TopologicalSorter({task: before(task) for task in tasks})
    order.prepare()
    places = {task: place for place, task in enumerate(tasks)}
    ready: list[Task] = []
    running = 0
    while True:
        ready = sorted([*ready, *order.get_ready()], key=places.__getitem__)
        while ready and running < max(workers, 1):
            task = ready.pop(0)
            threading.Thread(target=_do, args=(task, do, news), daemon=True).start()
            running += 1
            yield Started(task)
        if not running:
            return
        try:
            one = news.get(timeout=_LOOK_UP)
        except queue.Empty:
            continue
        running -= 1
        yield one
        if one.error is None:
            order.done(one.task)


def _do(
    task: Task, do: Callable[[Task], Value], news: queue.SimpleQueue[Ended[Task, Value]]
) -> None:
    news.put(_timed(task, do))


def _timed(task: Task, do: Callable[[Task], Value]) -> Ended[Task, Value]:
    begun = time.perf_counter()
    try:
        value = do(task)
    except BaseException as error:  # noqa: BLE001 - it is handed to the thread that waits
        return Ended(task, time.perf_counter() - begun, None, error)
    return Ended(task, time.perf_counter() - begun, value, None)
