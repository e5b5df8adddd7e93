"""Guidelines as data, and for each item where the texts answer it and what the store says."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from themeloom.documents.marks import marks
from themeloom.documents.outline import outline
from themeloom.documents.shortcode_text import saying
from themeloom.guidelines.facts import Fact, facts
from themeloom.guidelines.known import guidelines_of
from themeloom.study.noun import Passage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from themeloom.deriving.values import Value
    from themeloom.documents.marks import Mark
    from themeloom.documents.outline import Section
    from themeloom.documents.places import Place
    from themeloom.finished.library import Published
    from themeloom.guidelines.known import Guideline, Item
    from themeloom.session import Session


#: What `stated="no"` on a mark says.
NOT_STATED = "Not stated"
#: The same where all that is known of the study is what a source says of it.
_NOT_IN_SOURCE = "Not stated in the source"
#: The key that says of marked words that they tell of a gap.
_STATED = "stated"


class Status(StrEnum):
    """How an item stands."""

    ANSWERED = "answered"
    NOT_STATED = "not stated"
    UNANSWERED = "unanswered"


class Answer(msgspec.Struct, frozen=True):
    """A place in a document that answers an item, or says that it cannot be answered.

    Args:
        document: the document's path from the root.
        place: the file and line of the mark.
        section: the section it stands in; None in front of the first heading.
        text: the words that are marked; empty if the whole section is.
        stated: whether the words give the answer, or say that it is not stated.
        page: the page of the document's PDF; 0 where it is not known.
    """

    document: str
    place: Place
    section: Section | None
    text: str
    stated: bool
    page: int = 0


class Entry(msgspec.Struct, frozen=True):
    """One line of a checklist.

    Args:
        item: what is asked for.
        answers: the places that the authors marked.
        facts: what the store says.
        remark: what `settings: guidelines:` says of the item; empty if nothing.
        unstated: what is said where the text says that there is no answer.
    """

    item: Item
    answers: tuple[Answer, ...]
    facts: tuple[Fact, ...]
    remark: str = ""
    unstated: str = NOT_STATED

    @property
    def status(self) -> Status:
        """Answered where the text or the store answers; a stated gap is no answer."""
        if any(answer.stated for answer in self.answers):
            return Status.ANSWERED
        if self.answers or self.remark:
            return Status.NOT_STATED
        answered = any(fact.answers for fact in self.facts)
        return Status.ANSWERED if answered else Status.UNANSWERED

    @property
    def gap(self) -> str:
        """What is said where there is no answer; empty where there is one."""
        if self.status is not Status.NOT_STATED:
            return ""
        return self.remark[:1].upper() + self.remark[1:] if self.remark else self.unstated


class Checklist(msgspec.Struct, frozen=True):
    """A guideline as a study answers it.

    Args:
        guideline: what it is.
        entries: one for each item, in order.
        followed: whether the study follows it: something is marked, or the settings name it.
        unknown: items that it does not have, as they are written, each with the place of the
            mark that names it; None where the settings do.
    """

    guideline: Guideline
    entries: tuple[Entry, ...]
    followed: bool
    unknown: tuple[tuple[str, Place | None], ...] = ()

    def count(self, status: Status) -> int:
        """How many items stand so."""
        return sum(entry.status is status for entry in self.entries)


def checklists(
    session: Session, values: Iterable[Value], pdfs: Mapping[str, Published] | None = None
) -> tuple[Checklist, ...]:
    """The checklist of every guideline, each answer with its page where a PDF tells it.

    Args:
        session: the store, its excerpts and the documents.
        values: every number that documents may cite.
        pdfs: the finished PDF of each document, by the document's path.
    """
    say = saying(session.study, values)
    known = guidelines_of(session.project)
    found = [
        (mark, _answer(mark, (pdfs or {}).get(document.path)))
        for document in session.documents
        for mark in marks(document, outline(document, say), say, known)
    ]
    return tuple(_checklist(guideline, found, session) for guideline in known.values())


def _checklist(
    guideline: Guideline, found: Iterable[tuple[Mark, Answer]], session: Session
) -> Checklist:
    ours = [
        (re.findall(r"[^\s,;]+", mark.attributes.pairs[guideline.key]), answer)
        for mark, answer in found
        if guideline.key in mark.attributes.pairs
    ]
    settings = session.study.settings.guidelines
    said = {str(one): remark.stated for one, remark in settings.get(guideline.key, {}).items()}
    remarks = {guideline.item(one): stated for one, stated in said.items()}
    told = [one.stated for one in session.study.sources]
    told += [one.stated for one in session.study.steps]
    in_source = any(isinstance(one, Passage) for one in told)
    unstated = _NOT_IN_SOURCE if in_source else NOT_STATED
    entries = tuple(
        Entry(
            item,
            tuple(answer for named, answer in ours if item in map(guideline.item, named)),
            facts(guideline.key, item.id, session),
            remarks.get(item, ""),
            unstated,
        )
        for item in guideline.items
    )
    places = [(one, answer.place) for named, answer in ours for one in named]
    named = [*places, *((one, None) for one in said)]
    unknown = tuple((one, place) for one, place in named if guideline.item(one) is None)
    return Checklist(guideline, entries, bool(ours) or guideline.key in settings, unknown)


def _answer(mark: Mark, pdf: Published | None) -> Answer:
    """The words are looked for from their section on; else the section's page is given."""
    stated = mark.attributes.pairs.get(_STATED, "yes").casefold() != "no"
    page = 0
    if pdf is not None:
        start = pdf.page_of_heading(mark.section.name) if mark.section else 1
        page = pdf.page_of(mark.text, start) or start
    return Answer(mark.document, mark.place, mark.section, mark.text, stated, page)
