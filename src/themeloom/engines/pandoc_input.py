"""The files that pandoc gets, written where a person can open them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from msgspec.structs import asdict

from themeloom.core.files import emptied
from themeloom.engines.pandoc import Job, seen_from
from themeloom.typefaces.scripts import FAMILIES

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.core.project import Project
    from themeloom.documents.brand import Brand
    from themeloom.documents.plan import Output


#: What it keeps of the document before anything is made of it, and the step that does.
READ, _READS = "read.json", "read"


def work_folder(project: Project, output: Output) -> Path:
    """Where the files of one output's run lie."""
    return project.state / "work" / output.document.key / output.format.key


def styles_of(project: Project, output: Output) -> Path:
    """The folder of the reference documents: those of a brand, or ours."""
    return project.looks / output.brand.key if output.brand else project.state / "styles"


def as_json(value: object) -> str:
    """JSON that is the same for the same data."""
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def build_data(output: Output) -> dict[str, object]:
    """What the Lua filters are told about a run, the machine's own folders aside."""
    return {
        "format": output.format.key,
        "document": output.document.path,
        "shortcodes": [{**asdict(one), "kwargs": dict(one.kwargs)} for one in output.shortcodes],
        "variables": output.variables,
        **({"elsewhere": output.elsewhere} if output.elsewhere else {}),
        **_of_brand(output.brand),
    }


def _of_brand(brand: Brand | None) -> dict[str, object]:
    """What shortcodes may say of a brand."""
    if brand is None:
        return {}
    named = {
        mode: {name: {"path": one.path, "alt": one.alt} for name, one in logos.items()}
        for mode, logos in brand.named.items()
    }
    return {"brand": {"color": brand.colours, "logo": named}}


def _fallbacks(project: Project, output: Output) -> dict[str, object]:
    """The families that the project brings, which Typst falls back to."""
    noted = project.state / "fonts" / FAMILIES
    if not (output.format.typeset or output.format.set_by) or not noted.is_file():
        return {}
    families = noted.read_text(encoding="utf-8").splitlines()
    return {"fallback-fonts": families} if families else {}


def write_seam(
    project: Project, output: Output, target: Path, epoch: int, *, only_read: bool = False
) -> Job:
    """Write `document.md`, `metadata.json` and `build.json`; what pandoc is to do with them.

    Args:
        project: the compendium.
        output: what is made.
        target: the file that pandoc writes.
        epoch: the time, in seconds since 1970, that it carries.
        only_read: whether the document is only read, and nothing made of it.
    """
    work = emptied(work_folder(project, output))
    root = project.root
    extension = project.extensions / "themeloom"
    build = {
        **build_data(output),
        "root": seen_from(work, root),
        "extension": seen_from(work, extension),
        **({"last": _READS} if only_read else {}),
    }
    files = {
        "document.md": output.document.body,
        "metadata.json": as_json({**_fallbacks(project, output), **output.metadata}),
        "build.json": as_json(build),
    }
    for name, text in files.items():
        (work / name).write_text(text, encoding="utf-8", newline="\n")
    return Job(
        work=work,
        output=target,
        told=output.format.pandoc,
        root=root,
        extension=project.extensions / output.format.extension,
        resources=(root / output.document.path).parent,
        metadata=output.metadata,
        epoch=epoch,
        document=output.document.path,
        styles=styles_of(project, output),
        source=output.document.spliced,
    )
