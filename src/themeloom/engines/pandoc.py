"""Runs pandoc: one job in, one file out, every warning an error with its place."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import msgspec

from themeloom.core import processes
from themeloom.core.errors import ThemeloomError, raise_all
from themeloom.core.expressions import later
from themeloom.core.extensions import FOLDER, UPDATE
from themeloom.core.files import beside
from themeloom.core.packages import folder_of_package
from themeloom.core.text import shortened
from themeloom.documents.places import Place
from themeloom.engines import sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from themeloom.documents.formats import Pandoc
    from themeloom.documents.places import Spliced


_OURS = later(
    r"themeloom: (?P<file>[^\n:]+):(?:(?P<line>\d+):)? (?P<message>[^\n]+)"
    r"(?:\nsought: (?P<sought>[^\n]+))?(?:\n *hint: (?P<hint>[^\n]+))?"
)
#: A bibliography that pandoc cannot read, and where; or one that is not in UTF-8.
_BIBLIOGRAPHY = later(
    r"Error reading bibliography file (?P<file>[^\n]+?):\s*(?:\(line (?P<line>\d+))?"
    r"|UTF-8 decoding error in (?P<other>\S+\.(?:bib|bibtex|json|ya?ml)) "
)
#: A module of an extension that is older than the package.
_MODULE = later(rf"cannot open \S*?(?P<file>{FOLDER}/\S+?\.lua)")
#: A file that a writer asks for, without which it stops.
_LOST = later(r"^File (\S.*?) not found in resource path", re.MULTILINE)
#: What is made of pandoc's warnings, by the type that its log gives them.
_WARNINGS = beside(__file__, "warnings.toml")


def errors_of_run(
    stderr: str, document: str, source: Spliced | None = None, front: str = ""
) -> ThemeloomError:
    """Turn the error stream of a run that failed into one error, or several in one.

    Args:
        stderr: the error stream.
        document: the document, as the user names it.
        source: what pandoc read, which knows where its lines are from.
        front: the file of the document, whose front matter pandoc got as data.
    """
    try:
        raise_all(_ours(stderr, document, source, front))
    except ThemeloomError as error:
        return error
    if broken := _BIBLIOGRAPHY.search(stderr):
        name = (broken["file"] or broken["other"]).lstrip("./")
        return ThemeloomError(
            f"the bibliography {name} cannot be read",
            "an entry is not closed there, or the file is no BibTeX and no CSL-JSON in UTF-8",
            file=name,
            line=int(broken["line"] or 1),
        )
    if lost := _LOST.search(stderr):
        return _warning({"type": "CouldNotFetchResource", "path": lost[1]}, document, source)
    if older := _MODULE.search(stderr):
        name = older["file"].rpartition("/")[2]
        return ThemeloomError(f"the extension has no {name}", UPDATE, file=older["file"])
    said = re.sub(r"\nstack traceback:.*", "", stderr, flags=re.DOTALL).strip()
    return ThemeloomError(f"pandoc stopped: {said or 'it gave no reason'}", file=document)


def _ours(
    stderr: str, document: str, source: Spliced | None, front: str
) -> Iterator[ThemeloomError]:
    """What our filters refused, each on the line on which what it is about stands."""

    def within(at: int) -> Place:
        return Place(document, front.count("\n", 0, at) + 1)

    for found in _OURS.finditer(stderr):
        line = int(found["line"]) if found["line"] else None
        error = ThemeloomError(found["message"], found["hint"] or "", file=found["file"], line=line)
        if found["sought"] and source and not line and found["file"] == document:
            where = _written(found["sought"])
            place = _found(where, source.prose, source.place) or _found(where, front, within)
            error = place.error(error.message, error.hint) if place else error
        yield error


def _written(sought: str) -> re.Pattern[str]:
    """How what a filter names is written: a citation as `@key` or `@{key}`, all else as it is."""
    if sought.startswith("@"):
        key = re.escape(sought[1:])
        return re.compile(rf"(?<![\w\\])@(?:{key}(?![\w-])|\{{{key}\}})")
    return re.compile(rf"(?<![\w/.-]){re.escape(sought)}(?![\w-])")


def _found(written: re.Pattern[str], text: str, place: Callable[[int], Place]) -> Place | None:
    """The place where something is written first."""
    found = written.search(text)
    return place(found.start()) if found else None


def warnings_of_log(log: Path, document: str, source: Spliced | None = None) -> None:
    """Raise what pandoc only warned of, for a reader would miss it.

    Args:
        log: the file that pandoc's option `--log` wrote.
        document: the document, as the user names it.
        source: what pandoc read, which knows where its lines are from.
    """
    if not log.is_file():
        return
    entries = json.loads(log.read_text(encoding="utf-8"))
    warnings = [entry for entry in entries if entry.get("verbosity") == "WARNING"]
    raise_all(
        _warning(one, document, source)
        for one in warnings
        if one["type"] not in _WARNINGS["harmless"]
    )


#: So much of a formula is shown where it cannot be set.
_SHOWN = 70


def _warning(entry: dict[str, Any], document: str, source: Spliced | None) -> ThemeloomError:
    told = _WARNINGS["told"].get(entry["type"])
    place = _place(entry, source) if source else None
    file, line = (place.file, place.line) if place else (document, None)
    if told is None:
        said = f"pandoc warns: {entry.get('pretty', entry['type'])}"
        return ThemeloomError(said, file=file, line=line)
    what = entry.get("path") or entry.get("contents") or entry.get("key") or ""
    what = shortened(" ".join(what.split()), _SHOWN)
    return ThemeloomError(told["message"].format(what), told["hint"], file=file, line=line)


def _place(entry: dict[str, Any], source: Spliced) -> Place | None:
    """Where it is written: pandoc names the line, or the formula, or the end of a path."""
    if line := entry.get("line"):
        return source.lines.place(line)
    what = entry.get("contents") or Path(unquote(entry.get("path") or "")).name
    at = source.text.find(what) if what else -1
    return source.place(at) if at >= 0 else None


HERE = Path(__file__).parent
#: The one filter of ours that pandoc is given; `pipeline.lua` lists the steps in their order.
PIPELINE = HERE / "lua" / "pipeline.lua"
TEMPLATES = HERE / "templates"

#: Room that pandoc fills before it tidies its memory, small enough for the processor's own, and
#: what it may keep before it tidies all of it. It is linked with a heap of 64 MB (`-H64m`), into
#: which that room would grow at once; with a small one it takes a fifth less time.
GHCRTS = "-H1m -A4m -O256m"
LOG = "pandoc-log.json"
SLIDE_LEVEL = 2


class Job(msgspec.Struct, frozen=True):
    """One run of pandoc.

    Args:
        work: the folder with `document.md`, `metadata.json` and `build.json`.
        output: the file to write.
        told: what it is told of the format.
        root: the project's folder.
        extension: the folder of the format's own Quarto extension.
        resources: where relative paths of pictures start.
        metadata: what `metadata.json` holds.
        epoch: the time, in seconds since 1970, that the output carries.
        document: the document, as the user names it.
        styles: the folder of the staged reference documents.
        source: what `document.md` holds, which knows where its lines are from.
    """

    work: Path
    output: Path
    told: Pandoc
    root: Path
    extension: Path
    resources: Path
    metadata: Mapping[str, object]
    epoch: int
    styles: Path
    document: str = ""
    source: Spliced | None = None


def run(job: Job) -> None:
    """Write the job's output with pandoc.

    Raises:
        ThemeloomError: what pandoc or a Lua filter refused or warned of.
    """
    log = job.work / LOG
    log.unlink(missing_ok=True)
    code, said = processes.run(arguments(job), cwd=job.work, env=environment(job.epoch))
    document = json.loads((job.work / "build.json").read_text(encoding="utf-8"))["document"]
    if code:
        written = job.root / document
        front = written.read_text(encoding="utf-8") if written.is_file() else ""
        raise errors_of_run(said, document, job.source, front)
    warnings_of_log(log, document, job.source)
    if job.told.style_sheet:
        sheets.put_in(job)


def environment(epoch: int) -> dict[str, str]:
    """Give the variables that pandoc runs with: what may change its output is set by us."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("LUA_")}
    # In the locale C, pandoc on Linux cannot name files that are not ASCII.
    locale = {"LC_ALL": "C.UTF-8"} if sys.platform == "linux" else {}
    return {**own, **locale, "GHCRTS": GHCRTS, "SOURCE_DATE_EPOCH": str(epoch)}


