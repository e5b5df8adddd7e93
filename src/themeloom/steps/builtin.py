"""The built-in renderer: documents to outputs with pandoc and Typst, side by side.

Nothing is put in its place before all of it is finished: a mistake in one document,
or an interrupt, leaves every output of the last render as it was.
"""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from themeloom.core import processes
from themeloom.core.errors import ThemeloomError, raise_all
from themeloom.core.files import keep, kept
from themeloom.core.workers import Started, processors, side_by_side
from themeloom.documents.document import flat, in_order
from themeloom.documents.plan import Output, plan
from themeloom.documents.shortcodes import CLOSE, OPEN
from themeloom.engines import pandoc
from themeloom.engines.pandoc_input import work_folder, write_seam
from themeloom.engines.reporting import Made, Reporter, Results
from themeloom.formats.docx.finish import finish_docx
from themeloom.formats.jats import drop_others, finish_jats, pictures_of, put_beside
from themeloom.formats.slides import finish_slides
from themeloom.steps.inputs import Inputs
from themeloom.steps.publishing import Record, alone, check_writable, publish
from themeloom.typefaces.coverage import check_lettering

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from themeloom.core.project import Project
    from themeloom.documents.document import Document

__all__ = ["Output", "Results", "plan", "render"]

#: Outputs that are text, in which a shortcode that nobody resolved can be seen.
_READABLE = (".html", ".xml", ".typ")


class _Task(NamedTuple):
    """An output that is to be made anew, and the hash of what goes into it."""

    output: Output
    key: str


def render(
    project: Project,
    outputs: Sequence[Output],
    reporter: Reporter,
    *,
    epoch: int,
    workers: int | None = None,
    inspect: Callable[[Path], None] = lambda _: None,
) -> Results:
    """Make the outputs whose inputs changed, and put them in their places.

    Args:
        project: the compendium.
        outputs: what `plan` listed.
        reporter: told of everything that happens.
        epoch: the time, in seconds since 1970, that outputs carry.
        workers: how many to make side by side; as many as there are processors if not given.
        inspect: looks at the folder of finished outputs before any of them is put in its
            place; what it raises stops the build.

    Raises:
        ThemeloomError: every mistake found on the way; no output was replaced.
    """
    file = project.state / "outputs.json"
    records = kept(file, dict[str, Record]) or {}
    inputs = Inputs(project, epoch)
    tasks: list[_Task] = []
    made: dict[str, Made] = {}
    for output in outputs:
        key = inputs.key(output)
        record = records.get(output.name)
        if record is None or not record.is_fresh(project.root, output, key):
            tasks.append(_Task(output, key))
        else:
            made[output.name] = _made(output, project.root, 0.0, record.warnings, skipped=True)
            reporter.skipped(made[output.name])
    if tasks:
        # Longest first, so that no processor is idle at the end.
        usual = {one.output.name: one.output.format.weight for one in tasks}
        took = usual | {name: record.seconds for name, record in records.items()}
        tasks.sort(key=lambda task: (-took[task.output.name], task.output.name))
        paths = [path for task in tasks for path in task.output.paths]
        check_writable(project, paths)
        with alone(project), _stage(project) as stage:
            made |= _make(project, tasks, stage, epoch, reporter, workers or processors())
            inspect(stage)
            pictures = {one.output.name: pictures_of(stage, one.output) for one in tasks}
            hashes = publish(project, stage, [*paths, *chain.from_iterable(pictures.values())])
        for output, key in tasks:
            beside, new = pictures[output.name], made[output.name]
            drop_others(project, output, beside)
            its_own = {path: hashes[path] for path in (*output.paths, *beside)}
            records[output.name] = Record(key, round(new.seconds, 3), its_own, new.warnings)
        keep(file, records)
    return Results(tuple(made[output.name] for output in outputs))


