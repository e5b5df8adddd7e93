"""A verdict as one page that opens offline, in the compendium's look."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from themeloom.explorer.typefaces import embedded
from themeloom.reading.study import read_study
from themeloom.verify.telling import cut, same_of, sentence, unread_told
from themeloom.weaving.files import put

if TYPE_CHECKING:
    from themeloom.project import Project
    from themeloom.verify.findings import Verdict

_HERE = Path(__file__).parent


def write_report(project: Project, verdict: Verdict, path: Path) -> None:
    """Write the page: the sentence first, then every file, then what else there is to know.

    Args:
        project: the study; its staged typefaces are used where they are.
        verdict: what was found.
        path: where to.

    Raises:
        ThemeloomError: if it cannot be written there.
    """
    study, _ = read_study(project)
    put(path, _page(project, verdict, study.study.title))


def _page(project: Project, verdict: Verdict, title: str) -> bytes:
    from jinja2 import Environment, StrictUndefined, select_autoescape

    engine = Environment(
        autoescape=select_autoescape(default=True, default_for_string=True),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    engine.filters.update(cut=cut, same_of=same_of, unread_told=unread_told)
    template = engine.from_string((_HERE / "report.html").read_text(encoding="utf-8"))
    page = template.render(
        verdict=verdict,
        sentence=sentence(verdict),
        title=title,
        faces=_faces(project),
        style=(_HERE / "report.css").read_text(encoding="utf-8"),
    )
    return (page.strip() + "\n").encode()


def _faces(project: Project) -> str:
    """The typefaces as rules with the files inside."""
    from themeloom.rendering.styles.fonts import scripts_in, stage_web

    folder = project.state / "fonts" / "web"
    if (folder / "fonts.css").is_file():
        return embedded({path.name: path.read_bytes() for path in folder.iterdir()})
    with tempfile.TemporaryDirectory() as name:
        stage_web(Path(name), scripts_in(""))
        return embedded({path.name: path.read_bytes() for path in Path(name).iterdir()})
