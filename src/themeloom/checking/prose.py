"""Does what is published as somebody's words stand anywhere?"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

from themeloom.checking.cells import Heads
from themeloom.checking.claim import Reading
from themeloom.checking.clean import Clean
from themeloom.checking.findings import Finding
from themeloom.checking.in_files import Known
from themeloom.checking.nearly import Nearly
from themeloom.checking.public import (
    claims_of_file,
    claims_of_finished,
    is_often_others,
    public_files,
    store_words,
    written_claims,
)
from themeloom.checking.spoken import may_have_said
from themeloom.core.files import combined, package_digest
from themeloom.core.text import counted, difference, plain, shortened
from themeloom.documents.holding import parts_of
from themeloom.documents.places import Place
from themeloom.finished.reader import read_segments
from themeloom.study.interpretation import Wording
from themeloom.study.quoting import Grade
from themeloom.study.transcripts import Transcript
from themeloom.weaving.fragments import said_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from themeloom.checking.claim import Claim
    from themeloom.checking.context import Context
    from themeloom.study.quoting import Found

#: The rooms whose code decides whether words are somebody's.
_ROOMS = ("core", "study", "documents", "finished", "checking")
#: How the titles and abstracts of cited works are called.
_OF_WORK = "@the title of @"
#: How much of them a message shows.
_SHOWN = 200
#: So many false quotations of one text are told.
_MOST = 2000


def check_prose(context: Context) -> Iterator[Finding]:
    """Yield words that claim to be somebody's and are in no source and no title."""
    reading, titles = _reading(context), _titles(context)
    # A document must cite the work whose title it names; a README has no references.
    works = titles | _works(context)
    project = context.project
    clean = Clean(project.state / "quoted.json", _decided_by(context))
    told = [(said, claims, titles) for said, claims in written_claims(context, reading)]
    for path in public_files(context):
        said = f"{project.name(path)}\0{project.digest(path)}"
        told.append((said, _of_path(context, path, reading), works))
    for said, claims, own in told:
        by: set[str] = set()
        yield from _of_others(clean.asked(said, _wrong(context, claims, own, by), by, own))
    clean.keep()
    if context.output is not None:
        # Somebody may have written into what was finished.
        made = {context.output / one.path.rpartition(".")[0] for one in context.documents}
        there = [one for one in project.below(context.output) if one.with_suffix("") in made]
        files = {project.name(path): project.bytes_of(path) for path in there}
        yield from check_prose_in(context, files)


def _decided_by(context: Context) -> str:
    """A hash of all that decides whether words are somebody's, but for the study's own titles."""
    known = (_works(context), _languages(context), context.called, context.cited)
    store = context.located.value
    return combined(
        {
            "code": package_digest(*_ROOMS),
            "known": [sorted(one) for one in known],
            "texts": [(name, text.sha256) for name, text in sorted(context.corpus.texts.items())],
            "store": repr([store.get(one) for one in ("sources", "participants", "settings")]),
            "translated": [*_translations(context)],
        }
    )


def _translations(context: Context) -> Iterator[tuple[str, str]]:
    for _, quote in context.study.quotations:
        if quote.translation is not None:
            yield f"@the translation of “{quote.id}”", quote.translation.text


def _of_path(context: Context, path: Path, reading: Reading) -> Iterator[Claim]:
    """The claims of a file, which is read once somebody asks for them."""
    project = context.project
    yield from claims_of_file(project.name(path), project.bytes_of(path), reading)


def _of_others(found: list[Finding]) -> list[Finding]:
    """The findings of a text; of a file that is often the work of others, one warning."""
    if not found or not is_often_others(found[0].file):
        return found
    words = {"many": counted(len(found), "quotation"), "first": found[0].message}
    return [Finding.at(Place(found[0].file, 1), "prose-quotation-elsewhere", **words)]


def check_prose_of(context: Context, name: str, data: bytes) -> Iterator[Finding]:
    """Yield the same of one file that is not yet in its place."""
    told = claims_of_file(name, data, _reading(context))
    yield from _wrong(context, told, _titles(context) | _works(context), set())


