"""Running the cells of notebooks, several notebooks side by side, each in its own kernel.

The kernel is this very Python, whatever else is installed, with no profile and no
settings of the user, in one time zone and locale. What can go wrong comes back as
a `Failure` that knows the cell and its line.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from themeloom.notebooks.inside import LIMIT
from themeloom.notebooks.tidy import tidied

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence

    from nbformat import NotebookNode

_T = TypeVar("_T")


@dataclass(frozen=True)
class Limits:
    """What one cell may use.

    Args:
        seconds: how long it may run.
        characters: how much it may write, figures included.
    """

    seconds: int = 600
    characters: int = LIMIT


@dataclass(frozen=True)
class Job:
    """A notebook to be run.

    Args:
        notebook: its cells; those tagged `skip-execution` are left out, those tagged
            `raises-exception` may fail.
        folder: the folder in which it runs.
        root: the project's folder.
    """

    notebook: NotebookNode
    folder: Path
    root: Path


@dataclass(frozen=True)
class Failure:
    """Why a notebook did not run to its end.

    Args:
        cell: the position of the cell, from 0; None if no cell is to blame.
        line: the line within the cell, from 1, if it is known.
        message: what happened.
        hint: what to do.
    """

    cell: int | None
    line: int | None
    message: str
    hint: str = ""


def run_jobs(jobs: Sequence[Job], limits: Limits) -> list[NotebookNode | Failure]:
    """Run notebooks side by side, as many as there are processors.

    What they change that is not their own is put back, and is the failure of who did it.

    Returns:
        For each job the executed notebook, tidied, or why it failed.
    """
    from themeloom.notebooks.guard import run_guarded

    return run_guarded(jobs, lambda some: _side_by_side(some, limits))


def _side_by_side(jobs: Sequence[Job], limits: Limits) -> list[NotebookNode | Failure]:
    from themeloom.notebooks.kernel import execute

    async def all_jobs(state: Path) -> list[NotebookNode | Failure]:
        places = asyncio.Semaphore(os.cpu_count() or 1)

        async def one(number: int, job: Job) -> NotebookNode | Failure:
            async with places:
                failure = await execute(job, limits, state / str(number))
                return failure or tidied(job.notebook, job.root)

        return list(await asyncio.gather(*(one(*pair) for pair in enumerate(jobs))))

    with tempfile.TemporaryDirectory(prefix="themeloom-", ignore_cleanup_errors=True) as folder:
        for number in range(len(jobs)):
            (Path(folder) / str(number)).mkdir()
        return _in_thread(all_jobs(Path(folder)))


def _in_thread(work: Coroutine[Any, Any, _T]) -> _T:
    """Run it in a loop and a thread of its own.

    So it also runs within Jupyter, which has a loop already; and Ctrl-C reaches us and
    not nbclient, which would take it for the death of a kernel.
    """
    loop = asyncio.new_event_loop()
    # What nbclient leaves waiting beside a cell that was stopped complains to nobody.
    loop.set_exception_handler(lambda *_: None)
    with ThreadPoolExecutor(1) as pool:
        task = loop.create_task(work)
        future = pool.submit(_run, loop, task)
        try:
            return future.result()
        except BaseException:
            if not future.done():
                loop.call_soon_threadsafe(task.cancel)
            raise


def _run(loop: asyncio.AbstractEventLoop, task: asyncio.Task[_T]) -> _T:
    asyncio.set_event_loop(loop)
    try:
        return loop.run_until_complete(task)
    finally:
        left = asyncio.all_tasks(loop)
        for one in left:
            one.cancel()
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        loop.run_until_complete(loop.shutdown_asyncgens())
        asyncio.set_event_loop(None)
        loop.close()
