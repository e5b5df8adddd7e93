"""Does what is published as somebody's words stand anywhere?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from themeloom.checking.cells import Heads
from themeloom.checking.findings import Finding
from themeloom.checking.public import Reading, claims_of_file, public_files, written_claims
from themeloom.core.files import combined, digest, kept, package_digest, remember
from themeloom.core.text import difference, plain, shortened
from themeloom.study.quoting import Grade
from themeloom.study.transcripts import Transcript

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from themeloom.checking.claims import Claim
    from themeloom.checking.context import Context
    from themeloom.study.quoting import Found

#: The rooms whose code decides whether words are somebody's.
_ROOMS = ("core", "study", "documents", "finished", "checking")
#: How much of them a message shows.
_SHOWN = 200


def check_prose(context: Context) -> Iterator[Finding]:
    """Yield words that claim to be somebody's and are in no source and no title."""
    reading, titles = _reading(context), _titles(context)
    # A document must cite the work whose title it names; a README has no references.
    works = titles | _works(context)
    project, memory = context.project, context.project.state / "quoted.json"
    by = [sorted(one) for one in (works, _languages(context), context.called, context.cited)]
    texts = sorted(text.sha256 for text in context.corpus.texts.values())
    store = project.digest(project.study)
    key = combined({"code": package_digest(*_ROOMS), "known": by, "texts": texts, "store": store})
    known = frozenset(kept(memory, list[str], key) or ())
    told = [(said, claims, titles) for said, claims in written_claims(context, reading)]
    for path in public_files(context):
        name = project.name(path)
        claims = claims_of_file(name, project.bytes_of(path), reading)
        told.append((f"{name}\0{project.digest(path)}", claims, works))
    clean = set()
    for said, claims, own in told:
        mark = digest(said.encode())
        found = [] if mark in known else list(_wrong(context, claims, own))
        yield from found
        clean |= set() if found else {mark}
    if clean != known:
        remember(memory, sorted(clean), key)


def check_prose_of(context: Context, name: str, data: bytes) -> Iterator[Finding]:
    """Yield the same of one file that is not yet in its place."""
    told = claims_of_file(name, data, _reading(context))
    yield from _wrong(context, told, _titles(context) | _works(context))


def _reading(context: Context) -> Reading:
    return Reading(context.called, Heads(_languages(context)))


def _works(context: Context) -> frozenset[str]:
    return frozenset(_bare(title) for one in context.references for title in one.titles)


def _wrong(context: Context, told: Iterable[Claim], titles: frozenset[str]) -> Iterator[Finding]:
    """Yield the claims that are nobody's words."""
    return (_found(context, one) for one in told if not _is_somebodys(context, one, titles))


def _languages(context: Context) -> set[str]:
    said = (document.metadata.get("lang") for document in context.documents)
    return {context.study.study.language, *(str(one) for one in said if one)}


def _titles(context: Context) -> frozenset[str]:
    """What the study and its documents call themselves and their parts, which are no quotations."""
    study = context.study
    named = [str(getattr(noun, "title", "")) for _, noun in study.walk()]
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


def _is_somebodys(context: Context, claim: Claim, titles: frozenset[str]) -> bool:
    """Whether the words are in a source or a cited title, or are a title of the study's own."""
    forms = [" ".join(claim.words)]
    if len(claim.words) > 1:
        forms.append(" … ".join(claim.words))
    # A comma or full stop of the sentence around may stand inside the closing mark.
    forms += [one.rstrip(".,;:!?") for one in forms]
    return any(
        _bare(form) in titles or any(text.has(form) for _, text in _texts(context))
        for form in dict.fromkeys(forms)
    )


def _found(context: Context, claim: Claim) -> Finding:
    words = " ".join(claim.words)
    looked_up = ((text.find(words), name, text) for name, text in _texts(context))
    near = [one for one in looked_up if one[0].grade in (Grade.NEAR, Grade.BEYOND)]
    if near:
        return _near(context, words, claim, max(near, key=lambda one: one[0].similarity))
    return Finding.at(claim.place, "prose-quotation-absent", words=shortened(words, _SHOWN))


def _near(
    context: Context, words: str, claim: Claim, best: tuple[Found, str, Transcript]
) -> Finding:
    found, name, text = best
    wording = text.printed(found.start, found.end)
    shown = f"\n  difference:  {shortened(difference(words, wording), _SHOWN)}"
    return Finding.at(
        claim.place,
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
