"""The look, written into the files that show it, so that each of them can be used alone.

In each file a value is found by what it is called there, and put in its place: the custom
properties of style sheets, the definitions of Typst templates, the styles of a Word document.
The rest of the file is left as it is. What is written is committed.
"""

from __future__ import annotations

import json
import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, TypeAlias

from themeloom.core.errors import ThemeloomError
from themeloom.core.expressions import later
from themeloom.core.files import beside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from themeloom.look.tokens import Look

    #: Gives a text with the look in it.
    Writer: TypeAlias = Callable[[str, Look], str]

_PLACES = beside(__file__, "places.toml")
_COLOUR = r"(?:[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})\b"
#: Where a style of Word says a blank: of a pair the first, but for `after` and `sides`.
_BLANK = {
    "before": r'( w:before=")\d+',
    "after": r'( w:after=")\d+',
    "indent": r'(<w:ind w:left=")\d+',
    "above": r'(<w:(?:top|bottom) w:w=")\d+',
    "sides": r'(<w:right w:w=")\d+',
}
#: The part of a style sheet that is for another scheme: it ends where its brace closes the line.
_SCHEME = later(
    r"^@media (?:\(prefers-color-scheme: (dark)\)|(print)) \{(?:[^\n]*\}$|.*?^\})",
    re.MULTILINE | re.DOTALL,
)


def css(text: str, look: Look) -> str:
    """A style sheet: custom properties that are called as a colour or a size is, families."""
    return "".join(_properties(part, look, scheme) for scheme, part in parts_of(text))


def parts_of(sheet: str) -> Iterator[tuple[str, str]]:
    """The parts of a style sheet in their order, each with the scheme that it is for."""
    at = 0
    for part in _SCHEME.finditer(sheet):
        yield "light", sheet[at : part.start()]
        yield part[1] or part[2], part[0]
        at = part.end()
    yield "light", sheet[at:]


def _properties(text: str, look: Look, scheme: str) -> str:
    values = look.schemes[scheme]

    def coloured(found: re.Match[str]) -> str:
        return found[1] + values.get(found[2], found[3]).lower()

    text = re.sub(rf"(--([\w-]+)[:,] ?)(#{_COLOUR})", coloured, text)
    text = re.sub(r"(--(tint): )(\d+%)", coloured, text)
    for name, size in look.sizes.items():
        text = re.sub(rf"(--slide-{name}: )\d+", rf"\g<1>{size}", text)
    for name, (first, *other) in _blanks(look, scheme if scheme == "print" else "web"):
        blank = " ".join(f"{one}rem" for one in (first, *other))
        text = re.sub(rf"(--space-{name}: )[^;]+", rf"\g<1>{blank}", text)
    for name, others in look.data["web"].items():
        text = re.sub(rf"(--{name}: )[^;]+", rf'\g<1>"{look.faces[name]}", {others}', text)
    return text


def typst(text: str, look: Look) -> str:
    """A Typst template: its colours, threads, sizes and families, each called `tl-…`."""
    named = _PLACES["typst"]

    def coloured(found: re.Match[str]) -> str:
        token = named.get(found[2], found[2].removeprefix("tl-"))
        if token not in look.colours:
            raise ThemeloomError(
                f"the look has no colour that is called {token}", "add it to look/look.toml"
            )
        return f'{found[1]}"{look.colours[token]}"'

    text = re.sub(rf'(#let (tl-[\w-]+) = rgb\()"#{_COLOUR}"', coloured, text)
    for name, size in look.sizes.items():
        text = re.sub(rf"(#let tl-slide-{name} = )\d+", rf"\g<1>{size}", text)
    for name, scale in _scales(look).items():
        row = ", ".join(f"{use}: {size}" for use, size in scale.items())
        text = re.sub(rf"(#let tl-{name} = \().*", rf"\g<1>{row})", text)
    threads = ", ".join(f'"{colour}"' for colour in look.threads)
    text = _put(text, r"#let tl-threads = \(", r"[^)]*", threads)
    for name, others in look.data["typst"].items():
        families = f'"{look.faces[name]}", ..tl-more, {others}'
        text = _put(text, rf"#let tl-{name} = \(", r"[^)]*", families)
    return text


def typst_words(text: str, look: Look) -> str:
    """The words that the Typst templates say."""
    said = re.findall(r'([\w-]+): "', _found(text, r"^#let tl-words = \(\n  en: \(([^\n]*)\),$")[1])
    return _put(text, r"^#let tl-words = \(\n", r".*?(?=^\))", "".join(_in_typst(said, look)))


