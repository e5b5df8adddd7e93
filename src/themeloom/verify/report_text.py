"""A verdict in words: what fits a screen, and a sentence to quote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.core.nested import grouped
from themeloom.core.text import counted, some_of
from themeloom.verify.findings import BY_RENDERER, QUARTOS_OWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.verify.findings import Compared, Difference, Unread, Verdict


#: A verdict fits a screen: so many lines tell of differences, so many of one file.
_LINES = 20
_MOST = 3
#: How many names a line holds.
_NAMES = 6
#: How wide the names of the two sides are at least.
_WIDE = 10
#: How long a value may be before it is cut.
_LONGEST = 160


def told(verdict: Verdict) -> Iterator[str]:
    """What fits a screen, a line at a time; the last one is the sentence."""
    for group in verdict.groups:
        yield f"{group.title}/ ({group.called}): {group.told}"
    yield from _differences(verdict)
    for head, names in lists(verdict):
        yield f"{head}: {some_of(names, _NAMES)}"
    if verdict.failure:
        what = "Notebooks and documents" if verdict.groups else "What is committed"
        yield f"{what} cannot be rebuilt:"
        yield from (f"  {line}" for line in verdict.failure.splitlines()[: _LINES // 2])
    yield from _unread_lines(verdict)
    yield from verdict.notes
    yield ""
    yield sentence(verdict)


def lists(verdict: Verdict) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What else there is to be known of files: what of them, and which."""
    versions = tuple(f"{name} {was} (here {here})" for name, was, here in verdict.versions)
    took_part = "that went into what lies here"
    found = (
        (f"Files {took_part} and that a clone lacks", verdict.lacking),
        (f"Files {took_part} and are not as the commit has them", verdict.uncommitted)
        if verdict.commit
        else ("Changed since the last build", verdict.uncommitted),
        ("Sources that no commit holds, with the hash that the store records", verdict.outside),
        ("Not as it was first committed", verdict.rewritten),
        ("Differs from itself (chance or clock)", verdict.unsteady),
        ("No rebuild bears this out", verdict.unproved),
        ("Not there, so not compared", verdict.missing),
        ("Among the outputs and made by nothing here, so not compared", verdict.strangers),
        ("Changed here since that commit, and so no part of this", verdict.aside),
        ("Recorded with other versions of tools", versions),
    )
    for what, names in found:
        if names:
            yield f"{what} ({len(names)})" if len(names) > 1 else what, names


def _differences(verdict: Verdict) -> Iterator[str]:
    """The first differences of the first files, and the names of the others."""
    left, others = _LINES, []
    for group in verdict.groups:
        for one in group.differing:
            lines = list(_file(one, group.called))
            if len(lines) > left:
                others.append(one.name)
                continue
            left -= len(lines)
            yield from lines
    if others:
        yield f"  and {counted(len(others), 'file')} more: {some_of(others, _NAMES)}"
        yield "  all of it, to read and to file: --report FILE.html"


def _file(one: Compared, called: str) -> Iterator[str]:
    yield f"  {one.name} differs{one.why and ': '}{one.why}"
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
    wide = max(len(called), _WIDE) + 1
    return [
        difference.head(called),
        f"{called + ':':<{wide}} {_value(there)}",
        f"{'rebuilt:':<{wide}} {_value(rebuilt)}",
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
    by_reason = grouped((unread_told(one), f"{one.title} ({one.access})") for one in verdict.unread)
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
    version = f"commit {verdict.commit}" if verdict.commit else "files under no version control"
    given = f"what data-raw/ and study.yml give with {version}"
    alone = f"but not what data-raw/ and study.yml alone give with {version}"
    if not verdict.groups:
        return f"{given[:1].upper()}{given[1:]} cannot be rebuilt."
    kinds = _kinds(verdict)
    if not verdict.differs:
        some = {kind: same for kind, (same, _, _) in kinds.items() if same}
        counts = " and ".join(_files(kind, same) for kind, same in some.items()) or "0 files"
        several = sum(same for same, _, _ in kinds.values()) > 1
        text = f"All {counts} are" if several else f"The {counts} is"
        text += f" byte for byte {given}" if verdict.equal else f" the same, byte for byte, {alone}"
    else:
        parts = [
            f"{differing} of {_files(kind, total)}"
            for kind, (_, differing, total) in kinds.items()
            if differing
        ]
        one = sum(differing for _, differing, _ in kinds.values()) == 1
        text = f"{' and '.join(parts)} {'is' if one else 'are'} not {given}"
    return "; ".join([text, *_reservations(verdict)]) + "."


def _kinds(verdict: Verdict) -> dict[str, tuple[int, int, int]]:
    """Of each kind of files: how many are the same, how many differ, how many there are."""
    found: dict[str, dict[str, bool | None]] = {}
    for group in verdict.groups:
        published = (group.called, group.kind) == ("published", "derived file")
        known = found.setdefault(f"published {group.kind}" if published else group.kind, {})
        for one in group.files:
            if one.differences:
                known[one.name] = False
            elif not one.by_chance:
                known.setdefault(one.name, True if one.same else None)
    told = {kind: [*known.values()] for kind, known in found.items()}
    return {kind: (one.count(True), one.count(False), len(one)) for kind, one in told.items()}


def _reservations(verdict: Verdict) -> Iterator[str]:
    """What the sentence does not say of what it seems to say it of."""
    if rests := sum(bool(one.rests) for one in verdict.unread):
        sources = counted(rests, "source")
        yield f"what rests on {sources} that cannot be read here was not rebuilt"
    files = [one for group in verdict.groups for one in group.files]
    if said := sum(one.said for one in files):
        yield f"{counted(said, 'output')} by Quarto {'says' if said == 1 else 'say'} the same words"
    if own := sum(one.note == QUARTOS_OWN for one in files):
        yield f"scripts and styles that only Quarto brings into {own} of these were not compared"
    if by := sum(one.why == BY_RENDERER for one in files):
        yield f"by the record {by} of these {'differs' if by == 1 else 'differ'} by the renderer"
    yield from _beyond_the_study(verdict)
    if verdict.missing:
        yield f"{counted(len(verdict.missing), 'output')} not there and not compared"
    if verdict.lacking:
        yield f"a clone lacks {counted(len(verdict.lacking), 'file')} that took part"
    elif verdict.uncommitted:
        state = "uncommitted" if verdict.commit else "since changed"
        yield f"{counted(len(verdict.uncommitted), f'{state} file')} took part in what lies here"
    if verdict.rewritten:
        yield "raw data or their recorded hashes changed after they were first committed"
    if verdict.failure:
        yield "what notebooks and documents give cannot be rebuilt"


def _beyond_the_study(verdict: Verdict) -> Iterator[str]:
    """What else than the study decides what it gives."""
    if verdict.unsteady:
        differs = "differs from itself" if len(verdict.unsteady) == 1 else "differ from themselves"
        files = [one for group in verdict.groups for one in group.files]
        follow = counted(sum(one.by_chance for one in files), "file")
        which = some_of(verdict.unsteady, _NAMES)
        yield f"{which} {differs} (chance or clock), and {follow} with it"
    if verdict.unproved:
        things = counted(len(verdict.unproved), "thing")
        yield f"{things} that notebooks show or use no rebuild bears out"
    if verdict.foreign:
        yield "what the extensions of this study write was not checked"


def _files(kind: str, number: int) -> str:
    return counted(number, kind)