def check_prose_in(
    context: Context,
    files: Mapping[str, bytes],
    notebook: tuple[str, bytes] | None = None,
    read: bytes = b"",
) -> Iterator[Finding]:
    """Yield the same of finished files that are not yet in their places.

    What the documents, the store and what is derived of it say is looked at where it is
    written; here is found what came in beside them, by templates, filters, cells and pictures.

    Args:
        context: the compendium.
        files: what is in each, by the path that it is meant for.
        notebook: the notebook that they are of, if they are, and itself as it has run.
        read: what pandoc read of the document that they are of, as JSON: it puts what is
            derived of the store together, in alternative texts, in cells, beside each other.
    """
    reading, memo = _reading(context), context.memo
    if "prose" not in memo:
        memo["prose"] = Known(_written(context, reading)), _titles(context) | _works(context)
    known, titles = memo["prose"]
    own = Known([] if notebook is None else [piece.text for piece in read_segments(*notebook)])
    whole = cache(lambda: Known([" ".join(one.text for one in parts_of(read))] if read else []))
    for name, data in files.items():
        for claim, inside in claims_of_finished(name, data, reading):
            said = " ".join(claim.words)
            is_known = known.has(said) or own.has(said) or whole().has(said)
            if not (is_known or _title_of(claim, titles) or _is_somebodys(context, claim)):
                yield _found(context, claim, inside)


def _written(context: Context, reading: Reading) -> Iterator[str]:
    """All that claims to be somebody's words where it was written, and what the store says."""
    yield from store_words(context)
    for (_, quote), wording in product(context.study.quotations, Wording):
        yield said_by(context.study, quote, wording, is_unproved=False)
    for _, told in written_claims(context, reading):
        yield from (" ".join(claim.words) for claim in told)
    yield from (title for one in context.references for title in one.titles)


def _reading(context: Context) -> Reading:
    def sources() -> Iterator[str]:
        return (context.transcript(one).normal().text for one in sorted(context.corpus.texts))

    if "reading" not in context.memo:
        heads = Heads(_languages(context))
        context.memo["reading"] = Reading(context.called, heads, Nearly(sources))
    reading: Reading = context.memo["reading"]
    return reading


def _works(context: Context) -> frozenset[str]:
    return frozenset(_bare(title) for one in context.references for title in one.titles)


def _wrong(
    context: Context, told: Iterable[Claim], titles: frozenset[str], by: set[str]
) -> Iterator[Finding]:
    """Yield the claims that are nobody's words; of a text that has nothing else, the first.

    Args:
        context: the compendium.
        told: the claims.
        titles: what is nobody's words and may stand all the same.
        by: gets those of them for which claims are none.
    """
    number = 0
    for one in told:
        title = _title_of(one, titles)
        by |= {title} - {""}
        if title or _is_somebodys(context, one):
            continue
        number += 1
        found = _found(context, one)
        if number == _MOST:
            yield replace(found, hint=f"{found.hint}; what follows it here was not looked at")
            return
        yield found


def _languages(context: Context) -> set[str]:
    said = (document.metadata.get("lang") for document in context.documents)
    return {context.study.study.language, *(str(one) for one in said if one)}


def _titles(context: Context) -> frozenset[str]:
    """What the study and its documents call themselves and their parts, which are no quotations."""
    study = context.study
    named = [str(getattr(noun, "title", "")) for _, noun in study.nouns]
    about = [study.study.title, study.study.subtitle, study.study.kicker]
    own = [str(one.metadata.get(key, "")) for one in context.documents for key in _OWN]
    parts = [
        paragraph.text
        for document in context.documents
        for paragraph in context.paragraphs(document)
        if paragraph.heading
    ]
    return frozenset(_bare(one) for one in (*named, *about, *own, *parts) if one)


_OWN = ("title", "subtitle", "shorttitle")


def _bare(title: str) -> str:
    return plain(re.sub(r"[*_`\\]|\{[^{}]*\}$", "", title)).rstrip(".,;:!? ")


