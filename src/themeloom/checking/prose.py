"""Does what documents put between quotation marks stand anywhere?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from themeloom.checking.findings import Finding
from themeloom.checking.words import paragraphs, without_tokens
from themeloom.core.text import difference, shortened
from themeloom.study.quoting import Grade
from themeloom.study.transcripts import Transcript

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.checking.context import Context
    from themeloom.checking.words import Paragraph
    from themeloom.documents.places import Place
    from themeloom.study.quoting import Found

#: Fewer words than this between quotation marks are a term or a distance, not a quotation.
WORDS = 6
#: How much of them a message shows.
_SHOWN = 200
#: Between the marks of the comparable form; a mark opens before a word and closes behind one.
_QUOTED = re.compile(
    r"""(?<![\w"])"(?=\S)([^"]+?)(?<=\S)"(?!\w)|(?<![\w'])'(?=\S)((?:[^']|(?<=\w)'(?=\w))+?)(?<=\S)'(?!\w)"""
)


#: Who said what is set off: behind a dash, in the end.
_SAID_BY = re.compile(r"\s-{1,3}\s*[^-]{1,80}$")


def check_prose(context: Context) -> Iterator[Finding]:
    """Yield words between quotation marks that are in no source and no cited title."""
    for document in context.documents:
        for paragraph in paragraphs(document):
            if paragraph.set_off and '"' not in paragraph.text:
                yield from _set_off(context, paragraph)
            for match in _QUOTED.finditer(paragraph.text):
                group = 1 if match[1] is not None else 2
                words = without_tokens(match[group]).strip()
                if len(re.findall(r"\w+(?:['-]\w+)*", words)) >= WORDS:
                    yield from _look_up(context, words, paragraph.place(match.start(group)))


def _set_off(context: Context, paragraph: Paragraph) -> Iterator[Finding]:
    """Words that stand in a block quotation without marks; who said them stands behind a dash."""
    words = without_tokens(_SAID_BY.sub("", paragraph.text)).strip(" >")
    if len(re.findall(r"\w+(?:['-]\w+)*", words)) >= WORDS:
        yield from _look_up(context, words, paragraph.place(0))


def _look_up(context: Context, words: str, place: Place) -> Iterator[Finding]:
    # A comma or full stop of the sentence around may stand inside the closing mark.
    for form in dict.fromkeys((words, words.rstrip(".,;:!?"))):
        if any(one.has(form) for _, one in _texts(context)):
            return
    looked_up = ((one.find(words), name, one) for name, one in _texts(context))
    near = [one for one in looked_up if one[0].grade in (Grade.NEAR, Grade.BEYOND)]
    if near:
        yield _near(context, words, place, max(near, key=lambda one: one[0].similarity))
    else:
        yield Finding.at(place, "prose-quotation-absent", words=shortened(words, _SHOWN))


def _near(
    context: Context, words: str, place: Place, best: tuple[Found, str, Transcript]
) -> Finding:
    found, name, text = best
    wording = text.printed(found.start, found.end)
    shown = f"\n  difference:  {shortened(difference(words, wording), _SHOWN)}"
    return Finding.at(
        place,
        "prose-quotation-near",
        source=_called(context, name),
        line=text.text.count("\n", 0, found.start) + 1,
        words=shortened(words, _SHOWN),
        difference=shown if name.startswith("@") or context.is_open(name) else "",
    )


def _texts(context: Context) -> Iterator[tuple[str, Transcript]]:
    """What may be quoted: sources by their id, and with an @ translations and cited titles."""
    for name in sorted(context.corpus.texts):
        yield name, context.transcript(name)
    for _, quote in context.study.quotations:
        if quote.translation is not None:
            yield f"@the translation of “{quote.id}”", Transcript(quote.translation.text)
    for reference in context.references:
        if reference.key in context.cited:
            for title in reference.titles:
                yield f"@the title of @{reference.key}", Transcript(title)


def _called(context: Context, name: str) -> str:
    return name[1:] if name.startswith("@") else context.corpus.texts[name].file
