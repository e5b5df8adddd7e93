"""What is told of themes as Markdown: with their subthemes, how they relate, for whom, asked by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from themeloom.core.nested import grouped
from themeloom.look.tokens import LOOK
from themeloom.weaving.markdown import div, escape, span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.study.interpretation import Implication, Subtheme
    from themeloom.study.model import Study

#: A fragment: the name of its file without `.md`, and its text.
Fragment = tuple[str, str]
_WORDS = re.compile(r"[^\w]+")
_ENDS = (".", "!", "?", "…", ":")


def weave_themes(study: Study) -> Iterator[Fragment]:
    """Every theme with its subthemes, every subtheme by itself, and each briefly as well."""
    threads = study.threads
    for above, one in study.all_themes:
        kind = ["theme", *(["subtheme"] if one is not above else [])]
        classes = [*kind, f"thread-{threads[one.id]}"]
        subs = above.subthemes if one is above else ()
        parts = [
            span(escape(one.title), ["theme-title"]),
            *([span(escape(one.statement), ["theme-statement"])] if one.statement else []),
            *(["\n".join(f"- {_subtheme(sub)}" for sub in subs)] if subs else []),
            *([span(said, ["theme-relations"])] if (said := _relations(study, one)) else []),
        ]
        pairs = {"order": str(threads[one.id])}
        yield f"theme-{one.id}", div("\n\n".join(parts), f"theme-{one.id}", classes, pairs)


def _subtheme(sub: Subtheme) -> str:
    """Its title, and what it states."""
    title = escape(sub.title)
    if not sub.statement:
        return span(title, ["subtheme-title"])
    stop = "" if sub.title.endswith(_ENDS) else "."
    stated = span(escape(sub.statement), ["subtheme-statement"])
    return f"{span(title, ['subtheme-title'])}{stop} {stated}"


def _relations(study: Study, theme: Subtheme) -> str:
    """To which others it leads, of which it is part, and the like: “leads to *Chairs*”."""
    said = []
    for one in study.relations:
        if one.theme == theme.id or (one.is_mutual and one.other == theme.id):
            other = one.other if one.theme == theme.id else one.theme
            how = LOOK.related(study.study.language, one.relation)
            said.append(f"{escape(how)} *{escape(study.titles[other])}*")
    line = "; ".join(said)
    return line[:1].upper() + line[1:]


def weave_questions(study: Study) -> Iterator[Fragment]:
    """The words of each research question."""
    for question in study.questions:
        yield f"question-{question.id}", escape(question.text) + "\n"


def audiences(study: Study) -> dict[str, list[Implication]]:
    """The implications for each audience, by its name, in the order of the store."""
    return grouped((name, item) for item in study.implications for name in item.audiences)


def named(audience: str) -> str:
    """How a document names an audience: `{{< implications audience=health-workers >}}`."""
    return _WORDS.sub("-", audience.casefold()).strip("-")
