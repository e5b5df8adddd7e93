"""What lies in `.themeloom/` before anything is rendered: typefaces, styles, the code to scan."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any, TypedDict

from themeloom.core.extensions import folder_of
from themeloom.core.files import (
    combined,
    digest_of,
    digests,
    emptied,
    files_below,
    package_digest,
    put,
)
from themeloom.core.kept import keep, kept
from themeloom.core.packages import packages, versions
from themeloom.documents.cells_as_text import ENDINGS
from themeloom.formats.branding import pack_references, shown_by, stage_brand
from themeloom.look.tokens import LOOK
from themeloom.typefaces.coverage import with_lent
from themeloom.typefaces.embedding import stage_office
from themeloom.typefaces.faces import scripts_in
from themeloom.typefaces.web import stage_faces, stage_web

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from themeloom.core.project import Project
    from themeloom.documents.brand import Brand


#: The rooms whose code can change what is staged.
_ROOMS = ("core", "formats", "look", "typefaces")
#: A quarter of the code may be hidden or torn and it can still be read.
_CORRECTION = "q"
#: The quiet zone that the standard asks for, in modules.
_BORDER = 4
#: What the steps are called that stage a brand, before its key.
_BRAND = "brand "
#: Pixels of a module in the .png: sharp at 80 mm wide in print.
_SCALE = 24


def link_of(metadata: Mapping[str, object]) -> str:
    """The address that readers should be led to: the article of record's, by its DOI."""
    article: Any = metadata.get("article")
    if not isinstance(article, dict):
        return ""
    doi = str(article.get("doi") or "").strip()
    return f"https://doi.org/{doi}" if doi else str(article.get("url") or "").strip()


def make_code(link: str, folder: Path) -> list[Path]:
    """Write `qr.svg` and `qr.png`, ink on nothing, so that they sit on any light ground."""
    import segno

    code = segno.make(link, error=_CORRECTION, micro=False)
    drawn, printed, ink = BytesIO(), BytesIO(), LOOK.colours["ink"]
    code.save(
        drawn, kind="svg", dark=ink, light=None, border=_BORDER, xmldecl=False, svgns=True,
        omitsize=True, title=link, nl=True, svgclass=None, lineclass=None,
    )  # fmt: skip
    code.save(printed, kind="png", dark=ink, light="white", border=_BORDER, scale=_SCALE)
    return [
        put(folder / "qr.svg", drawn.getvalue()),
        put(folder / "qr.png", printed.getvalue()),
    ]


NOTED = "staged.json"


class _Note(TypedDict):
    """What is noted of a step: the digest of what went in, those of the files that came."""

    key: str
    files: dict[str, str]


def stage(
    project: Project,
    metadata: Mapping[str, object],
    brands: Iterable[Brand | None] = (),
) -> dict[str, str]:
    """Do every step whose inputs changed, or whose files did.

    Args:
        project: the compendium.
        metadata: what holds for every document.
        brands: those that outputs have.

    Returns:
        The digest of every file that is staged, by its path from the working folder.
    """
    fonts, styles = project.state / "fonts", project.state / "styles"
    texts = _texts(project)
    scripts, link = scripts_in(texts), link_of(metadata)
    further = with_lent(project.typefaces, texts)
    own = project.digests(project.typefaces) | {path.name: "" for path in further}
    letters = "".join(sorted(set(texts))) if further else ""
    cut = (scripts, own, letters)
    steps: dict[str, tuple[object, Callable[[], list[Path]]]] = {
        "faces": (own, lambda: stage_faces(fonts, further)),
        "web": (cut, lambda: stage_web(fonts / "web", scripts, further, letters)),
        "office": (cut, lambda: stage_office(fonts / "office", scripts, further, letters)),
    }
    references = folder_of(project.root, "themeloom") / "reference"
    if parts := digests(files_below(references), references):
        steps["references"] = (parts, lambda: pack_references(references, styles))
    if link:
        steps["code"] = (link, lambda: make_code(link, styles))
    for brand in filter(None, brands):
        made_of = (
            [brand.key, *cut, shown_by(project)],
            partial(stage_brand, project, brand, scripts),
        )
        steps.setdefault(f"{_BRAND}{brand.key}", made_of)
    return _do(project.state, steps)


def staged(project: Project) -> dict[str, str]:
    """What was staged the last time, likewise."""
    noted = kept(project.state / NOTED, dict[str, _Note]) or {}
    return {name: one for note in noted.values() for name, one in note["files"].items()}


def _do(
    state: Path, steps: Mapping[str, tuple[object, Callable[[], list[Path]]]]
) -> dict[str, str]:
    """Do the steps that are not as they were noted, and note them."""
    before = kept(state / NOTED, dict[str, _Note]) or {}
    there = [(state / name, one) for note in before.values() for name, one in note["files"].items()]
    if not before or any(digest_of(path) != one for path, one in there):
        # What is garbled may be a folder now, or lie in what was one.
        before = {}
        for folder in ("fonts", "styles", "looks"):
            emptied(state / folder)
    # A brand that none of these outputs has may be another one's.
    after = {name: note for name, note in before.items() if name.startswith(_BRAND)}
    always = {"source": package_digest(*_ROOMS), "versions": versions(packages("render"))}
    for name, (own, make) in steps.items():
        key = combined({**always, "own": own})
        note = before.get(name)
        if note is None or note["key"] != key:
            note = {"key": key, "files": digests(make(), state)}
        after[name] = note
    if after != before:
        keep(state / NOTED, after)
    return {name: one for note in after.values() for name, one in note["files"].items()}


def _texts(project: Project) -> str:
    """All that the documents may say: their sources, the evidence, titles and names."""
    files = [project.metadata, *project.below(project.evidence)]
    endings = tuple(ENDINGS)
    files += (project.root / name for name in project.names_below("") if name.endswith(endings))
    there = (project.bytes_of(path) for path in files if project.has(path))
    return "".join(data.decode("utf-8", "replace") for data in there)
