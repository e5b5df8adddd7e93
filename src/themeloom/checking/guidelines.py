"""Does the text answer what the reporting guidelines ask for?"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from themeloom.checking.findings import Finding
from themeloom.core.errors import did_you_mean
from themeloom.documents.places import Place
from themeloom.guidelines.checklist import Status, checklists
from themeloom.guidelines.known import guidelines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.checking.context import Context
    from themeloom.guidelines.checklist import Checklist, Entry


def check_guidelines(context: Context) -> Iterator[Finding]:
    """Yield items without an answer, items that do not exist, and contradictions.

    A guideline is asked about once the study follows it: once the text marks an
    answer to it, or `settings: guidelines:` names it.
    """
    known = guidelines_of(context.project)
    for key in context.study.settings.guidelines:
        if key not in known:
            yield context.finding(
                ("settings", "guidelines", key),
                "guideline-unknown-item",
                message=f'there is no reporting guideline "{key}"',
                hint=did_you_mean(key, known),
            )
    for checklist in checklists(context, context.values):
        yield from _unknown(context, checklist)
        if checklist.followed and context.documents:
            yield from _unanswered(context, checklist)
            yield from _contradictions(context, checklist)


def _unanswered(context: Context, checklist: Checklist) -> Iterator[Finding]:
    place = Place(_main_document(context, checklist), 1)
    for entry in checklist.entries:
        if entry.status is Status.UNANSWERED:
            words = _named(checklist, entry)
            yield Finding.at(place, "guideline-unanswered", key=checklist.guideline.key, **words)


def _named(checklist: Checklist, entry: Entry) -> dict[str, str]:
    name = checklist.guideline.name
    return {"guideline": name, "item": entry.item.id, "title": entry.item.title}


def _main_document(context: Context, checklist: Checklist) -> str:
    """The document with the most answers, or else the first."""
    answers = (answer.document for entry in checklist.entries for answer in entry.answers)
    counts = Counter(answers)
    return max(context.documents, key=lambda one: counts[one.path]).path


def _contradictions(context: Context, checklist: Checklist) -> Iterator[Finding]:
    for entry in checklist.entries:
        stated = [answer for answer in entry.answers if answer.stated]
        if entry.remark and stated:
            guideline, place = checklist.guideline, stated[0].place
            settings = context.study.settings.guidelines[guideline.key]
            written = next(one for one in settings if guideline.item(str(one)) == entry.item)
            yield context.finding(
                ("settings", "guidelines", guideline.key, str(written)),
                "guideline-contradiction",
                **_named(checklist, entry),
                remark=entry.remark,
                place=f"{place.file}:{place.line}",
            )


def _unknown(context: Context, checklist: Checklist) -> Iterator[Finding]:
    guideline = checklist.guideline
    for written, place in checklist.unknown:
        line = context.located.line(("settings", "guidelines", guideline.key, written))
        yield Finding.at(
            place or Place(context.located.file, line),
            "guideline-unknown-item",
            message=f'{guideline.name} has no item "{written}"',
            hint=f"its items are {guideline.items[0].id} to {guideline.items[-1].id}",
        )
