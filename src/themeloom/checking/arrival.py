"""Does everything that a document holds stand in the finished file, once, and in order?

The document is what pandoc read of it, with all that it includes and cites, before anything
was made of that; the file is what its readers open. Neither knows how the one becomes the other.
"""

from __future__ import annotations

from collections import Counter
from functools import cache, partial
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import unquote

import msgspec

from themeloom.checking.findings import Finding
from themeloom.checking.referring import wrong_references
from themeloom.checking.written_at import Written
from themeloom.core.text import LEFTWARD, counted, shortened
from themeloom.documents.holding import language_of, parts_of
from themeloom.documents.references import fragment_names
from themeloom.finished.alike import Signs, in_order, is_leftward, leftward, rightward
from themeloom.finished.held import read_held
from themeloom.look.tokens import LOOK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from themeloom.checking.context import Context
    from themeloom.documents.document import Document
    from themeloom.documents.formats import Format
    from themeloom.documents.holding import Part
    from themeloom.documents.shortcodes import Shortcode
    from themeloom.finished.held import Held

#: From so many letters on nobody says the same again by chance; of a caption, fewer.
_AGAIN = {"captions": 8}
_AGAIN_ELSEWHERE = 24
_SHOWN = 70
_DIGITS = "0123456789"
_WORDS = frozenset({"words", "speaker"})
#: What is counted, for it has no words of its own to be found by; and what it is called.
_COUNTED = {"formula": "formulas", "item": "items of lists", "note": "footnotes"}


class _Wrong(msgspec.Struct, frozen=True):
    """Something that did not arrive as it was written."""

    kind: str
    number: int
    what: str
    several: bool = False
    instead: str = ""


def check_arrival(
    context: Context,
    document: Document,
    format_: Format,
    read: bytes,
    files: Mapping[str, bytes],
) -> Iterator[Finding]:
    """Yield what of a document is not in its finished files, is there twice or out of order.

    Args:
        context: the compendium, for what shortcodes stand for.
        document: as its author wrote it, for the lines.
        format_: what it was made into, which says what it leaves out on purpose.
        read: what pandoc read of it for that format, as JSON (`read.json` of its work folder).
        files: what is in each of the files, by the path that it is meant for.
    """
    parts = [one for one in parts_of(read) if not _left_out(one, format_)]
    language = language_of(read).partition("-")[0]
    lines = Written(document, parts, partial(_cited, context))
    for named, data in files.items():
        held = read_held(named, data)
        for wrong in [] if held is None else _wrong(parts, held, format_, language):
            words = {
                "file": named.rpartition("/")[2],
                "what": wrong.what,
                "is": "are" if wrong.several else "is",
                "format": format_.base,
                "instead": wrong.instead,
            }
            yield Finding.at(lines.place(wrong.number), wrong.kind, **words)


def _cited(context: Context, shortcode: Shortcode) -> str:
    """The text of what a shortcode puts in its place."""
    return "".join(context.project.fragment(name) or "" for name in fragment_names(shortcode))


def _left_out(part: Part, format_: Format) -> bool:
    names = {part.kind, part.stream, f"{part.stream} {part.kind}"}
    return not names.isdisjoint(format_.leaves_out)


def _wrong(
    parts: Sequence[Part], held: Sequence[Held], format_: Format, language: str
) -> Iterator[_Wrong]:
    yield from _roomed(parts, format_, _words(parts, _said(held), format_, language))
    yield from _pictures(parts, held)
    yield from _tables(parts, held)
    yield from _links(parts, held)
    for number, one in enumerate(parts):
        if one.kind == "latex":
            yield _Wrong("arrival-latex", number, _quoted(parts, [number]))
    for kind, called in _COUNTED.items():
        wanted = [number for number, one in enumerate(parts) if one.kind == kind]
        there = sum(one.kind == kind for one in held)
        if there < len(wanted):
            what = f"{len(wanted) - there} of {len(wanted)} {called}"
            yield _Wrong("arrival-lost", wanted[0], what, len(wanted) - there > 1)


def _roomed(parts: Sequence[Part], format_: Format, wrong: Iterable[_Wrong]) -> Iterator[_Wrong]:
    """What is wrong; of quotations that a full page has no room for only that, and which."""
    left: list[int] = []
    for one in wrong:
        if one.kind == "arrival-lost" and parts[one.number].stream == format_.may_lack:
            left.append(one.number)
        else:
            yield one
    if left:
        said = (parts[n].label.removeprefix("quote-") or _quoted(parts, [n]) for n in left)
        names = list(dict.fromkeys(said))
        what = f"{counted(len(names), 'quotation')} ({', '.join(names)})"
        yield _Wrong("poster-voices", left[0], what, len(names) > 1)


# Words.


