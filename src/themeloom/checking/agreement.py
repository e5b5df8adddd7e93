"""Whose words are quoted, and does every output tell of the same themes?"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from themeloom.checking.findings import Finding
from themeloom.checking.words import paragraphs
from themeloom.documents.shortcodes import TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.checking.context import Context
    from themeloom.documents.document import Document
    from themeloom.documents.shortcodes import Shortcode
    from themeloom.study.model import Theme


#: Below this many quotations a share says nothing.
_FEW = 4


def check_voices(context: Context) -> Iterator[Finding]:
    """Yield themes, and studies, that rest on one participant; only where they are known."""
    study, located = context.study, context.located
    for position, theme in enumerate(study.themes):
        speakers = {quote.participant for quote in theme.quotations}
        if len(theme.quotations) > 1 and len(speakers) == 1 and "" not in speakers:
            yield Finding(
                located.file,
                located.line(("themes", position)),
                "voice-theme",
                f"all {len(theme.quotations)} quotations of the theme “{theme.id}” are "
                f"“{next(iter(speakers))}”’s",
                "quote a second participant, or say in the text that one person speaks",
            )
    counts = Counter(quote.participant for _, quote in study.quotations if quote.participant)
    total = sum(counts.values())
    if total >= _FEW and len(counts) > 1:
        name, most = min(counts.items(), key=lambda item: (-item[1], item[0]))
        if most * 2 > total:
            yield Finding(
                located.file,
                located.line(("themes",)),
                "voice-study",
                f"“{name}” speaks in {most} of {total} quotations, more than all others together",
                "quote others as well, or explain why this voice leads",
            )


#: From this likeness (0 to 100) on, a heading is meant to be the title of a theme.
_ALIKE = 82
#: A heading, an item of a list, or nothing but a shortcode.
_PRESENTED = re.compile(rf"[ \t>]*(?:#{{1,6}}\s|[-*+]\s|\d+[.)]\s|{TOKEN.pattern}\s*$)")


def check_evidence(context: Context) -> Iterator[Finding]:
    """Yield themes without quotations, and implications that rest on such themes only."""
    located = context.located
    bare = {theme.id for theme in context.study.themes if not theme.quotations}
    for position, theme in enumerate(context.study.themes):
        if theme.id in bare:
            yield Finding(
                located.file,
                located.line(("themes", position)),
                "theme-without-evidence",
                f"the theme “{theme.id}” has no quotation",
                "add one below quotations:, or take the theme out",
            )
    for position, item in enumerate(context.study.implications):
        if all(support.theme in bare for support in item.rests_on):
            themes = ", ".join(f"“{support.theme}”" for support in item.rests_on)
            yield Finding(
                located.file,
                located.line(("implications", position)),
                "implication-unsupported",
                f"the implication “{item.id}” rests on {themes}, where there is no quotation",
                "add evidence to its themes, or take the implication out",
            )


def check_themes(context: Context) -> Iterator[Finding]:
    """Yield documents that show the themes in part, in another order, or in other words."""
    for document in context.documents:
        shown = _presented(document)
        yield from _missing(context, document, shown)
        yield from _misplaced(context, shown)
        yield from _reworded(context, document)


def _presented(document: Document) -> dict[str, Shortcode]:
    """The themes that a document presents: in headings, in lists, or in blocks of their own.

    A theme that is only mentioned in a sentence is not presented there, unless the
    document presents none in any other way.
    """
    uses = [
        (document.shortcodes[int(match[1])], bool(_PRESENTED.match(line)))
        for line in document.body.split("\n")
        for match in TOKEN.finditer(line)
    ]
    themes = [(one, alone) for one, alone in uses if one.name == "theme" and one.args]
    chosen = [one for one, alone in themes if alone] or [one for one, _ in themes]
    shown: dict[str, Shortcode] = {}
    for shortcode in chosen:
        shown.setdefault(shortcode.args[0], shortcode)
    return shown


def _missing(
    context: Context, document: Document, shown: dict[str, Shortcode]
) -> Iterator[Finding]:
    absent = [theme.id for theme in context.study.themes if theme.id not in shown]
    if shown and absent:
        first = next(iter(shown.values()))
        missing = ", ".join(f"“{name}”" for name in absent)
        yield Finding(
            document.path,
            first.line if first.file == document.path else 1,
            "theme-missing",
            f"{document.stem} shows {len(shown)} of {len(context.study.themes)} themes; "
            f"missing: {missing}",
            "show every theme in every output, or none",
        )


def _misplaced(context: Context, shown: dict[str, Shortcode]) -> Iterator[Finding]:
    order = {theme.id: position for position, theme in enumerate(context.study.themes)}
    known = [one for name, one in shown.items() if name in order]
    for before, after in pairwise(known):
        if order[after.args[0]] < order[before.args[0]]:
            yield Finding.at(
                after,
                "theme-order",
                f"the theme “{after.args[0]}” comes after “{before.args[0]}” here, "
                "and before it in study.yml",
                "bring the themes into the order of study.yml",
            )
            return


def _reworded(context: Context, document: Document) -> Iterator[Finding]:
    from rapidfuzz import fuzz

    for paragraph in paragraphs(document):
        if not paragraph.heading or TOKEN.search(paragraph.text):
            continue
        said = paragraph.text.strip()
        for theme in context.study.themes:
            likeness = fuzz.ratio(said.casefold(), _title(theme).casefold())
            if likeness >= _ALIKE and said != _title(theme):
                place = paragraph.place(0)
                yield Finding.at(
                    place,
                    "theme-wording",
                    f"the heading “{said}” is not the title of the theme “{theme.id}”: "
                    f"“{theme.title}”",
                    f"cite the title: {{{{< theme {theme.id} >}}}}",
                )


def _title(theme: Theme) -> str:
    from themeloom.core.text import plain

    return plain(theme.title)
