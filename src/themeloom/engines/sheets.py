"""The style sheets of a web page: which there are, and how they come to lie in it.

pandoc goes through a sheet sign by sign, which takes it a millisecond for each thousand. What
needs nothing else beside it is therefore put in by us as pandoc would, in the place of a sheet of
one rule.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError
from themeloom.core.files import lay
from themeloom.documents.keys import as_list

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from themeloom.engines.pandoc import Job

#: What pandoc has to fetch, or would write in another way.
_NOT_ALONE = re.compile(rb"url\(|@import|</|\r|\A\xef\xbb\xbf", re.IGNORECASE)
#: What it leaves out: comments, and all white space but the first sign.
_LEFT_OUT = re.compile(rb"/\*.*?\*/|(\s)\s*", re.DOTALL)


def style_sheets(job: Job) -> list[Path]:
    """List the style sheets of a web page: fonts, the extension's own, then the document's."""
    fonts = job.root / ".themeloom" / "fonts" / "web" / "fonts.css"
    own = job.extension / job.told.style_sheet
    named = [_named(job, str(name)) for name in as_list(job.metadata.get("css"))]
    sheets = (sheet.resolve() for sheet in (fonts, own, *named) if sheet.is_file())
    return list(dict.fromkeys(sheets))


def _named(job: Job, name: str) -> Path:
    folders = (job.root,) if name.startswith("/") else (job.resources, job.extension, job.root)
    for folder in folders:
        if (folder / name.lstrip("/")).is_file():
            return folder / name.lstrip("/")
    raise ThemeloomError(f'there is no style sheet "{name}"', "mend `css:` in the front matter")


def given(job: Job) -> Iterator[Path]:
    """The sheets as pandoc gets them: one of a single rule for each that we put in."""
    for number, sheet in enumerate(style_sheets(job)):
        if _is_alone(sheet.read_bytes()):
            place = job.work / f"sheet-{number}.css"
            lay(place, _mark(number))
            yield place
        else:
            yield sheet


def put_in(job: Job) -> None:
    """Put what was kept from pandoc into the page that it wrote."""
    kept = [one for one in enumerate(style_sheets(job)) if _is_alone(one[1].read_bytes())]
    if kept and job.output.is_file():
        page = job.output.read_bytes()
        for number, sheet in kept:
            page = page.replace(_mark(number), _LEFT_OUT.sub(rb"\1", sheet.read_bytes()), 1)
        lay(job.output, page)


def _mark(number: int) -> bytes:
    return b"themeloom-sheet-%d{}" % number


def _is_alone(sheet: bytes) -> bool:
    try:
        return not _NOT_ALONE.search(sheet) and bool(sheet.decode())
    except UnicodeDecodeError:
        return False
