"""A verdict as one page to read and to file."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from themeloom.core.errors import ThemeloomError
from themeloom.core.files import put
from themeloom.pages.explorer import filled
from themeloom.pages.explorer_data import web_fonts
from themeloom.study.store import read_study
from themeloom.typefaces.faces import scripts_in
from themeloom.typefaces.web import embedded, stage_web
from themeloom.verify.report_text import cut, lists, sentence, unread_told

if TYPE_CHECKING:
    from themeloom.core.project import Project
    from themeloom.verify.findings import Compared, Verdict

_HERE = Path(__file__).parent


def write_report(project: Project, verdict: Verdict, path: Path) -> None:
    """Write what was found into a file: a page, JSON, or the fields of a certificate.

    Args:
        project: the study; its staged typefaces are used where they are.
        verdict: what was found.
        path: where to; its ending says what is written.

    Raises:
        ThemeloomError: the ending is another one, or nothing can be written there.
    """
    kinds = {".html": _page, ".json": _json, ".yml": _certificate, ".yaml": _certificate}
    kind = kinds.get(path.suffix.lower())
    if kind is None:
        raise ThemeloomError(
            f"a report cannot be a {path.suffix or 'file without ending'}: {path.name}",
            "name it .html (a page), .json, or codecheck.yml (a certificate's fields)",
        )
    put(path, kind(project, verdict))


def _page(project: Project, verdict: Verdict) -> bytes:
    """The sentence first, then what was run, what is the same, what differs, what is unknown."""
    return filled(
        _HERE / "report.html",
        verdict=verdict,
        cut=cut,
        unread_told=unread_told,
        sentence=sentence(verdict),
        lists=list(lists(verdict)),
        title=_title(project),
        faces=_faces(project),
        style=(_HERE / "report.css").read_text(encoding="utf-8"),
    )


def _title(project: Project) -> str:
    try:
        return read_study(project)[0].study.title
    except ThemeloomError:
        return project.root.name


def _json(project: Project, verdict: Verdict) -> bytes:
    """Everything, for programs."""
    told = {"study": _title(project), "equal": verdict.equal, "sentence": sentence(verdict)}
    data = msgspec.json.encode({**told, **msgspec.to_builtins(verdict)})
    return msgspec.json.format(data, indent=2) + b"\n"


def _certificate(project: Project, verdict: Verdict) -> bytes:
    """The fields of a CODECHECK certificate; who checks fills in what is empty."""
    import yaml

    about = read_study(project)[0].study
    article = about.article
    authors = [
        {
            "name": f"{one.name.given} {one.name.family}".strip(),
            **({"ORCID": one.orcid} if one.orcid else {}),
        }
        for one in about.authors
    ]
    files = [
        (group, one) for group in verdict.groups if group.kind == "output" for one in group.files
    ]
    told = {
        "version": "https://codecheck.org.uk/spec/config/1.0/",
        "paper": {
            "title": about.title,
            "authors": authors,
            "reference": f"https://doi.org/{article.doi}" if article else "",
        },
        "manifest": [{"file": group.path(one), "comment": _comment(one)} for group, one in files],
        "codechecker": [{"name": "", "ORCID": ""}],
        "summary": sentence(verdict),
        "repository": "",
        "check_time": verdict.ran.began,
        "certificate": "",
        "report": "",
    }
    return b"---\n" + yaml.safe_dump(told, sort_keys=False, allow_unicode=True, encoding="utf-8")


def _comment(one: Compared) -> str:
    if one.same:
        return "the same, byte for byte"
    if one.said:
        return "the same words"
    return "differs from itself (chance or clock)" if one.by_chance else "differs"


def _faces(project: Project) -> str:
    """The typefaces as rules with the files inside."""
    if fonts := web_fonts(project.web_fonts):
        return embedded(fonts)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "web"
        stage_web(folder, scripts_in(""))
        return embedded(web_fonts(folder))
