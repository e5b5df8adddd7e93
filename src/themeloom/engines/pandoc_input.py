"""The files that pandoc gets, written where a person can open them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from themeloom.engines.pandoc import Job
from themeloom.typefaces.scripts import FAMILIES

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.core.project import Project
    from themeloom.documents.plan import Output


def work_folder(project: Project, output: Output) -> Path:
    """Where the files of one output's run lie."""
    return project.state / "work" / output.document.path.removesuffix(".qmd") / output.format.key


def as_json(value: object) -> str:
    """JSON that is the same for the same data."""
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def build_data(output: Output) -> dict[str, object]:
    """What the Lua filters are told about a run, the machine's own folders aside."""
    return {
        "format": output.format.key,
        "document": output.document.path,
        "shortcodes": [{**vars(one), "kwargs": dict(one.kwargs)} for one in output.shortcodes],
        "variables": output.variables,
    }


def _fallbacks(project: Project) -> dict[str, object]:
    """The families that the project brings, which Typst falls back to."""
    noted = project.state / "fonts" / FAMILIES
    families = noted.read_text(encoding="utf-8").splitlines() if noted.is_file() else []
    return {"fallback-fonts": families} if families else {}


def write_seam(project: Project, output: Output, target: Path, epoch: int) -> Job:
    """Write `document.md`, `metadata.json` and `build.json`; what pandoc is to do with them."""
    work = work_folder(project, output)
    work.mkdir(parents=True, exist_ok=True)
    root = project.root
    extension = project.extensions / "themeloom"
    metadata = {**_fallbacks(project), **output.metadata}
    build = {**build_data(output), "root": root.as_posix(), "extension": extension.as_posix()}
    files = {
        "document.md": output.document.body,
        "metadata.json": as_json(metadata),
        "build.json": as_json(build),
    }
    for name, text in files.items():
        (work / name).write_text(text, encoding="utf-8", newline="\n")
    return Job(
        work=work,
        output=target,
        format=output.format.key,
        root=root,
        extension=project.extensions / output.format.extension,
        resources=(root / output.document.path).parent,
        metadata=metadata,
        epoch=epoch,
    )
