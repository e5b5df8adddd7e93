"""A guideline's checklist as a document of its own, typeset like all others."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from msgspec.structs import replace

from themeloom.documents.document import Document
from themeloom.documents.places import LineMap, Place
from themeloom.documents.plan import outputs_of
from themeloom.guidelines.checklist import Status
from themeloom.weaving.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from themeloom.documents.configuration import Configuration
    from themeloom.documents.plan import Output
    from themeloom.guidelines.checklist import Answer, Checklist, Entry

#: The formats of a checklist, as front matter would name them.
_FORMATS: dict[str, dict[str, object]] = {
    "themeloom-html": {"embed-resources": True},
    "docx": {},
    "themeloom-typst": {"papersize": "a4", "pdf-standard": "ua-1"},
}
#: Who wrote the paper is said there.
_OF_THE_PAPER = frozenset(
    {"author", "affiliations", "keywords", "abstract", "themes", "contact", "article"}
)
_HEAD = "| No. | Item | Answer |\n| --- | --- | --- |"
_WIDTHS = '{tbl-colwidths="[8,31,61]"}'
#: How many words of an answer are repeated in the table.
_WORDS = 24


def checklist_outputs(
    configuration: Configuration, checklists: Iterable[Checklist]
) -> list[Output]:
    """What the renderer makes of checklists: `_output/guidelines/coreq.{html,docx,pdf}`.

    Args:
        configuration: `_quarto.yml`.
        checklists: those that the study follows, with pages.
    """
    title = configuration.metadata.get("title", "")
    documents = (_document(checklist, title) for checklist in checklists)
    return [_placed(output) for one in documents for output in outputs_of(configuration, one)]


def _placed(output: Output) -> Output:
    """The same output in the folder of checklists, without what belongs to the paper alone."""
    metadata = {key: value for key, value in output.metadata.items() if key not in _OF_THE_PAPER}
    paths = (path.replace("/checklist-", "/guidelines/", 1) for path in output.paths)
    return replace(output, metadata=metadata, paths=tuple(paths))


def _document(checklist: Checklist, title: object) -> Document:
    """A document that nobody wrote; the files it is made from are those with the answers."""
    guideline = checklist.guideline
    body = "\n".join(_body(checklist)) + "\n"
    metadata: dict[str, object] = {
        "title": f"{guideline.name} checklist",
        "subtitle": title,
        "format": _FORMATS,
    }
    answers = [answer for entry in checklist.entries for answer in entry.answers]
    files = ("study.yml", *sorted({answer.place.file for answer in answers}))
    place = Place("study.yml", 1)
    lines = LineMap(tuple(place for _ in body.split("\n")))
    return Document(f"checklist-{guideline.key}.qmd", metadata, body, lines, (), files)


def _body(checklist: Checklist) -> Iterator[str]:
    guideline = checklist.guideline
    about = [f"{escape(guideline.title)}. {escape(guideline.citation)} "]
    if guideline.doi:
        about.append(f"[doi:{escape(guideline.doi)}](https://doi.org/{guideline.doi})")
    yield from about
    several = len({answer.document for one in checklist.entries for answer in one.answers}) > 1
    # One table for all: a short one would float, to the head of the page or onto the next.
    yield from ("", _HEAD)
    for domain, entries in groupby(checklist.entries, lambda entry: entry.item.domain):
        if domain:
            yield f"| | **{escape(domain)}** | |"
        for entry in entries:
            cell = _cell(entry, several=several)
            yield f"| {escape(entry.item.id)} | {escape(entry.item.title)} | {cell} |"
    yield from ("", f": {escape(_summary(checklist))} {_WIDTHS}")


def _summary(checklist: Checklist) -> str:
    total = len(checklist.entries)
    parts = [f"{checklist.count(Status.ANSWERED)} of {total} items are answered"]
    if checklist.count(Status.NOT_STATED):
        parts.append(f"{checklist.count(Status.NOT_STATED)} are said to be not stated")
    if checklist.count(Status.UNANSWERED):
        parts.append(f"{checklist.count(Status.UNANSWERED)} have no answer")
    return ", ".join(parts)


def _cell(entry: Entry, *, several: bool) -> str:
    parts = [f"*{escape(entry.gap)}.*"] if entry.gap else []
    if entry.status is Status.UNANSWERED:
        parts.append("**No answer.**")
    parts += [_place(answer, several=several) for answer in entry.answers]
    parts += [f"From the store: {escape(fact.text)}" for fact in entry.facts]
    return " ".join(parts)


def _place(answer: Answer, *, several: bool) -> str:
    """Where an answer stands; with its document's name where several documents answer."""
    where = answer.section.name if answer.section else "in front of the first heading"
    if several:
        where = f"{answer.document.rpartition('/')[2].rpartition('.')[0]}, {where}"
    page = f", page {answer.page}" if answer.page else ""
    words = answer.text.split()
    said = ""
    if words and answer.stated:
        cut = " …" if len(words) > _WORDS else ""
        said = f": {' '.join(words[:_WORDS])}{cut}"
    return escape(f"{where}{page}{said}.".replace("..", "."))
