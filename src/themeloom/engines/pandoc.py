"""Runs pandoc: one job in, one file out, every warning an error with its place."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from themeloom.core import processes
from themeloom.core.errors import ThemeloomError, raise_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


_OURS = re.compile(
    r"themeloom: (?P<file>[^\n:]+):(?:(?P<line>\d+):)? (?P<message>[^\n]+)"
    r"(?:\n *hint: (?P<hint>[^\n]+))?"
)
#: Warnings that take nothing from the reader, by the type that pandoc's log gives them. Of
#: pandoc's own words for things, which it lacks for Chinese, our templates use none.
HARMLESS = frozenset(
    {"CouldNotLoadTranslations", "NoLangSpecified", "NoTitleElement", "NoTranslation"}
)
_WARNINGS = {
    "CouldNotFetchResource": (
        "the file {0} is missing or cannot be read",
        "check its path; a path that starts with / is taken from the project's root",
    ),
    "CouldNotConvertTeXMath": (
        "the formula {0} cannot be set",
        "write it in the LaTeX that pandoc understands, without macros of other packages",
    ),
}


def errors_of_run(stderr: str, document: str) -> ThemeloomError:
    """Turn the error stream of a run that failed into one error, or several in one."""
    try:
        raise_all(_ours(stderr))
    except ThemeloomError as error:
        return error
    said = re.sub(r"\nstack traceback:.*", "", stderr, flags=re.DOTALL).strip()
    return ThemeloomError(f"pandoc stopped: {said or 'it gave no reason'}", file=document)


def _ours(stderr: str) -> Iterator[ThemeloomError]:
    for found in _OURS.finditer(stderr):
        line = found["line"]
        yield ThemeloomError(
            found["message"],
            found["hint"] or "",
            file=found["file"],
            line=None if line is None else int(line),
        )


def warnings_of_log(log: Path, document: str) -> None:
    """Raise what pandoc only warned of, for a reader would miss it.

    Args:
        log: the file that pandoc's option `--log` wrote.
        document: the document, as the user names it.
    """
    if not log.is_file():
        return
    entries = json.loads(log.read_text(encoding="utf-8"))
    warnings = [entry for entry in entries if entry.get("verbosity") == "WARNING"]
    raise_all(_warning(one, document) for one in warnings if one["type"] not in HARMLESS)


def _warning(entry: dict[str, str], document: str) -> ThemeloomError:
    if entry["type"] not in _WARNINGS:
        return ThemeloomError(f"pandoc warns: {entry.get('pretty', entry['type'])}", file=document)
    message, hint = _WARNINGS[entry["type"]]
    what = entry.get("path") or entry.get("contents") or ""
    return ThemeloomError(message.format(what), hint, file=document)


HERE = Path(__file__).parent
#: The one filter of ours that pandoc is given; `pipeline.lua` lists the steps in their order.
PIPELINE = HERE / "lua" / "pipeline.lua"
TEMPLATES = HERE / "templates"
#: What pandoc is told about each of our formats: its writer, and the template, which is ours
#: or, where Quarto uses it as well, the extension's.
WRITERS = {
    "html": ("html5", "article.html"),
    "docx": ("docx", "article.openxml"),
    "pdf": ("typst-smart-citations", "document.typst"),
    "jats": ("jats_publishing+element_citations", "article.jats"),
    "revealjs": ("revealjs", "deck.revealjs"),
    "pptx": ("pptx", ""),
    "poster-html": ("html5", "poster.html"),
    "poster-pdf": ("typst-smart-citations", "document.typst"),
    "slides-pdf": ("typst-smart-citations", "document.typst"),
}
#: What a document is, where the partials of its extension differ, and so do its divs.
KINDS = {"pdf": "paper", "poster-pdf": "poster", "slides-pdf": "slides", "poster-html": "poster"}
#: The style sheet that an extension brings for a format.
STYLE_SHEETS = {"html": "themeloom.css", "revealjs": "deck.css", "poster-html": "poster.css"}
#: The partials that an extension brings for a format, which our template there includes.
PARTIALS = {
    "pdf": ("typst-template.typ", "typst-front.typ", "typst-table.typ", "typst-show.typ"),
    "slides-pdf": ("typst-template.typ", "typst-show.typ"),
    "poster-pdf": (
        "typst-template.typ",
        "typst-front.typ",
        "typst-measure.typ",
        "typst-show.typ",
    ),
    "poster-html": ("title-block.html",),
}
#: What a deck takes of reveal.js.
REVEAL = ("dist/reset.css", "dist/reveal.css", "dist/reveal.js", "plugin/notes/notes.js")
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
#: Room that pandoc fills before it tidies its memory; it saves a sixth of its time.
GHCRTS = "-A64m"
LOG = "pandoc-log.json"
SLIDE_LEVEL = 2


@dataclass(frozen=True)
class Job:
    """One run of pandoc.

    Args:
        work: the folder with `document.md`, `metadata.json` and `build.json`.
        output: the file to write.
        format: one of `WRITERS`.
        root: the project's folder.
        extension: the folder of the format's own Quarto extension.
        resources: where relative paths of pictures start.
        metadata: what `metadata.json` holds.
        epoch: the time, in seconds since 1970, that the output carries.
    """

    work: Path
    output: Path
    format: str
    root: Path
    extension: Path
    resources: Path
    metadata: Mapping[str, object]
    epoch: int


def run(job: Job) -> None:
    """Write the job's output with pandoc.

    Raises:
        ThemeloomError: what pandoc or a Lua filter refused or warned of.
    """
    _stage_template(job)
    _stage_reveal(job)
    log = job.work / LOG
    log.unlink(missing_ok=True)
    code, said = processes.run(
        arguments(job),
        cwd=job.work,
        env=environment(job.epoch),
    )
    document = json.loads((job.work / "build.json").read_text(encoding="utf-8"))["document"]
    if code:
        raise errors_of_run(said, document)
    warnings_of_log(log, document)


def environment(epoch: int) -> dict[str, str]:
    """Give the variables that pandoc runs with: what may change its output is set by us."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("LUA_")}
    # In the locale C, pandoc on Linux cannot name files that are not ASCII.
    locale = {"LC_ALL": "C.UTF-8"} if sys.platform == "linux" else {}
    return {**own, **locale, "SOURCE_DATE_EPOCH": str(epoch)}