@contextmanager
def _stage(project: Project) -> Iterator[Path]:
    """A folder on which outputs are made, out of sight until all of them are finished."""
    folder = project.state / "stage"
    # What a render that was killed left behind goes first.
    shutil.rmtree(folder, ignore_errors=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make(
    project: Project,
    tasks: Sequence[_Task],
    stage: Path,
    epoch: int,
    reporter: Reporter,
    workers: int,
) -> dict[str, Made]:
    """Make every output on a stage; an interrupt ends the programs that are at it.

    Raises:
        ThemeloomError: every mistake, once all other outputs have ended.
    """
    made: dict[str, Made] = {}
    errors: list[ThemeloomError] = []

    def make(task: _Task) -> tuple[str, ...]:
        return make_output(project, task.output, stage, epoch)

    try:
        for news in side_by_side(tasks, make, workers):
            output = news.task.output
            if isinstance(news, Started):
                reporter.started(output.name)
            elif isinstance(news.error, ThemeloomError):
                errors += flat(news.error)
                reporter.failed(output.name)
            else:
                made[output.name] = _made(output, stage, news.seconds, news.result() or ())
                reporter.finished(made[output.name])
    except BaseException:
        processes.stop_all()
        raise
    raise_all(in_order(errors))
    return made


def make_output(project: Project, output: Output, stage: Path, epoch: int) -> tuple[str, ...]:
    """Make one output on the stage: pandoc, then Typst or what an office file still needs.

    Returns:
        The warnings that a person should see.
    """
    targets = [stage / path for path in output.paths]
    targets[0].parent.mkdir(parents=True, exist_ok=True)
    work = work_folder(project, output)
    written = work / f"{output.document.stem}.typ" if output.format.typeset else targets[0]
    pandoc.run(write_seam(project, output, written, epoch))
    _nothing_left(written, output)
    warnings = check_lettering(project, output, written)
    if output.format.typeset:
        return _typeset(project, output, written, targets, epoch)
    if output.format.key == "jats":
        put_beside(project.root, work, written)
        finish_jats(written)
    if output.format.key in {"docx", "pptx"}:
        finish_office(project, written, output.document, output.metadata)
    return warnings


def finish_office(
    project: Project, path: Path, document: Document | None, metadata: Mapping[str, object]
) -> None:
    """Do to a Word document or a deck what pandoc leaves to be done; see `finish_slides`."""
    if path.suffix == ".docx":
        finish_docx(path, metadata, project.state / "fonts" / "office")
    else:
        finish_slides(path, document, metadata, project)


def _typeset(
    project: Project, output: Output, source: Path, targets: Sequence[Path], epoch: int
) -> tuple[str, ...]:
    from themeloom.engines.typst import Judge, Typesetting, typeset
    from themeloom.formats.pages import PagesCheck
    from themeloom.formats.poster.check import PosterCheck
    from themeloom.formats.slides import SlidesCheck

    name, document = targets[0].name, output.document
    judge: Judge = PagesCheck(document, name, project.evidence)
    if output.format.key == "poster-pdf":
        judge = PosterCheck(document, output.metadata, project.root)
    elif output.format.key == "slides-pdf":
        judge = SlidesCheck(document, name)
    return typeset(
        Typesetting(
            source=source,
            pdf=targets[0],
            picture=targets[1] if len(targets) > 1 else None,
            root=project.root,
            fonts=project.state / "fonts",
            metadata=output.metadata,
            document=document.path,
            epoch=epoch,
            judge=judge,
        )
    )


def _nothing_left(written: Path, output: Output) -> None:
    """See that every shortcode was resolved; one that was not would be gone without a word."""
    if written.suffix not in _READABLE:
        return
    text = written.read_text(encoding="utf-8")
    at = text.find(OPEN)
    if at >= 0:
        index = int(text[at + 1 : text.find(CLOSE, at)])
        raise output.shortcodes[index].error(
            f"the shortcode {{{{< {output.shortcodes[index].name} >}}}} stands where it cannot be "
            f"resolved in the format {output.format.name}",
            "move it into plain text: not into an address, an attribute or mark-up of a format",
        )


def _made(
    output: Output,
    folder: Path,
    seconds: float,
    warnings: tuple[str, ...],
    *,
    skipped: bool = False,
) -> Made:
    """What is told of an output whose files lie below `folder`."""
    sizes = tuple((folder / path).stat().st_size for path in output.paths)
    document, format_ = output.document.path, output.format.name
    return Made(document, format_, output.paths, sizes, seconds, warnings, skipped)
