"""The command about how codebook and themes came to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.core.errors import Exit, ThemeloomError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from themeloom.coding.trail import Entry


def trail(arguments: argparse.Namespace) -> Exit:
    """Print how codebook and themes came to be, or write it as a page."""
    from themeloom.coding.trail import trail
    from themeloom.core.project import Project
    from themeloom.trace import seen

    project = Project.find(arguments.project).now()
    entries = trail(project)
    if not entries:
        raise ThemeloomError(
            "nothing is known of how codes and themes came to be",
            "commit coding/ and study.yml, or keep a record in coding/trail.yml: a list of "
            "{date: 2026-01-31, what: …, why: …}",
        )
    if arguments.page:
        from themeloom.core.files import put
        from themeloom.core.version import renderer_name
        from themeloom.pages.explorer import trail_page
        from themeloom.pages.explorer_data import style_of
        from themeloom.session import Session

        session = Session(project)
        colophon = session.version.colophon(renderer_name("builtin"), {})
        fonts = style_of(project.web_fonts)
        put(arguments.page, trail_page(session.study, entries, colophon, fonts))
        print(f"written: {arguments.page}")
        return Exit.FINE
    for entry in entries:
        for line in _told(entry):
            print(seen(line))
    return Exit.FINE


def _told(entry: Entry) -> Iterator[str]:
    yield " ".join(filter(None, (entry.date, entry.commit))) or entry.why
    if entry.date:
        yield from (f"  | {line}".rstrip() for line in entry.why.splitlines())
    yield from (f"  {event}" for event in entry.events)