def arguments(job: Job) -> list[str]:
    """Give the whole command line of a job; it is run in the job's work folder."""
    writer, template = WRITERS[job.format]
    return [
        str(program()),
        "document.md",
        "--from=markdown",
        f"--to={writer}",
        "--standalone",
        "--wrap=none",
        "--eol=lf",
        f"--log={LOG}",
        # An empty data folder: nothing of the user's own pandoc set-up may slip in.
        f"--data-dir={job.work}",
        "--metadata-file=metadata.json",
        f"--resource-path={job.root}{os.pathsep}{job.resources}",
        f"--lua-filter={PIPELINE}",
        f"--lua-filter={_of_extension(job.extension.parent / 'themeloom', 'evidence.lua')}",
        *_template(job, template),
        *_format_arguments(job),
        f"--output={job.output}",
    ]


@cache
def program() -> Path:
    """Find the pandoc that its wheel brought, without importing the wheel."""
    name = "pandoc.exe" if os.name == "nt" else "pandoc"
    found = _package("pypandoc", "pypandoc_binary") / "files" / name
    if not found.is_file():
        raise ThemeloomError(
            "pandoc is missing from the package pypandoc_binary",
            "reinstall it: python -m pip install --force-reinstall pypandoc_binary",
        )
    return found


@cache
def reveal() -> Path:
    """Find the reveal.js that the package sphinx-revealjs bundles."""
    return _package("sphinx_revealjs", "sphinx-revealjs") / "_static" / "revealjs"


def _package(module: str, distribution: str) -> Path:
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        raise ThemeloomError(
            f"the package {distribution} is not installed",
            f"install it: python -m pip install {distribution}",
        )
    return Path(spec.origin).parent