def _scales(look: Look) -> dict[str, Mapping[str, object]]:
    pages = {use: ", ".join(f"{one}pt" for one in blank) for use, blank in _blanks(look, "page")}
    return {
        "paper-type": {use: f"{size['page']}pt" for use, size in look.data["paper"].items()},
        "paper-space": {use: f"({blank})" for use, blank in pages.items()},
        "poster-type": look.data["poster"],
        "poster-space": look.data["sheet"],
    }


def _blanks(look: Look, medium: str) -> Iterator[tuple[str, list[float]]]:
    """The blanks by their use, before and after, as far as they differ in a medium."""
    for use, blank in look.data["space"].items():
        if medium in blank:
            yield use, blank[medium]


def _in_typst(said: list[str], look: Look) -> Iterator[str]:
    """The words that a template says: a line for each whole language, one for all others."""
    rows: dict[bool, list[str]] = {True: [], False: []}
    for language in ("en", *(one for one in look.words if one != "en")):
        own = [(key, look.words[language][key]) for key in said if key in look.words[language]]
        row = ", ".join(f"{key}: {json.dumps(word, ensure_ascii=False)}" for key, word in own)
        # As numbers, or every document would be asked for typefaces of all these scripts.
        named = re.sub(r"[^\0-\u024f’]", lambda found: f"\\u{{{ord(found[0]):x}}}", row)
        if own:
            rows[len(own) == len(said)].append(f"{language}: ({named})")
    yield from (f"  {one},\n" for one in (*rows[True], ", ".join(rows[False])) if one)


def lua(text: str, look: Look) -> str:
    """The words of the filters."""
    rows = ""
    for language, words in look.words.items():
        said = "".join(f"    ['{key}'] = {_quoted(word)},\n" for key, word in words.items())
        rows += f"  {language} = {{\n{said}  }},\n"
    return _put(text, r"^local WORDS = \{\n", r".*?(?=^\})", rows)


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def theme(major: str, minor: str) -> Writer:
    """The theme of an office document: its two typefaces, and colours that the system has not."""

    def written(text: str, look: Look) -> str:
        for slot, use in (("major", major), ("minor", minor)):
            before = rf'<a:{slot}Font>\s*<a:latin typeface="'
            text = _put(text, before, r'[^"]*', look.faces[use])
        accents = {f"accent{number}": f"thread-{number}" for number in range(1, 7)}
        for slot, token in {**_PLACES["theme"], **accents}.items():
            before = rf'(<a:{slot}>\s*<a:srgbClr val="){_COLOUR}'
            text = re.sub(before, rf"\g<1>{look.bare(token)}", text)
        return text

    return written


def deck(text: str, look: Look) -> str:
    """A master or a layout of slides: lines, the faces of headings and marks of items, sizes."""
    text = re.sub(rf'(<a:srgbClr val="){_COLOUR}', rf"\g<1>{look.bare('rule')}", text)
    for tag, use in (("latin", "heading"), ("buFont", "sans")):
        text = re.sub(rf'(<a:{tag} typeface=")[^+"]+', rf"\g<1>{look.faces[use]}", text)
    named = re.search(r'<p:cSld name="([^"]*)"', text)
    told, all_layouts = _PLACES["slides"]["layouts"], _PLACES["slides"]["all"]
    for box, use in {**all_layouts, **told.get(named[1] if named else "", {})}.items():
        before = rf'(<p:cNvPr id="\d+" name="{box}"(?:(?!</p:sp>).)*? sz=")\d+'
        text = re.sub(before, rf"\g<1>{look.sizes[use] * 50}", text, count=1, flags=re.DOTALL)
    return text


def styles(kind: str) -> Writer:
    """The styles of Word: typeface, size, colour of the text, colour of what is around it."""

    def written(text: str, look: Look) -> str:
        for name, told in _PLACES["word"].items():
            start = (
                "<w:docDefaults>" if name == "docDefaults" else f'<w:style [^>]*styleId="{name}"'
            )
            one = _found(text, rf"{start}.*?</w:(?:style|docDefaults)>")
            text = text[: one.start()] + _styled(one[0], told, look, kind) + text[one.end() :]
        return text

    return written


