"""A verdict in words: lines for a terminal, a sentence to quote, a page to file."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from themeloom.core.files import put
from themeloom.core.text import counted
from themeloom.pages.explorer import filled
from themeloom.pages.explorer_data import web_fonts
from themeloom.study.store import read_study
from themeloom.typefaces.faces import scripts_in
from themeloom.typefaces.web import embedded, stage_web

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.core.project import Project
    from themeloom.verify.findings import Compared, Difference, Group, Unread, Verdict


#: How many differences of a file are told on a terminal.
_MOST = 8
#: How long a value may be before it is cut.
_LONGEST = 160


def told(verdict: Verdict) -> Iterator[str]:
    """All of it, a line at a time; the last one is the sentence."""
    for group in verdict.groups:
        yield f"{group.title}/ ({group.called}): {group.told}"
        for one in group.files:
            yield from _file(one, group.called)
    if verdict.failure:
        yield "Notebooks and documents cannot be rebuilt:"
        yield from (f"  {line}" for line in verdict.failure.splitlines())
    if verdict.changed and not verdict.equal:
        yield f"Changed since commit {verdict.commit}: {', '.join(verdict.changed)}"
    yield from _unread_lines(verdict)
    if verdict.versions:
        yield "Other versions of tools than those recorded:"
    for name, recorded, here in verdict.versions:
        yield f"  {name}: recorded {recorded}, here {here}"
    yield from verdict.notes
    yield ""
    yield sentence(verdict)


def _file(one: Compared, called: str) -> Iterator[str]:
    if one.note:
        yield f"  {one.name}: {one.note}"
    if one.differences:
        yield f"  {one.name} differs"
    for difference in one.differences[:_MOST]:
        head, *values = difference_lines(difference, called)
        yield f"    {head}"
        yield from (f"      {line}" for line in values)
    if len(one.differences) > _MOST:
        yield f"    and {len(one.differences) - _MOST} more"


def difference_lines(difference: Difference, called: str) -> list[str]:
    """One difference: its place, then the two values if there are any."""
    there, rebuilt = difference.there, difference.rebuilt
    if not there and not rebuilt:
        return [difference.head(called)]
    if difference.only:
        return [difference.head(called), _value(there or rebuilt)]
    return [
        difference.head(called),
        f"{called + ':':<11} {_value(there)}",
        f"{'rebuilt:':<11} {_value(rebuilt)}",
    ]


def _value(text: str) -> str:
    return f"“{cut(text)}”" if text else "nothing"


def cut(text: str) -> str:
    """A value, its middle left out if it is long."""
    if len(text) <= _LONGEST:
        return text
    return f"{text[: _LONGEST // 2]} … {text[-_LONGEST // 2 :]}"


def _unread_lines(verdict: Verdict) -> Iterator[str]:
    """What could not be rebuilt, because its source cannot be read here."""
    by_reason: dict[str, list[str]] = {}
    for one in verdict.unread:
        by_reason.setdefault(unread_told(one), []).append(f"{one.title} ({one.access})")
    if by_reason:
        yield f"{counted(len(verdict.unread), 'source')} cannot be read here:"
    for reason, sources in by_reason.items():
        yield f"  {', '.join(sources)}: {reason}"


def unread_told(one: Unread) -> str:
    """On what the part that needs this source rests."""
    known = f"the recorded SHA-256 {one.sha256}" if one.sha256 else "no recorded hash"
    if one.rests:
        cells = "; ".join(one.rests)
        return f"where words stand in it rests on {known} and was not looked up again: {cells}"
    if one.sha256:
        return f"nothing was rebuilt from it; {known}"
    return "nothing derived is computed from it, and no hash of it is recorded"


def sentence(verdict: Verdict) -> str:
    """The one sentence that a reviewer can quote."""
    commit = f"commit {verdict.commit}" if verdict.commit else "no commit"
    if verdict.changed:
        commit += " and uncommitted changes"
    if not verdict.differs:
        counts = " and ".join(_files(group, group.same) for group in verdict.groups)
        several = sum(group.same for group in verdict.groups) > 1
        head = f"All {counts} are" if several else f"The {counts} is"
        text = f"{head} byte for byte what data-raw/ and study.yml give with {commit}"
    else:
        parts = [
            f"{len(group.differing)} of {_files(group, len(group.files))}"
            for group in verdict.groups
            if group.differing
        ]
        one = sum(len(group.differing) for group in verdict.groups) == 1
        text = f"{' and '.join(parts)} {'is' if one else 'are'} not what data-raw/ and "
        text += f"study.yml give with {commit}"
    rests = sum(bool(one.rests) for one in verdict.unread)
    if rests:
        sources = counted(rests, "source")
        text += f"; what rests on {sources} that cannot be read here was not rebuilt"
    if verdict.failure:
        text += "; what notebooks and documents give cannot be rebuilt"
    return f"{text}."


def _files(group: Group, number: int) -> str:
    """So many files of a group, told from others of the same kind."""
    published = "published " if (group.called, group.kind) == ("published", "derived file") else ""
    return counted(number, published + group.kind)


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
