"""What a shortcode says, in plain words: for headings, marks and searching."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.study.noun import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from themeloom.deriving.values import Value
    from themeloom.documents.shortcodes import Shortcode
    from themeloom.study.model import Study


def saying(study: Study, values: Iterable[Value]) -> Callable[[Shortcode], str]:
    """A function that gives the words of a shortcode; nothing for those that are no words."""
    said = _said(study)
    numbers = {value.id: value for value in values}

    def say(shortcode: Shortcode) -> str:
        name = shortcode.args[0] if shortcode.args else ""
        if shortcode.name == "value" and name in numbers:
            return _number(numbers[name], shortcode.kwargs.get("form", ""))
        part = shortcode.kwargs.get("part", "")
        return said.get((shortcode.name, name, part), said.get((shortcode.name, name, ""), ""))

    return say


def _number(value: Value, form: str) -> str:
    if form == "digits":
        return str(value.number)
    return value.text[:1].upper() + value.text[1:] if form == "capital" else value.text


def _said(study: Study) -> dict[tuple[str, str, str], str]:
    """The words of every piece of evidence, by shortcode, name and part."""
    said: dict[tuple[str, str, str], str] = {}
    for _, theme in study.all_themes:
        said["theme", theme.id, ""] = theme.title
        said["theme", theme.id, "statement"] = theme.statement
    for _, quote in study.quotations:
        said["quote", quote.id, ""] = f"“{quote.text}”"
        said["quote", quote.id, "attribution"] = study.attribution(quote)
    for item in study.implications:
        said["implication", item.id, ""] = item.text
    for question in study.questions:
        said["question", question.id, ""] = question.text
    for passage in study.passages:
        said["passage", passage.id, ""] = passage.text
    for earlier in study.earlier_studies:
        for order, point in enumerate(earlier.points, 1):
            said["point", f"{earlier.id}-{order}", ""] = words_of(point)
    about = study.study
    said["study", "title", ""] = about.title
    said["study", "subtitle", ""] = about.subtitle
    if about.article is not None:
        said["study", "article", ""] = about.article.text
        said["study", "doi", ""] = f"doi:{about.article.doi}"
    return said
