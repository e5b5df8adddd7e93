"""All checks of a project, in the order in which their questions are asked."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from themeloom.checking.agreement import check_evidence, check_themes, check_voices
from themeloom.checking.arrival import check_arrival
from themeloom.checking.brand import check_brand
from themeloom.checking.codings import check_codings
from themeloom.checking.consent import check_consent
from themeloom.checking.context import Context
from themeloom.checking.counted import check_typed_numbers
from themeloom.checking.disclosure import check_attributions, check_small_cells
from themeloom.checking.findings import (
    Report,
    bounded,
    known_kinds,
    read_choices,
)
from themeloom.checking.freshness import check_derived, check_older, check_raw
from themeloom.checking.guidelines import check_guidelines
from themeloom.checking.history import check_history
from themeloom.checking.identifiers import masked
from themeloom.checking.identity import check_files, check_identity, check_names_list, unseen
from themeloom.checking.interpreted import check_interpretation
from themeloom.checking.kernels import check_kernels
from themeloom.checking.prose import check_prose, check_prose_in, check_prose_of
from themeloom.checking.settings import check_own_words, check_settings
from themeloom.checking.speakers import check_pseudonyms, check_speakers
from themeloom.checking.spoken import Said
from themeloom.checking.told import check_told_counts
from themeloom.checking.values import (
    check_citations,
    check_numbers_of_units,
    check_unused_values,
)
from themeloom.checking.verbatim import check_quotations
from themeloom.core.files import digest
from themeloom.core.text import counted
from themeloom.study.model import Access
from themeloom.study.quoting import Grade

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from themeloom.checking.findings import Finding
    from themeloom.documents.plan import Output
    from themeloom.session import Session

    Check = Callable[[Context], Iterator[Finding]]


def facts(context: Context) -> Iterator[str]:
    """Sentences on the evidence, for whoever must judge what the checks could see."""
    told = (
        _verified,
        _edited,
        _translated,
        _spread,
        _speakers,
        _participants,
        _sources,
        _names,
        unseen,
    )
    for say in told:
        yield from say(context)


def _verified(context: Context) -> Iterator[str]:
    places = [place for place in context.found.values() if place is not None]
    exact = sum(place.grade is Grade.EXACT for place in places)
    edited = sum(place.grade is Grade.EDITED for place in places)
    if context.found:
        yield (
            f"{exact + edited} of {counted(len(context.found), 'passage')} of the store verified "
            f"in their sources: {exact} word for word, {edited} edited by the rules of quoting."
        )


def _edited(context: Context) -> Iterator[str]:
    """What an editor changed in each passage, for whoever must judge it; no word of a source."""
    for excerpt, place in context.found.items():
        if place is None or place.grade is not Grade.EDITED:
            continue
        told = [f"[{said}] {_stands_for(gone)}" for said, gone in place.put_in]
        if place.left_out:
            told.append(f"{counted(place.left_out, 'character')} left out")
        if told:
            yield f"Edited: {excerpt.kind} “{excerpt.id}”: {'; '.join(told)}."


def _stands_for(words: int) -> str:
    return f"stands for {counted(words, 'word')}" if words else "is put in"


def _translated(context: Context) -> Iterator[str]:
    """Of translations only the original is checked; who made them is told."""
    made = [quote for _, quote in context.study.quotations if quote.translation is not None]
    if made:
        whose = sorted({quote.translation.by for quote in made if quote.translation})
        many = f"{counted(len(made), 'quotation')} {'is' if len(made) == 1 else 'are'} translated"
        yield (
            f"{many}, by {'; '.join(whose)}: the words in the language of the source were looked "
            "up there; the translations were compared with nothing."
        )


def _spread(context: Context) -> Iterator[str]:
    """How the quotations spread over sources and participants."""
    quotes = [quote for _, quote in context.study.quotations]
    if not quotes:
        return
    sources = Counter(quote.source for quote in quotes)
    many = f"{counted(len(quotes), 'quotation')} from {counted(len(sources), 'source')}"
    yield f"{many}: {_listed(sources)}."
    speakers = Counter(quote.participant for quote in quotes if quote.participant)
    if speakers:
        yield f"{counted(len(speakers), 'participant')} quoted: {_listed(speakers)}."
    unknown = len(quotes) - sum(speakers.values())
    if unknown:
        yield (
            f"{counted(unknown, 'quotation')} without a participant: "
            "whether one voice carries a theme cannot be told."
        )


def _speakers(context: Context) -> Iterator[str]:
    """How many quotations were checked for who says them, and why others were not."""
    naming = sum(bool(quote.participant) for _, quote in context.study.quotations)
    said = [one.said for one in context.spoken if one.quote.participant]
    if naming:
        checked = said.count(Said.OWN) + said.count(Said.OTHERS)
        unsure = (Said.UNREAD, Said.UNCLEAR)
        reasons = [f"{said.count(one)} {one}" for one in unsure if one in said]
        rest = naming - len(said)
        reasons += [f"{rest} not found in a source, or of nobody in the store"] if rest else []
        yield (
            f"Who speaks in the source was checked for {checked} of "
            f"{counted(naming, 'quotation')} with a participant"
            f"{'; not checked: ' if reasons else ''}{', '.join(reasons)}."
        )


def _participants(context: Context) -> Iterator[str]:
    if not context.study.participants:
        yield (
            "No participants are described in study.yml: there are no counts of them to hide, "
            "and whether attributions single anybody out cannot be told."
        )


def _sources(context: Context) -> Iterator[str]:
    closed = Counter(
        str(source.access)
        for source in context.study.sources
        if source.id not in context.corpus.texts and source.access is not Access.OPEN
    )
    if closed:
        absent = " and ".join(f"{count} {access}" for access, count in sorted(closed.items()))
        sources = counted(len(context.study.sources), "source")
        yield (
            f"Not read, because not at hand: {absent} of {sources}; "
            "nothing is said here of what is in them."
        )


def _names(context: Context) -> Iterator[str]:
    if not context.names and not context.names.missing:
        yield "No list of real names is set: names were not looked for."


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))


#: Checks of the store against the sources: what must hold before anything is derived.
STORE_CHECKS: tuple[Check, ...] = (
    check_quotations,
    check_speakers,
    check_numbers_of_units,
    check_codings,
)
#: Every check; a new one is a function and a row.
CHECKS: tuple[Check, ...] = (
    *STORE_CHECKS,
    check_prose,
    check_names_list,
    check_identity,
    check_history,
    check_small_cells,
    check_told_counts,
    check_attributions,
    check_consent,
    check_pseudonyms,
    check_citations,
    check_unused_values,
    check_typed_numbers,
    check_evidence,
    check_interpretation,
    check_themes,
    check_voices,
    check_guidelines,
    check_derived,
    check_older,
    check_raw,
    check_brand,
    check_settings,
    check_own_words,
)


def check_project(
    session: Session,
    *,
    outputs: bool = True,
    derived_now: bool = False,
    older: Sequence[str] = (),
    store: Sequence[Finding] | None = None,
) -> Report:
    """Look at everything, and report what was found.

    Args:
        session: the compendium as it was read.
        outputs: whether finished outputs are looked at as well, and it is told what was
            checked; no when they are about to be replaced.
        derived_now: whether `data-derived/` was derived a moment ago, and is fresh.
        older: the outputs that are of an older store or document.
        store: what `in_store` has found in the same store; it is asked if not given.

    Raises:
        ThemeloomError: what cannot be read, with its place and remedy.
    """
    output = session.project.output if outputs else None
    told = {"output": output, "derived_now": derived_now, "older": tuple(older)}
    context = Context.of(session, **told)
    if outputs:
        # What runs a notebook is told to authors, and is nothing that outputs could show.
        return check(context, (*CHECKS, check_kernels))
    found = in_store(context) if store is None else store
    others = CHECKS[len(STORE_CHECKS) :]
    return _report(context, [*found, *_asked(context, others)])


def in_store(context: Context) -> list[Finding]:
    """What is wrong between store and sources, as it was found: nothing is masked or lowered."""
    return list(_asked(context, STORE_CHECKS))


def check_store(context: Context, found: Sequence[Finding] | None = None) -> Report:
    """Only the checks of the store against the sources, which `derive` asks for."""
    return _report(context, in_store(context) if found is None else found)


def check_outputs(context: Context, files: Mapping[str, bytes], read: bytes = b"") -> Report:
    """Look for words that nobody said, and direct identifiers, in what is not yet published.

    Args:
        context: the compendium that they were built from.
        files: what is in each, by the path that it is meant for.
        read: what pandoc read of the document that they are of, where that is known.
    """
    memory = context.project.state / "clean"
    found = (*check_files(context, files, memory), *check_prose_in(context, files, read=read))
    return _report(context, found, files)


def check_shown(
    context: Context, notebook: tuple[str, bytes], files: Mapping[str, bytes]
) -> Report:
    """Look at what a notebook shows, before any of it is put in its place.

    Args:
        context: the compendium.
        notebook: its name from the root, and itself as it has run.
        files: its page and what is woven of it.
    """
    said = (*check_prose_of(context, *notebook), *check_prose_in(context, files, notebook))
    told = (*check_files(context, files), *said)
    return _report(context, told, files)


def check_arrived(
    context: Context, output: Output, read: bytes, files: Mapping[str, bytes]
) -> Report:
    """Look whether all of a document is in its finished files, whichever engine made them.

    Args:
        context: the compendium that they were built from.
        output: the document and the format that they are of.
        read: what pandoc read of the document (`formats.make.read_of`, `read_again`).
        files: what is in each of the files, by the path that it is meant for.
    """
    found = check_arrival(context, output.document, output.format, read, files)
    return _report(context, found, files)


def check(context: Context, checks: tuple[Check, ...] = CHECKS) -> Report:
    """Run checks on what was read, and tell what they could see; nobody asks while one builds."""
    return replace(_report(context, _asked(context, checks)), facts=tuple(facts(context)))


def _asked(context: Context, checks: tuple[Check, ...]) -> Iterator[Finding]:
    return (finding for ask in checks for finding in ask(context))


#: How many digits of a hash tell a finding's words.
_MARK = 12
#: How many lines at most are the words of a finding.
_MOST = 400


def _report(
    context: Context, findings: Iterable[Finding], unpublished: Mapping[str, bytes] | None = None
) -> Report:
    """What was found, masked and lowered as the study says.

    Args:
        context: the compendium.
        findings: what was found.
        unpublished: what is in files that are not in their places yet, by their paths.
    """
    choices = read_choices(context.study, context.located)
    files = unpublished or {}
    read = dict(files)
    done: dict[str, str] = {}
    told = bounded(findings)
    found = [_masked(context, _marked(context, finding, read), done) for finding in told]
    found = [_acceptable(one) if one.file in files else one for one in found]
    return Report.of(found, choices, accepted=context.study.settings.accepted)


def _acceptable(finding: Finding) -> Finding:
    """The same finding of a file that is not kept, with what to write where it may stand."""
    if not known_kinds()[finding.kind].is_firm:
        return finding
    names = f"kind: {finding.kind}, file: {finding.file!r}, words: {finding.words!r}"
    entry = f"accepted: [{{{names}, reason: WHY, by: WHO}}]"
    accept = f"if it may stand, write in study.yml under settings: {entry}"
    return replace(finding, hint=f"{finding.hint}; {accept}" if finding.hint else accept)


def _marked(context: Context, finding: Finding, read: dict[str, bytes]) -> Finding:
    """The same finding with the hash of its words: its line, and what goes on below it.

    Where a file has no lines, it is that of what the check says of its words.
    """
    project = context.project
    path = project.root / finding.file
    if finding.file not in read:
        read[finding.file] = project.bytes_of(path) if project.has(path) else b""
    is_store = path.suffix in (".yml", ".yaml")
    said = _standing(read[finding.file], max(finding.line - 1, 0), is_store=is_store)
    said = finding.words or finding.message if said is None else said
    return replace(finding, words=_mark(finding.kind, said))


@lru_cache(maxsize=1024)
def _standing(data: bytes, first: int, *, is_store: bool) -> str | None:
    """A line and what goes on below it, in one; nothing if there is no such line."""
    lines = _lines(data)[first : first + _MOST]
    if not lines:
        return None
    deep = len(lines[0]) - len(lines[0].lstrip())
    words = lines[:1]
    for line in lines[1:]:
        inside = len(line) - len(line.lstrip()) > deep
        if not line.strip() or (is_store and not inside):
            break
        words.append(line)
    return " ".join(" ".join(words).split())


@lru_cache(maxsize=1024)
def _mark(kind: str, said: str) -> str:
    return digest(f"{kind}\0{said}".encode())[:_MARK]


@lru_cache(maxsize=16)
def _lines(data: bytes) -> list[str]:
    return [] if b"\0" in data else data.decode("utf-8", "replace").splitlines()


def _masked(context: Context, finding: Finding, done: dict[str, str]) -> Finding:
    """The same finding, its words without the identifiers that they may repeat."""
    public, names = context.public, context.names
    for text in (finding.message, finding.hint):
        if text not in done:
            done[text] = masked(text, public, names)
    message, hint = done[finding.message], done[finding.hint]
    return replace(finding, file=names.masked_label(finding.file), message=message, hint=hint)