def _title_of(claim: Claim, titles: frozenset[str]) -> str:
    """The title that the words are, if they are one and nobody is said to have said them."""
    bare = map(_bare, () if claim.said else _forms(claim))
    return next((one for one in bare if one in titles), "")


def _is_somebodys(context: Context, claim: Claim) -> bool:
    """Whether the words are in a source or a cited title."""
    forms = _forms(claim)
    return any(
        text.has(form) and _may_be_of(context, claim, text, form)
        for form in forms
        for name, text in _texts(context)
        # What a cited work says of itself is not what who took part said.
        if not (claim.who and name.startswith(_OF_WORK))
    )


def _forms(claim: Claim) -> list[str]:
    """The words of a claim, in one piece, and as they may stand before the end of a sentence."""
    forms = [" ".join(claim.words)]
    if len(claim.words) > 1:
        forms.append(" … ".join(claim.words))
    # A comma or full stop of the sentence around may stand inside the closing mark.
    return list(dict.fromkeys([*forms, *(one.rstrip(".,;:!?") for one in forms)]))


def _may_be_of(context: Context, claim: Claim, text: Transcript, words: str) -> bool:
    """Whether one of those may have said words of a text whose the claim says that they are."""
    return not claim.who or any(may_have_said(context, who, text, words) for who in claim.who)


def _found(context: Context, claim: Claim, inside: str = "") -> Finding:
    where = f" (in {inside})" if inside else ""
    words = " ".join(" ".join(claim.words).split())
    others = [name for name, text in _texts(context) if any(map(text.has, _forms(claim)))]
    if others and claim.who:
        return _of_another(context, claim, others[0], where)
    looked_up = ((text.find(words), name, text) for name, text in _texts(context))
    near = [one for one in looked_up if one[0].grade in (Grade.NEAR, Grade.BEYOND)]
    if near:
        best = max(near, key=lambda one: one[0].similarity)
        return _near(context, words, claim, best, where)
    told = {"words": shortened(words, _SHOWN), "where": where, "marks": _how(claim)}
    if claim.authors:
        kind = "prose-quotation-alike"
        return Finding.at(claim.place, kind, source="a source", difference="", **told)
    return Finding.at(claim.place, "prose-quotation-absent", **told)


def _how(claim: Claim) -> str:
    """By what words are somebody's."""
    return ", which stand as somebody's own" if claim.bare else " between quotation marks"


def _of_another(context: Context, claim: Claim, source: str, where: str) -> Finding:
    return Finding.at(
        claim.place,
        "prose-quotation-speaker",
        where=where,
        source=_called(context, source),
        who=" or ".join(dict.fromkeys(claim.who)),
        words=shortened(" ".join(claim.words), _SHOWN),
    )


def _near(
    context: Context, words: str, claim: Claim, best: tuple[Found, str, Transcript], where: str
) -> Finding:
    found, name, text = best
    wording = text.printed(found.start, found.end)
    line = text.text.count("\n", 0, found.start) + 1
    shown = f"\n  difference:  {shortened(difference(words, wording), _SHOWN)}"
    return Finding.at(
        claim.place,
        "prose-quotation-alike" if claim.authors else "prose-quotation-near",
        where=where,
        marks=_how(claim),
        source=f"{_called(context, name)} (line {line})"
        if claim.authors
        else _called(context, name),
        line=line,
        words=shortened(words, _SHOWN),
        difference=shown if name.startswith("@") or context.is_open(name) else "",
    )


def _texts(context: Context) -> Iterator[tuple[str, Transcript]]:
    """What may be quoted: sources by their id, and with an @ translations and cited titles."""
    for name in sorted(context.corpus.texts):
        yield name, context.transcript(name)
    yield from ((name, Transcript(text)) for name, text in _translations(context))
    for reference in context.references:
        if reference.key in context.cited:
            for title in reference.titles:
                yield f"{_OF_WORK}{reference.key}", Transcript(title)


def _called(context: Context, name: str) -> str:
    return name[1:] if name.startswith("@") else context.corpus.texts[name].file
