"""The pages as bytes: pure, the same for the same data."""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from themeloom import __version__
from themeloom.core.text import LEFTWARD, counted
from themeloom.finished.outputs import readable
from themeloom.formats.web import in_policy
from themeloom.guidelines.checklist import Status
from themeloom.look.tokens import LOOK
from themeloom.trace import seen, shortcode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment

    from themeloom.coding.trail import Entry
    from themeloom.finished.outputs import Finished
    from themeloom.pages.explorer_data import ExplorerData, Styles
    from themeloom.study.model import Study

_PAGES = Path(__file__).parent / "templates"
#: Themes beyond these repeat the colours, as style sheets do.
_THREADS = 12


def explorer_page(data: ExplorerData) -> bytes:
    """The evidence explorer."""
    # Without codings the page has no need of what browses them.
    script = (_text("codings.js") if data.coded else "") + _text("explorer.js")
    against = LOOK.word(data.study.study.language, "counter")
    told = {"data": data, "script": script, "against": against}
    return _told("evidence.html", data.study, data.colophon, data.typefaces, **told)


def index_page(
    study: Study, finished: Sequence[Finished], explorer: int, colophon: str, typefaces: Styles
) -> bytes:
    """The index of outputs.

    Args:
        study: the store.
        finished: the outputs that lie in the folder.
        explorer: the size of the explorer in bytes.
        colophon: which version this is, in one line.
        typefaces: the style sheets that bring the typefaces; empty if they are not staged.
    """
    told = {"finished": finished, "explorer_size": readable(explorer), "script": ""}
    return _told("index.html", study, colophon, typefaces, **told)


def trail_page(study: Study, entries: Sequence[Entry], colophon: str, typefaces: Styles) -> bytes:
    """How codebook and themes came to be, for a reviewer to read: the first of it first."""
    return _told("trail.html", study, colophon, typefaces, entries=entries, script="")


def _told(name: str, study: Study, colophon: str, typefaces: Styles, **told: object) -> bytes:
    """A page of the explorer's look: a template of ours with what it is told."""
    style = f"{typefaces.before}\n{_text('explorer.css')}{typefaces.behind}"
    return filled(
        _PAGES / name,
        study=study,
        about=study.study,
        colophon=colophon,
        style=style,
        policy=_policy(style, str(told["script"])),
        version=__version__,
        **told,
    )


def filled(template: Path, **told: object) -> bytes:
    """A page: a template with what it is told."""
    text = _templates(template.parent).get_template(template.name).render(told)
    return (text.strip() + "\n").encode()


def _policy(style: str, script: str) -> str:
    """What the page may do: use its own style and script, and ask nobody for anything."""
    parts = ["default-src 'none'", f"style-src {in_policy(style)}", "font-src data:", "img-src *"]
    if script:
        parts[-1] = f"script-src {in_policy(script)}"
    return "; ".join([*parts, "base-uri 'none'", "form-action 'none'"])


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
        # Further lines of a message may show the words of a source.
        "headline": lambda finding: finding.message.partition("\n")[0],
        "direction": lambda tag: "rtl" if tag.split("-")[0] in LEFTWARD else "auto",
        "shortcode": shortcode,
        "seen": seen,
        # Without the empty lines of its source.
        "tidy": lambda text: re.sub(r"\n\s*\n", "\n", text),
    }
    environment.globals |= {"Status": Status}
    return environment


def _groups(items: Any, name: str) -> list[tuple[Any, list[Any]]]:  # noqa: ANN401 - a template's
    """Items that follow each other with the same attribute."""
    return [(key, list(group)) for key, group in groupby(items, attrgetter(name))]
