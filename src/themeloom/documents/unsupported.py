"""What Quarto can and the built-in renderer cannot: found by name, file and line.

Nothing of a document is ever dropped in silence. Each row of the tables below is
one construct, how it is recognised, and what to do instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError, did_you_mean
from themeloom.documents.scanner import Kind, Piece, without

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.documents.places import Spliced
    from themeloom.documents.shortcodes import Shortcode

ELSEWHERE = "render this document with Quarto: quarto render"

#: Shortcodes that the built-in renderer resolves besides those of evidence.
OF_QUARTO = frozenset({"meta", "var", "pagebreak", "include"})
#: Shortcodes that name evidence, and what that evidence is called.
EVIDENCE = {
    "quote": "quotation",
    "theme": "theme",
    "implication": "implication",
    "value": "value",
    "table": "table",
    "figure": "figure",
    "study": "field of the study",
    "point": "point of an earlier study",
    "passage": "passage",
    "notebook": "notebook result",
}
#: Shortcodes that stand for evidence without naming one piece of it.
COLLECTIONS = frozenset({"implications"})
_SHORTCODES_REFUSED = {
    "embed": "weave the result into a fragment and cite it: {{< notebook … >}}, {{< table … >}} "
    "or {{< figure … >}}",
    "video": "link to the video instead: [title](address)",
    "kbd": "write the key as text or as `code`",
    "lipsum": "write the text that is to stand there",
    "placeholder": "put the figure that is to stand there",
    "contents": "write the text where it is to stand",
    "version": "write the version, or keep it in _variables.yml: {{< var … >}}",
    "env": "an output must not depend on the machine; keep the text in _variables.yml: "
    "{{< var … >}}",
    "brand": "name the colour or the picture itself",
    "include-code": "paste the code",
}


@dataclass(frozen=True)
class Construct:
    """Something of Quarto's that is refused.

    Args:
        name: what a person calls it.
        pattern: how it looks in prose; the match is where the message points.
        hint: what to do instead.
    """

    name: str
    pattern: re.Pattern[str]
    hint: str = ELSEWHERE


def _classes(name: str, classes: str, hint: str = ELSEWHERE) -> Construct:
    """A construct known by a class: within braces, or alone behind the colons of a div."""
    inside = rf"\{{[^{{}}\n]*?(?<=[\s{{])\.(?:{classes})(?=[\s}}])[^{{}}\n]*\}}"
    alone = rf"^[ \t>]*:{{3,}}[ \t]*(?:{classes})[ \t]*:*[ \t]*$"
    return Construct(name, re.compile(f"{inside}|{alone}", re.MULTILINE), hint)


def _attribute(name: str, keys: str, hint: str = ELSEWHERE) -> Construct:
    """A construct known by an attribute within braces."""
    return Construct(name, re.compile(rf"\{{[^{{}}\n]*?(?<=[\s{{])(?:{keys})=[^{{}}\n]*\}}"), hint)


CONSTRUCTS = (
    _classes("tabsets (.panel-tabset)", "panel-tabset", "show the parts one after the other"),
    _classes("panels (.panel-…)", r"panel-(?!tabset\b)[\w-]+"),
    _classes(
        "text in the margin (.column-margin, .aside)",
        r"column-margin|aside|margin-caption|margin-ref",
        "make it a footnote: ^[…]",
    ),
    _classes(
        "page columns (.column-page, .column-screen, .column-body-outset)",
        r"column-(?:page|screen|body)[\w-]*",
        "leave the figure or table at the width of the text",
    ),
    _classes("the page grid (.grid, .g-col-…)", r"grid|g-col-\d+", "use .columns and .column"),
    _classes("landscape pages (.landscape)", "landscape"),
    _classes(
        "theorems and proofs", "proof|remark|solution", "write it as a paragraph with a bold start"
    ),
    _classes("line blocks as a div (.line-block)", "line-block", "begin each line with | instead"),
    _classes("lightboxes (.lightbox)", "lightbox"),
    _classes(
        "stacks and stretched text of reveal.js (.r-stack, .r-fit-text, .r-stretch, .absolute)",
        "r-stack|r-fit-text|r-stretch|r-hstack|r-vstack|absolute",
    ),
    _attribute(
        "layouts by layout=, layout-nrow= or layout-valign=", "layout|layout-nrow|layout-valign"
    ),
    _attribute(
        "conditions other than formats (when-meta, when-profile)",
        "(?:when|unless)-(?:meta|profile)",
        "use when-format or unless-format",
    ),
    _attribute("code files (filename=)", "filename", "name the file in the sentence above"),
    _attribute("lines of code in steps (code-line-numbers=)", "code-line-numbers"),
    Construct(
        "numbered theorems, listings, videos and callouts (#thm-…, #lst-…, #nte-…)",
        re.compile(
            r"\{[^{}\n]*?(?<=[\s{])#(?:thm|lem|cor|prp|cnj|def|exm|exr|sol|rem|alg|lst|dia|vid"
            r"|nte|tip|wrn|imp|cau)-[^{}\n]*\}"
        ),
        "only figures, tables, sections and equations are numbered: #fig-, #tbl-, #sec-, #eq-",
    ),
    Construct(
        "references to theorems, listings, videos and callouts (@thm-…, @lst-…, @nte-…)",
        re.compile(r"(?<![\w@])@(?:thm|lem|cor|prp|cnj|exm|exr|alg|lst|dia|nte|wrn|cau)-[\w-]+"),
        "only figures, tables, sections and equations can be referred to",
    ),
    Construct(
        "a block of metadata within the text",
        re.compile(r"(?<=\n\n)---[ \t]*\n(?=[A-Za-z_][\w-]*:[ \t\n])"),
        "move the keys to the front matter at the top; as a line between slides, "
        "leave an empty line below ---",
    ),
)
_CELL = re.compile(r"\{\{?\s*([A-Za-z][\w+-]*)(?=[\s,}])[^{}]*\}\}?")
_INLINE_CELL = re.compile(r"`\{([A-Za-z]\w*)\}\s")
_ANNOTATION = re.compile(r"(?:#|//|--|%|;)\s*<\d+>[ \t]*$", re.MULTILINE)
_DIAGRAMS = {"mermaid", "dot"}


def unsupported(source: Spliced, pieces: tuple[Piece, ...]) -> Iterator[ThemeloomError]:
    """Every construct in a document that the built-in renderer refuses."""
    yield from _in_code(source, pieces)
    prose = without(source.text, pieces, Kind.PROSE)
    fences = [piece for piece in pieces if piece.kind is Kind.FENCE]
    for construct in CONSTRUCTS:
        for match in construct.pattern.finditer(prose):
            yield _refused(source, match.start(), construct.name, construct.hint)
        for fence in fences:
            if construct.pattern.search(fence.name):
                yield _refused(source, fence.start, construct.name, construct.hint)


def _in_code(source: Spliced, pieces: tuple[Piece, ...]) -> Iterator[ThemeloomError]:
    for piece in pieces:
        text = source.text[piece.start : piece.end]
        if piece.kind is Kind.FENCE:
            cell = _CELL.match(piece.name)
            if cell and cell[1] == "python":
                continue  # notebooks/cells.py runs these, and refuses what it cannot run
            if cell:
                yield _refused(source, piece.start, *_cell(cell[1]))
            elif note := _ANNOTATION.search(text):
                name = "numbered notes on code (# <1>)"
                yield _refused(source, piece.start + note.start(), name, "say it in the text below")
        cell = _INLINE_CELL.match(text) if piece.kind is Kind.CODE else None
        if cell and cell[1] != "python":  # likewise
            yield _refused(source, piece.start, *_inline_cell(cell[1]))


def _cell(language: str) -> tuple[str, str]:
    name = f"code cells ({{{language}}})"
    if language in _DIAGRAMS:
        return name, "draw the diagram as a figure of the project and cite it: {{< figure … >}}"
    return (
        name,
        "compute it in the package or a notebook and cite the result: {{< value … >}}, "
        "{{< table … >}}, {{< figure … >}}; to show code, write ```"
        f"{language} without braces",
    )


def _inline_cell(language: str) -> tuple[str, str]:
    return f"computed text (`{{{language}}} …`)", "cite the number by its name: {{< value … >}}"


def _refused(source: Spliced, offset: int, name: str, hint: str) -> ThemeloomError:
    place = source.place(offset)
    return place.error(f"the built-in renderer does not support {name}", hint)


def unknown_shortcodes(shortcodes: tuple[Shortcode, ...]) -> Iterator[ThemeloomError]:
    """Every shortcode that the built-in renderer does not resolve."""
    known = OF_QUARTO | COLLECTIONS | EVIDENCE.keys()
    for shortcode in shortcodes:
        if shortcode.name in known:
            continue
        if shortcode.name in _SHORTCODES_REFUSED:
            yield shortcode.error(
                f'the built-in renderer does not support the shortcode "{shortcode.name}"',
                _SHORTCODES_REFUSED[shortcode.name],
            )
        elif not shortcode.name:
            yield shortcode.error("a shortcode without a name", did_you_mean("", known))
        else:
            yield shortcode.error(
                f'there is no shortcode "{shortcode.name}"', did_you_mean(shortcode.name, known)
            )
