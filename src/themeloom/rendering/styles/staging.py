"""Making typefaces and styles when their inputs changed, and only then.

What was made is noted in `.themeloom/staged.json`: for each step a key, which
is the digest of all that goes into it, and the files that came of it. A step
whose key is the same and whose files are there is not done again.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from themeloom.fingerprint import combined, digests, versions
from themeloom.rendering import pandoc
from themeloom.rendering.styles.files import write_whole
from themeloom.rendering.styles.fonts import FACES, scripts_in
from themeloom.rendering.styles.qr import link_of
from themeloom.rendering.styles.scripts import with_lent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from themeloom.project import Project

#: The packages whose version can change what is made here.
PACKAGES = (
    "brotli",
    "font-source-sans-pro",
    "font-source-serif-pro",
    "fonttools",
    "matplotlib",
    "pypandoc_binary",
    "python-docx",
    "python-pptx",
    "segno",
)
NOTED = "staged.json"


class _Note(TypedDict):
    """What is noted of a step: the digest of what went in, the sizes of the files that came."""

    key: str
    files: dict[str, int]


def stage(project: Project, metadata: Mapping[str, object]) -> list[Path]:
    """Do every step whose inputs changed; return the files that were made."""
    fonts, styles = project.state / "fonts", project.state / "styles"
    texts = _texts(project)
    scripts, link = scripts_in(texts), link_of(metadata)
    further = with_lent(project.typefaces, texts, FACES[0].path())
    own = digests(project.typefaces, project.root) | {path.name: "" for path in further}
    letters = "".join(sorted(set(texts))) if further else ""
    steps: dict[str, tuple[object, Callable[[], list[Path]]]] = {
        "faces": (own, lambda: _faces(fonts, further)),
        "web": ((scripts, own, letters), lambda: _web(fonts / "web", scripts, further, letters)),
        "embeds": (
            (scripts, own, letters),
            lambda: _embeds(fonts / "word", scripts, further, letters),
        ),
        "deck": (
            (scripts, own, letters),
            lambda: _deck(fonts / "powerpoint", scripts, further, letters),
        ),
        "word": ("", lambda: _word(styles)),
        "powerpoint": ("", lambda: _powerpoint(styles)),
    }
    if link:
        steps["code"] = (link, lambda: _code(link, styles))
    return _do(project.state, steps)


def _do(state: Path, steps: Mapping[str, tuple[object, Callable[[], list[Path]]]]) -> list[Path]:
    """Do the steps that are not as they were noted, and note them."""
    before = _noted(state / NOTED)
    after: dict[str, _Note] = {}
    made: list[Path] = []
    here = Path(__file__).parent
    always = {"source": digests(here.glob("*.py"), here), "versions": versions(PACKAGES)}
    for name, (own, make) in steps.items():
        key = combined({**always, "own": own})
        note = before.get(name)
        if note is None or note["key"] != key or not _whole(state, note["files"]):
            paths = make()
            made += paths
            sizes = {path.relative_to(state).as_posix(): path.stat().st_size for path in paths}
            note = {"key": key, "files": sizes}
        after[name] = note
    if after != before:
        write_whole(state / NOTED, (json.dumps(after, indent=1) + "\n").encode())
    return made


def _noted(file: Path) -> dict[str, _Note]:
    """What was noted the last time; nothing if that cannot be read."""
    try:
        noted: dict[str, _Note] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return noted


def _whole(state: Path, files: Mapping[str, int]) -> bool:
    """Whether every file is there in its full length."""
    try:
        return all((state / name).stat().st_size == size for name, size in files.items())
    except OSError:
        return False


def _texts(project: Project) -> str:
    """All that the documents may say: their sources, the evidence, titles and names."""
    files = [project.metadata, *sorted(project.evidence.glob("*.md"))]
    files += sorted(project.root.glob("*/*.qmd"))
    return "".join(
        path.read_text(encoding="utf-8", errors="replace") for path in files if path.is_file()
    )


def _faces(folder: Path, further: Sequence[Path]) -> list[Path]:
    from themeloom.rendering.styles.fonts import stage_faces

    return stage_faces(folder, further)


def _web(
    folder: Path, scripts: tuple[str, ...], further: Sequence[Path], letters: str
) -> list[Path]:
    from themeloom.rendering.styles.fonts import stage_web

    return stage_web(folder, scripts, further, letters)


def _embeds(
    folder: Path, scripts: tuple[str, ...], further: Sequence[Path], letters: str
) -> list[Path]:
    from themeloom.rendering.styles.embedding import stage_embeds, stage_further

    return [*stage_embeds(folder, scripts), *stage_further(folder, further, letters)]


def _deck(
    folder: Path, scripts: tuple[str, ...], further: Sequence[Path], letters: str
) -> list[Path]:
    from themeloom.rendering.styles.embedding import stage_further
    from themeloom.rendering.styles.eot import to_eot
    from themeloom.rendering.styles.slidefonts import SUFFIX, stage_slide_fonts

    own = stage_slide_fonts(folder, scripts)
    return [*own, *stage_further(folder, further, letters, SUFFIX, to_eot)]


def _word(folder: Path) -> list[Path]:
    from themeloom.rendering.styles.word import make_reference

    own = _pandocs("reference.docx")
    return [
        make_reference(own, folder / "reference.docx"),
        make_reference(own, folder / "reference-review.docx", review=True),
    ]


def _powerpoint(folder: Path) -> list[Path]:
    from themeloom.rendering.styles.powerpoint import make_reference

    return [make_reference(_pandocs("reference.pptx"), folder / "reference.pptx")]


def _code(link: str, folder: Path) -> list[Path]:
    from themeloom.rendering.styles.qr import make_code

    return make_code(link, folder)


def _pandocs(name: str) -> bytes:
    """One of the files that pandoc brings, which ours begin as."""
    command = [str(pandoc.program()), f"--print-default-data-file={name}"]
    done = subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - the wheel's own program
    return done.stdout