def _said(held: Sequence[Held]) -> Signs:
    """All that a file says, what floats last."""
    words = [one.text for one in held if one.kind in _WORDS]
    return Signs.of("".join([*words, *(one.text for one in held if one.kind == "float")]))


def _words(parts: Sequence[Part], said: Signs, format_: Format, language: str) -> Iterator[_Wrong]:
    stretches = {n: Signs.of(one.text) for n, one in enumerate(parts) if one.kind in _WORDS}
    everything = "".join(one.letters for one in stretches.values())
    found: dict[int, int] = {}
    is_short = format_.typeset and bool(leftward(everything) - leftward(said.letters))
    is_set_leftward = format_.typeset and language in LEFTWARD
    others = rightward(parts[n].text for n in stretches) if is_set_leftward else Counter[str]()
    missing = {word for word, count in others.items() if said.letters.count(word) < count}
    for numbers in _streams(parts, stretches, format_):
        places = in_order([stretches[number] for number in numbers], said)
        found |= dict(zip(numbers, places, strict=True))
        is_turned = [is_set_leftward or is_leftward(parts[n].text) for n in numbers]
        turned = [n for n, one in zip(numbers, is_turned, strict=True) if format_.typeset and one]
        judged = (
            (n, "" if n in turned else _judged(stretches[n], found[n], said, everything))
            for n in numbers
        )
        for kind, some in groupby(judged, key=lambda one: one[1]):
            if kind:
                yield _told(parts, stretches, [n for n, _ in some], kind, found, said)
        for n in turned:
            if is_short or not missing.isdisjoint(rightward([parts[n].text])):
                yield _Wrong("arrival-lost", n, _quoted(parts, [n]))
    for n, instead in wrong_references(parts, stretches, found, said):
        kind = "arrival-referred" if instead else "arrival-lost"
        quoted = f"“{shortened(instead, _SHOWN)}”"
        yield _Wrong(kind, n, f"the reference @{parts[n].text}", instead=quoted)
    listed = _references(parts, stretches, found, said, format_)
    unlisted = said.letters[: listed[0]] + said.letters[listed[1] :]
    yield from _again(parts, stretches, unlisted, everything)


def _told(
    parts: Sequence[Part],
    stretches: Mapping[int, Signs],
    numbers: Sequence[int],
    kind: str,
    found: Mapping[int, int],
    said: Signs,
) -> _Wrong:
    """What is wrong with stretches that stand one behind the other."""
    first = numbers[0]
    instead = _instead(stretches[first], found[first], said) if found[first] >= 0 else ""
    return _Wrong(kind, first, _quoted(parts, numbers), len(numbers) > 1, instead)


def _streams(
    parts: Sequence[Part], stretches: Iterable[int], format_: Format
) -> Iterator[list[int]]:
    """The stretches that stand one behind the other, by their numbers."""
    streams: dict[object, list[int]] = {}
    for number in stretches:
        one = parts[number]
        key: tuple[object, ...] = (one.stream if format_.typeset else one.around,)
        if one.above or format_.arranges == "part":
            key = (number,)
        elif format_.arranges == "section":
            key = (*key, one.section)
        streams.setdefault(key, []).append(number)
    yield from streams.values()


def _judged(one: Signs, place: int, said: Signs, everything: str) -> str:
    """The kind of what is wrong with a stretch; empty if nothing is."""
    if not one.letters:
        return "" if one.text in said.text else "arrival-lost"
    if place >= 0:
        return "" if said.says(one, place) else "arrival-changed"
    there = said.letters.count(one.letters)
    return "arrival-order" if there >= everything.count(one.letters) else "arrival-lost"


def _instead(one: Signs, place: int, said: Signs) -> str:
    """What stands where a stretch should."""
    first, last = said.at[place], said.at[place + len(one.letters) - 1]
    before, after = one.at[0], len(one.text) - one.at[-1] - 1
    return f"“{shortened(said.text[max(first - before, 0) : last + 1 + after], _SHOWN)}”"


def _references(
    parts: Sequence[Part],
    stretches: Mapping[int, Signs],
    found: Mapping[int, int],
    said: Signs,
    format_: Format,
) -> tuple[int, int]:
    """Where the list of references begins and ends: between the words around it.

    A format that puts sections where it wants has it behind its heading, and all else before.
    """
    at = next(number for number, one in enumerate(parts) if one.kind == "references")
    text = [n for n in stretches if parts[n].stream == "text" and found[n] >= 0]
    if format_.arranges == "section":
        text = [n for n in text if n < at and parts[n].section == parts[at].section] or text
        text = [n for n in text if n < at]
    begins = max((found[n] + len(stretches[n].letters) for n in text if n < at), default=0)
    ends = min((found[n] for n in text if n > at), default=len(said.letters))
    return begins, max(begins, ends)


