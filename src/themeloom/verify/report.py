"""A verdict as one page to read and to file."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from themeloom.core.files import put
from themeloom.pages.explorer import filled
from themeloom.pages.explorer_data import web_fonts
from themeloom.study.store import read_study
from themeloom.typefaces.faces import scripts_in
from themeloom.typefaces.web import embedded, stage_web
from themeloom.verify.report_text import cut, lists, sentence, unread_told

if TYPE_CHECKING:
    from themeloom.core.project import Project
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
    page = filled(
        _HERE / "report.html",
        verdict=verdict,
        cut=cut,
        unread_told=unread_told,
        sentence=sentence(verdict),
        lists=list(lists(verdict)),
        title=study.study.title,
        faces=_faces(project),
        style=(_HERE / "report.css").read_text(encoding="utf-8"),
    )
    put(path, page)


def _faces(project: Project) -> str:
    """The typefaces as rules with the files inside."""
    if fonts := web_fonts(project.web_fonts):
        return embedded(fonts)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "web"
        stage_web(folder, scripts_in(""))
        return embedded(web_fonts(folder))
