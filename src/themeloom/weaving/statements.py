"""What a study says of itself: its title, statements, dates, money, and who did what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.core.files import beside
from themeloom.look.days import in_language
from themeloom.study.about import Period
from themeloom.study.noun import words_of
from themeloom.weaving.markdown import div, escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.study.about import About, Funder

#: Statements that have a section of their own, by what JATS calls such a section.
_SECTIONS: dict[str, str] = beside(__file__, "statements.toml")["sections"]
#: Those that documents cite as they are, by the names of their keys.
_STATED = (
    *("title", "subtitle", "kicker", "notice", "declaration", "acknowledgements", "setting"),
    *("ethics", "registration", "funding", "data-availability"),
)


def statements(about: About) -> Iterator[tuple[str, str]]:
    """What `{{< study FIELD >}}` can cite, as Markdown; nothing for what is not given."""
    for name, words in _words(about).items():
        if words:
            sort = _SECTIONS.get(name, "")
            yield name, _of_section(escape(words), sort) if sort else escape(words)
    if about.analysis:
        yield "analysis", _of_section(_analysis(about), _SECTIONS["analysis"])
    if about.article is not None:
        link = f"https://doi.org/{about.article.doi}"
        doi = f"[doi:{escape(about.article.doi)}]({link})"
        yield "article", f"{escape(about.article.text)} {doi}"
        yield "doi", doi
    if about.contact is not None:
        yield "contact", _contact(about.contact.handle, about.contact.email)


def _words(about: About) -> dict[str, str]:
    """The plain ones, by the name by which documents cite them."""
    return {
        **{name: words_of(getattr(about, name.replace("-", "_"))) for name in _STATED},
        "keywords": "; ".join(about.keywords),
        "collected": collected(about),
        "funders": "; ".join(map(_funder, about.funders)),
    }


def collected(about: About) -> str:
    """From when until when data were collected, in the words of the study's language."""
    if not isinstance(about.collected, Period):
        return about.collected or ""
    days = (about.collected.first, about.collected.last)
    return " – ".join(dict.fromkeys(in_language(day, about.language) for day in days))


def _funder(one: Funder) -> str:
    return f"{one.name} ({one.award})" if one.award else one.name


def _analysis(about: About) -> str:
    """Who did what, an item each."""
    lines = []
    for one in about.analysis:
        known = f" ({escape(one.known)})" if one.known else ""
        lines.append(f"-   {escape(one.who)}{known}: {escape(one.did)}")
    return "\n".join(lines)


def _of_section(words: str, sort: str) -> str:
    """Words that tell an article what the section is for that they stand in."""
    return div(words, classes=["statement-of"], pairs={"sort": sort}).rstrip("\n")


def _contact(handle: str, email: str) -> str:
    parts = [escape(handle)] if handle else []
    if email:
        parts.append(f"[{escape(email)}](mailto:{email})")
    return " / ".join(parts)
