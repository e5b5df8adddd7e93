"""The two pages as bytes: pure, the same for the same data."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from themeloom import __version__
from themeloom.core.text import counted
from themeloom.finished.outputs import readable
from themeloom.guidelines.checklist import Status
from themeloom.trace import seen, shortcode

if TYPE_CHECKING:
    from jinja2 import Environment

    from themeloom.checking.findings import Finding
    from themeloom.core.project import Project
    from themeloom.pages.explorer_data import ExplorerData

_PAGES = Path(__file__).parent / "templates"
#: Themes beyond these repeat the colours, as style sheets do.
_THREADS = 12
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "ur", "yi"})


def build_explorer(project: Project, data: ExplorerData) -> dict[Path, bytes]:
    """The explorer and the index of outputs.

    Args:
        project: the compendium; only to say where the pages belong.
        data: everything they show.
    """
    evidence = _page("evidence.html", data)
    index = _page("index.html", data, explorer_size=readable(len(evidence)))
    return {
        project.output / "evidence" / "index.html": evidence,
        project.output / "index.html": index,
    }


def _page(name: str, data: ExplorerData, **more: object) -> bytes:
    style = f"{data.typefaces}\n{_text('explorer.css')}"
    script = _text("explorer.js") if name == "evidence.html" else ""
    return filled(
        _PAGES / name,
        data=data,
        study=data.study,
        about=data.study.study,
        style=style,
        script=script,
        policy=_policy(style, script),
        version=__version__,
        **more,
    )


def filled(template: Path, **told: object) -> bytes:
    """A page: a template with what it is told."""
    text = _templates(template.parent).get_template(template.name).render(told)
    return (text.strip() + "\n").encode()


def _policy(style: str, script: str) -> str:
    """What the page may do: use its own style and script, and ask nobody for anything."""
    parts = ["default-src 'none'", f"style-src {_hash(style)}", "font-src data:", "img-src *"]
    if script:
        parts[-1] = f"script-src {_hash(script)}"
    return "; ".join([*parts, "base-uri 'none'", "form-action 'none'"])


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _text(name: str) -> str:
    return (_PAGES / name).read_text(encoding="utf-8")


@cache
def _templates(folder: Path) -> Environment:
    """Templates that escape whatever is put into them and know no undefined name."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "thread": lambda order: (order - 1) % _THREADS + 1,
        "counted": counted,
        "groups": _groups,
        "headline": _headline,
        "direction": lambda tag: "rtl" if tag.split("-")[0] in _RIGHT_TO_LEFT else "auto",
        "shortcode": shortcode,
        "seen": seen,
        "tidy": _tidy,
    }
    environment.globals |= {"Status": Status}
    return environment


def _groups(items: Any, name: str) -> list[tuple[Any, list[Any]]]:  # noqa: ANN401 - a template's
    """Items that follow each other with the same attribute."""
    return [(key, list(group)) for key, group in groupby(items, attrgetter(name))]


def _headline(finding: Finding) -> str:
    """The first line of a message: further ones may show the words of a source."""
    return finding.message.partition("\n")[0]


def _tidy(text: str) -> str:
    """A passage without the empty lines of its source."""
    return re.sub(r"\n\s*\n", "\n", text)