def _styled(style: str, told: Mapping[str, str], look: Look, kind: str) -> str:
    if "type" in told:
        face = look.faces[told["type"]]
        style = re.sub(r'(w:(?:ascii|hAnsi|cs)=")[^"]*', rf"\g<1>{face}", style)
        if told["type"] == "heading" and face == look.faces.get("headings"):
            # A family without a semibold of its own: its bold is that of headings.
            style = re.sub(r"(<w:rFonts[^>]*/>)(?!\s*<w:b/>)", r"\1<w:b/>", style, count=1)
    if "size" in told:
        points = look.data["paper"][told["size"]]
        half = round(points.get(kind, points["word"]) * 2)
        style = re.sub(r'(<w:sz(?:Cs)? w:val=")\d+', rf"\g<1>{half}", style)
    for place, pattern in _BLANK.items():
        if place in told:
            blank = look.data["space"][told[place]]["word"]
            twips = round(blank[-1 if place in ("after", "sides") else 0] * 20)
            style = re.sub(pattern, rf"\g<1>{twips}", style)
    if "text" in told:
        style = _put(style, r'<w:color w:val="', _COLOUR, look.bare(told["text"]))
    if "around" in told:
        colour = look.bare(told["around"])
        style = re.sub(rf'( w:(?:color|fill)="){_COLOUR}', rf"\g<1>{colour}", style)
    return style


def font_table(text: str, look: Look) -> str:
    """The typefaces that a Word document names, each with what stands in for it."""
    uses = iter(("sans", "heading", "serif"))
    return re.sub(r'(<w:font w:name=")[^"]*', lambda found: found[1] + look.faces[next(uses)], text)


def charts(text: str, look: Look) -> str:
    """The style of matplotlib: the typeface of charts, and their colours without a hash."""
    for name, token in _PLACES["charts"].items():
        text = _put(text, rf"^{re.escape(name)}: ", _COLOUR, look.bare(token))
    text = _put(text, r"^font\.family: ", r"[^,]*", look.faces["sans"])
    threads = ", ".join(f'"{colour.removeprefix("#")}"' for colour in look.threads)
    return _put(text, r"^axes\.prop_cycle: cycler\(\"color\", \[", r"[^\]]*", threads)


def _put(text: str, before: str, old: str, new: str) -> str:
    """Put a value in the place of another, behind what stands before it."""
    found = _found(text, f"({before})(?:{old})")
    return text[: found.end(1)] + new + text[found.end() :]


def _found(text: str, pattern: str) -> re.Match[str]:
    found = re.search(pattern, text, re.MULTILINE | re.DOTALL)
    if found is None:
        wanted = pattern.partition(")(?:")[0].lstrip("(^").replace("\\", "")
        raise ThemeloomError(
            f"the look finds no place here that begins with {wanted}",
            "put it back, or change look/write.py",
        )
    return found


_REFERENCE = "_extensions/themeloom/reference"
#: Which files show the look, from the root of the repository, and how it is written into each.
WRITERS: Mapping[str, Writer] = {
    "_extensions/*/*.css": css,
    "src/themeloom/**/*.css": css,
    "_extensions/*/typst-template.typ": typst,
    "_extensions/themeloom/typst-tools.typ": typst_words,
    "_extensions/themeloom/formats/words.lua": lua,
    f"{_REFERENCE}/docx/word/theme/theme1.xml": theme("heading", "serif"),
    f"{_REFERENCE}/docx/word/styles.xml": styles("word"),
    f"{_REFERENCE}/docx-review/word/styles.xml": styles("review"),
    f"{_REFERENCE}/docx/word/fontTable.xml": font_table,
    f"{_REFERENCE}/pptx/ppt/theme/theme1.xml": theme("serif", "sans"),
    f"{_REFERENCE}/pptx/ppt/slide[LM]*/*.xml": deck,
    "src/themeloom/notebooks/matplotlibrc": charts,
}


def in_look(name: str, part: bytes, look: Look) -> bytes:
    """A file of the repository, by its path from there, in a look."""
    for pattern, writer in WRITERS.items():
        if fnmatchcase(name, pattern):
            part = writer(part.decode(), look).encode()
    return part


def changes(root: Path, look: Look) -> dict[Path, bytes]:
    """The files of a repository that do not show the look yet, with what belongs into them."""
    found = {}
    for pattern, writer in WRITERS.items():
        paths = sorted(root.glob(pattern))
        if not paths:
            raise ThemeloomError(
                f"the look has no file to be written into that is called {pattern}",
                "run it in the root of the repository, or change WRITERS in look/write.py",
            )
        for path in paths:
            before = path.read_bytes()
            try:
                after = writer(before.decode(), look).encode()
            except ThemeloomError as error:
                error.file = path.relative_to(root).as_posix()
                raise
            if after != before:
                found[path] = after
    return found