def _again(
    parts: Sequence[Part], stretches: Mapping[int, Signs], said: str, everything: str
) -> Iterator[_Wrong]:
    """What is there, by its letters, more often than it was written.

    What a format says by itself may be there as often as it likes: headings, what stands above
    the text, names and titles that the metadata know, words like "Abstract".
    """
    doubled: dict[str, int] = {}
    for number, one in stretches.items():
        # Numbers at both ends may be the renderer's in one place and the author's in another.
        letters = one.letters.strip(_DIGITS)
        stream = parts[number].stream.removeprefix("appendix ")
        if len(letters) < _AGAIN.get(stream, _AGAIN_ELSEWHERE) or letters in doubled:
            continue
        if said.count(letters) > everything.count(letters):
            doubled[letters] = number
    if not doubled:
        return
    own = (one.text for one in parts if one.heading or one.above or one.kind == "named")
    repeated = "\n".join(Signs.of(one).letters for one in own)
    titles = [Signs.of(one.text).letters.strip(_DIGITS) for one in parts if one.kind == "named"]
    for letters, number in doubled.items():
        if not (letters in repeated or _is_made_of(letters, titles) or letters in _worded()):
            yield _Wrong("arrival-twice", number, _quoted(parts, [number]))


@cache
def _worded() -> str:
    """The letters of the words that formats add, in every language."""
    words = (word for words in LOOK.words.values() for word in words.values())
    return "\n".join(Signs.of(one).letters for one in words)


def _is_made_of(letters: str, titles: Sequence[str]) -> bool:
    """Whether letters are those of several titles: an implication is said to rest on them."""
    for title in sorted(titles, key=len, reverse=True):
        letters = letters.replace(title, "") if title else letters
    return not letters.strip(_DIGITS)


def _quoted(parts: Sequence[Part], numbers: Sequence[int]) -> str:
    text = " … ".join(" ".join(parts[number].text.split()) for number in numbers)
    return f"“{shortened(text, _SHOWN)}”"


# Pictures, tables, links.


def _pictures(parts: Sequence[Part], held: Sequence[Held]) -> Iterator[_Wrong]:
    """Pictures, by their alternative texts; where none was given, they are only counted."""
    wanted = {n: Signs.of(one.text).text for n, one in enumerate(parts) if one.kind == "picture"}
    there = Counter(Signs.of(one.text).text for one in held if one.kind == "picture")
    missing = _missing(wanted, there)
    unnamed = [number for number in missing if not wanted[number]]
    named = [number for number in missing if wanted[number]]
    lost = [*named, *unnamed[: max(len(wanted) - there.total() - len(named), 0)]]
    yield from (_Wrong("arrival-lost", n, _named(parts, n, "the picture")) for n in sorted(lost))
    yield from _surplus(parts, wanted, there, "the picture")


def _tables(parts: Sequence[Part], held: Sequence[Held]) -> Iterator[_Wrong]:
    """Tables, by their letters: how these are divided into cells is told by their words.

    One of empty cells says nothing that could be lost.
    """
    every = {n: Signs.of(one.text).letters for n, one in enumerate(parts) if one.kind == "table"}
    wanted = {number: letters for number, letters in every.items() if letters}
    there = Counter(Signs.of(one.text).letters for one in held if one.kind == "table")
    del there[""]
    lost = _missing(wanted, there)[: max(len(wanted) - there.total(), 0)]
    yield from (_Wrong("arrival-lost", n, _named(parts, n, "the table")) for n in lost)
    yield from _surplus(parts, wanted, there, "the table")


def _missing(wanted: Mapping[int, str], there: Mapping[str, int]) -> list[int]:
    """The numbers of those of which there are fewer than were written."""
    seen: Counter[str] = Counter()
    missing = []
    for number, one in wanted.items():
        seen[one] += 1
        if seen[one] > there.get(one, 0):
            missing.append(number)
    return missing


def _surplus(
    parts: Sequence[Part], wanted: Mapping[int, str], there: Mapping[str, int], called: str
) -> Iterator[_Wrong]:
    """Those of which there are more than were written."""
    written = Counter(wanted.values())
    first = {wanted[number]: number for number in sorted(wanted, reverse=True)}
    for one, number in first.items():
        if one and there.get(one, 0) > written[one]:
            yield _Wrong("arrival-twice", number, _named(parts, number, called))


def _named(parts: Sequence[Part], number: int, called: str) -> str:
    return f"{called} {_quoted(parts, [number])}" if parts[number].text.strip() else called


def _links(parts: Sequence[Part], held: Sequence[Held]) -> Iterator[_Wrong]:
    """Links that lead out of the file; pandoc sees to those within it."""
    there = {unquote(one.text).rstrip("/") for one in held if one.kind == "link"}
    for number, one in enumerate(parts):
        outside = "://" in one.text or one.text.startswith("mailto:")
        if one.kind == "link" and outside and unquote(one.text).rstrip("/") not in there:
            yield _Wrong("arrival-lost", number, f"the link to {one.text}")