def _template(job: Job, template: str) -> list[str]:
    if not template:
        return []
    staged = job.format in PARTIALS
    return [f"--template={job.work / template if staged else _template_file(job)}"]


def _template_file(job: Job) -> Path:
    """Give a template where it lies: with the package, or with the extension for Quarto too."""
    _, template = WRITERS[job.format]
    own = TEMPLATES / template
    return own if own.is_file() else _of_extension(job.extension, template)


def _of_extension(extension: Path, name: str) -> Path:
    """Give a file that an extension has to have."""
    file = extension / name
    if not file.is_file():
        raise ThemeloomError(
            f"the extension has no {name}",
            "put the whole folder _extensions of this project back",
            file=file,
        )
    return file


def _stage_template(job: Job) -> None:
    """Put our template beside the extension's partials, where pandoc looks for them."""
    if job.format not in PARTIALS:
        return
    partials = [_of_extension(job.extension, name) for name in PARTIALS[job.format]]
    for file in (_template_file(job), *partials):
        shutil.copyfile(file, job.work / file.name)


def _stage_reveal(job: Job) -> None:
    """Put reveal.js beside the document, without the notes that make a browser ask for more."""
    if job.format != "revealjs":
        return
    for name in REVEAL:
        target = job.work / "reveal" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        text = (reveal() / name).read_text(encoding="utf-8")
        target.write_text(_SOURCE_MAP.sub("", text), encoding="utf-8", newline="\n")


def _format_arguments(job: Job) -> list[str]:
    """Give what only this format needs."""
    if job.format == "html":
        return [*_offline(job), "--section-divs", *_contents(job), *_script(job, "page.js")]
    if job.format == "revealjs":
        return [*_offline(job), *_slides(job), *_script(job, "deck.js")]
    if job.format == "jats":
        # The pipeline numbers the sections itself; this makes pandoc write its numbers as labels.
        return ["--number-sections"]
    if job.format == "docx":
        review = job.metadata.get("review") is True
        return [*_reference(job, "reference-review.docx" if review else "reference.docx")]
    if job.format == "pptx":
        return [*_reference(job, "reference.pptx"), *_slides(job)]
    offline = _offline(job) if job.format == "poster-html" else []
    return [*offline, f"--metadata=themeloom-output:{KINDS[job.format]}"]


def _offline(job: Job) -> list[str]:
    return ["--embed-resources", "--mathml", *(f"--css={sheet}" for sheet in style_sheets(job))]


def style_sheets(job: Job) -> list[Path]:
    """List the style sheets of a web page: fonts, the extension's own, then the document's."""
    fonts = job.root / ".themeloom" / "fonts" / "web" / "fonts.css"
    own = job.extension / STYLE_SHEETS[job.format]
    named = [_sheet(job, name) for name in _strings(job.metadata.get("css"))]
    sheets = (sheet.resolve() for sheet in (fonts, own, *named) if sheet.is_file())
    return list(dict.fromkeys(sheets))


def _sheet(job: Job, name: str) -> Path:
    folders = (job.root,) if name.startswith("/") else (job.resources, job.extension, job.root)
    for folder in folders:
        if (folder / name.lstrip("/")).is_file():
            return folder / name.lstrip("/")
    raise ThemeloomError(f'there is no style sheet "{name}"', "mend `css:` in the front matter")


def _contents(job: Job) -> list[str]:
    if not job.metadata.get("toc"):
        return []
    return ["--toc", f"--toc-depth={job.metadata.get('toc-depth') or 3}"]


def _script(job: Job, name: str) -> list[str]:
    script = job.extension / name
    return [f"--variable=script:{script}"] if script.is_file() else []


def _slides(job: Job) -> list[str]:
    return [f"--slide-level={job.metadata.get('slide-level') or SLIDE_LEVEL}"]


def _reference(job: Job, name: str) -> list[str]:
    styles = job.root / ".themeloom" / "styles" / name
    return [f"--reference-doc={styles}"] if styles.is_file() else []


def _strings(value: object) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]
