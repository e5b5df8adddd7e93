"""The fragments that documents cite: one small Markdown file for each thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.core.text import LEFTWARD
from themeloom.documents.references import OF_WORDING
from themeloom.look.tokens import LOOK
from themeloom.study.interpretation import Wording
from themeloom.study.noun import words_of
from themeloom.weaving.interpreted import audiences, named, weave_questions, weave_themes
from themeloom.weaving.markdown import div, escape, picture, span
from themeloom.weaving.statements import statements

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from themeloom.deriving.values import Value
    from themeloom.study.interpretation import Implication, Quotation, Theme, Words
    from themeloom.study.model import Study

#: A fragment: the name of its file without `.md`, and its text.
Fragment = tuple[str, str]


def weave_fragments(
    study: Study, values: Iterable[Value], unproved: Collection[str] = ()
) -> Iterator[Fragment]:
    """Every fragment that comes straight from the store; what nobody has looked up says so."""
    threads = study.threads
    for theme, quote in study.quotations:
        yield from _wordings(study, quote, theme, threads[theme.id], quote.id in unproved)
    yield from weave_themes(study)
    yield from weave_questions(study)
    for order, item in enumerate(study.implications, 1):
        yield f"implication-{item.id}", _implication(item, order, threads)
    if study.implications:
        yield "implications", _implications(study.implications, threads)
    for audience, items in audiences(study).items():
        yield f"implications-{named(audience)}", _implications(items, threads)
    for passage in study.passages:
        yield f"passage-{passage.id}", escape(passage.text) + "\n"
    for earlier in study.earlier_studies:
        for order, point in enumerate(earlier.points, 1):
            yield f"point-{earlier.id}-{order}", escape(words_of(point)) + "\n"
    for value in values:
        pairs = {"name": value.id, "number": str(value.number)}
        yield f"value-{value.id}", span(escape(value.text), ["value"], pairs) + "\n"
    for name, text in statements(study.study):
        yield f"study-{name}", text + "\n"


def _word(study: Study, key: str) -> str:
    """A word that outputs say, in the language of the study."""
    return LOOK.word(study.study.language, key)


def _wordings(
    study: Study,
    quote: Quotation,
    theme: Theme,
    thread: int,
    is_unproved: bool,  # noqa: FBT001
) -> Iterator[Fragment]:
    """A quotation as the study prints it, and, if it is translated, as documents may ask for it."""
    chosen = study.settings.quotations.wording
    names = {f"quote-{quote.id}": chosen}
    if quote.translation is not None:
        names |= {f"quote-{quote.id}{OF_WORDING}{one}": one for one in Wording}
    for name, wording in names.items():
        said = said_by(study, quote, wording, is_unproved)
        told = [
            (study.say.quoted(escape(one.text)), tongue(one, study.study.language))
            for one in quote.printed(wording)
        ]
        yield name, _quotation(quote, theme, thread, told, said)


def said_by(study: Study, quote: Quotation, wording: Wording, is_unproved: bool) -> str:  # noqa: FBT001
    """What stands behind a quotation: whose it is, who translated, that nobody looked it up."""
    said = study.attribution(quote)
    if quote.translation is not None and wording is not Wording.ORIGINAL:
        by = f"{_word(study, 'translated')} {quote.translation.by}"
        said = f"{said}, {by}" if said else by
    against = f"({_word(study, 'counter')})" if quote.counter_example else ""
    parts = (said, against, f"[{_word(study, 'unproved')}]" if is_unproved else "")
    return " ".join(one for one in parts if one)


def tongue(words: Words, study: str) -> dict[str, str]:
    """The language of words, and their direction unless they and the study run to the right.

    Args:
        words: the words; without a language, they are in the study's.
        study: the language of the study.
    """
    leftward = [one.split("-")[0] in LEFTWARD for one in (words.language or study, study)]
    direction = "rtl" if leftward[0] else "ltr" if leftward[1] else ""
    return {"lang": words.language, "dir": direction}


def _quotation(
    quote: Quotation,
    theme: Theme,
    thread: int,
    told: Sequence[tuple[str, dict[str, str]]],
    said: str,
) -> str:
    (first, own), *others = told
    pairs = {
        "theme": theme.id,
        "source": quote.source,
        "participant": quote.participant,
        **own,
    }
    words = [first, *(span(one, ["original"], pairs) for one, pairs in others)]
    if said:
        words.append(span(escape(said), ["attribution"]))
    classes = ["quotation", f"thread-{thread}"]
    return div("\n\n".join(words), f"quote-{quote.id}", classes, pairs)


def _support(item: Implication, threads: dict[str, int]) -> dict[str, str]:
    """The themes and subthemes that it rests on, and their threads, each once."""
    themes = [support.theme for support in item.rests_on]
    return {
        "themes": " ".join(themes),
        "threads": " ".join(dict.fromkeys(str(threads[theme]) for theme in themes)),
    }


def _implication(item: Implication, order: int, threads: dict[str, int]) -> str:
    pairs = {"order": str(order), **_support(item, threads)}
    return div(escape(item.text), f"implication-{item.id}", ["implication"], pairs)


def _implications(implications: Sequence[Implication], threads: dict[str, int]) -> str:
    items = [
        f"{order}.  {span(escape(item.text), ['implication'], _support(item, threads))}"
        for order, item in enumerate(implications, 1)
    ]
    return div("\n".join(items), classes=["implications"])


def figure(name: str, variant: str, caption: str, alt: str) -> str:
    """A figure's fragment; the figure itself lies in `data-derived/figures/`."""
    path = f"/data-derived/figures/{name}{f'-{variant}' if variant else ''}.svg"
    return picture(escape(caption), path, f"fig-{name}", alt) + "\n"