def arguments(job: Job) -> list[str]:
    """Give the whole command line of a job; it is run in the job's work folder."""
    # The pipeline loads it, in words of Lua's own if it is lost.
    _of_extension(job.extension.parent / "themeloom", "formats/part.lua")
    return [
        str(program()),
        "document.md",
        "--from=markdown",
        f"--to={job.told.writer}",
        "--standalone",
        "--wrap=none",
        "--eol=lf",
        f"--log={LOG}",
        # An empty data folder: nothing of the user's own pandoc set-up may slip in.
        "--data-dir=.",
        "--metadata-file=metadata.json",
        # What the filters found is named from here.
        f"--resource-path={os.pathsep.join([*_resources(job), '.'])}",
        f"--lua-filter={PIPELINE}",
        *_template(job),
        *job.told.options,
        *_of_this_format(job),
        f"--output={_seen_from(job, job.output)}",
    ]


def _resources(job: Job) -> list[str]:
    return [_seen_from(job, job.root), _seen_from(job, job.resources)]


def _seen_from(job: Job, path: Path) -> str:
    return seen_from(job.work, path)


def seen_from(work: Path, path: Path) -> str:
    """A path from the folder in which pandoc runs: none of the folders above are named in it.

    pandoc takes a colon in a path for the end of it, and %20 for a blank.
    """
    try:
        return Path(os.path.relpath(os.path.realpath(path), os.path.realpath(work))).as_posix()
    except ValueError:  # on Windows, on another drive
        return path.as_posix()


