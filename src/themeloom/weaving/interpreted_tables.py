"""The rows of the tables for readers that tell of themes: what was said, and how they relate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.look.tokens import LOOK
from themeloom.weaving.fragments import said_by, tongue
from themeloom.weaving.interpreted import audiences
from themeloom.weaving.markdown import escape, span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from themeloom.deriving.schema import Table
    from themeloom.study.interpretation import Quotation
    from themeloom.study.model import Study

    Tables = Mapping[str, Table]
    Row = Sequence[str]

#: A cell that goes on: documents join it with the cell above.
SAME = ""


def voices(study: Study, unproved: Collection[str]) -> Iterator[Row]:
    """Themes, subthemes and what was said: a row for each quotation, whose cells are joined."""
    for theme in study.themes:
        title = escape(theme.title)
        for part in (theme, *theme.subthemes):
            subtitle = escape(part.title) if part is not theme else SAME
            if part is theme and not part.quotations and theme.subthemes:
                continue
            for quote in part.quotations or (None,):
                yield title, subtitle, _said(study, quote, unproved) if quote else ""
                title = subtitle = SAME


def _said(study: Study, quote: Quotation, unproved: Collection[str]) -> str:
    """The words of a quotation as the study prints them, and whose they are."""
    wording = study.settings.quotations.wording
    words = [study.say.quoted(escape(one.text)) for one in quote.printed(wording)]
    told = [tongue(one, study.study.language) for one in quote.printed(wording)]
    marked = [span(one, [], pairs) if any(pairs.values()) else one
              for one, pairs in zip(words, told, strict=True)]  # fmt: skip
    said = said_by(study, quote, wording, quote.id in unproved)
    return " / ".join(marked) + (f" — {escape(said)}" if said else "")


def relations(study: Study, _: Tables) -> Iterator[Row]:
    """How themes relate, with the words that say so; a source's words between marks."""
    titles = study.titles
    for one in study.relations:
        because = study.say.quoted(escape(one.because)) if one.source else escape(one.because)
        how = LOOK.related(study.study.language, one.relation)
        yield escape(titles[one.theme]), escape(how), escape(titles[one.other]), because


def questions(study: Study, _: Tables) -> Iterator[Row]:
    """The research questions, with the themes that answer them."""
    titles = study.titles
    for one in study.questions:
        themes = "; ".join(escape(titles[name]) for name in one.answered_by)
        yield escape(one.text), themes, escape(one.answer)


def by_audience(study: Study, _: Tables) -> Iterator[Row]:
    """The implications by audience; those that are for nobody in particular come last."""
    titles = study.titles
    rest = [item for item in study.implications if not item.audiences]
    say = study.say
    for name, items in (*audiences(study).items(), *([("–", rest)] if rest else [])):
        said = say(name)
        head = escape(said[:1].upper() + said[1:])
        for item in items:
            rests = "; ".join(escape(titles[support.theme]) for support in item.rests_on)
            yield head, escape(item.text), rests
            head = SAME


def constructs(study: Study, _: Tables) -> Iterator[Row]:
    """The constructs that themes name, by framework and part of it."""
    several = len(study.frameworks) > 1
    for framework in study.frameworks:
        above = escape(framework.title) if several else ""
        domain = ""
        for one in framework.constructs:
            naming = [sub for _, sub in study.all_themes if one.id in sub.constructs]
            if not naming:
                continue
            part = escape(one.domain) if one.domain != domain else ""
            domain = one.domain
            count = len({quote.id for sub in naming for quote in sub.evidence})
            themes = "; ".join(escape(sub.title) for sub in naming)
            yield above, part, escape(one.title), themes, str(count)
            above = SAME