@cache
def program() -> Path:
    """Find the pandoc that its wheel brought, without importing the wheel."""
    name = "pandoc.exe" if os.name == "nt" else "pandoc"
    found = folder_of_package("pypandoc", "pypandoc_binary") / "files" / name
    if not found.is_file():
        raise ThemeloomError(
            "pandoc is missing from the package pypandoc_binary",
            "reinstall it: python -m pip install --force-reinstall pypandoc_binary",
        )
    return found


def _template(job: Job) -> Iterator[str]:
    """Our template, beside what pandoc gets, with the partials that it looks for there."""
    told = job.told
    if told.template:
        own = TEMPLATES / told.template
        file = own if own.is_file() else _of_extension(job.extension, told.template)
        for one in (file, *(_of_extension(job.extension, name) for name in told.partials)):
            shutil.copyfile(one, job.work / one.name)
        yield f"--template={file.name}"


def _of_extension(extension: Path, name: str) -> Path:
    """Give a file that an extension has to have."""
    file = extension / name
    if not file.is_file():
        raise ThemeloomError(
            f"the extension has no {name}",
            UPDATE,
            file=f"{FOLDER}/{extension.name}/{name}",
        )
    return file


def _of_this_format(job: Job) -> Iterator[str]:
    """What the format takes of the document's settings, and of what lies in the project."""
    told, asked, styles = job.told, job.metadata, job.styles
    if told.style_sheet:
        yield from (f"--css={_seen_from(job, sheet)}" for sheet in sheets.given(job))
    if told.contents and asked.get("toc"):
        yield from ("--toc", f"--toc-depth={asked.get('toc-depth') or 3}")
    if told.slides:
        yield f"--slide-level={asked.get('slide-level') or SLIDE_LEVEL}"
    if told.in_steps and asked.get("incremental") is True:
        yield "--incremental"
    if told.script and (script := job.extension / told.script).is_file():
        yield f"--variable=script:{_seen_from(job, script)}"
    reviewed = told.for_reviewers and asked.get("review") is True
    reference = told.for_reviewers if reviewed else told.reference
    if reference and (styles / reference).is_file():
        yield f"--reference-doc={_seen_from(job, styles / reference)}"
