"""A finding: what is wrong, where, how to mend it; its kinds, those lowered, the report."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from string import Template
from typing import TYPE_CHECKING

import msgspec

from themeloom.core.errors import ThemeloomError, did_you_mean, raise_all
from themeloom.core.files import beside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from themeloom.documents.places import Place
    from themeloom.documents.shortcodes import Shortcode
    from themeloom.study.located import Located
    from themeloom.study.model import Study
    from themeloom.study.settings import Accepted, CheckChoice

#: So many findings of one kind are told of a file: nobody reads more, and each costs time.
_TOLD = 2000


class Kind(msgspec.Struct, frozen=True):
    """One kind of finding.

    Args:
        question: which of the checks' questions it answers (Verbatim, Identity, ...).
        title: what is wrong, in a few words.
        why: why it matters.
        remedy: what to do.
        severity: error, warning or note, unless the study lowers it.
        message: what a finding says, with a `$word` for whatever is its own.
        hint: how it is mended, likewise.
        called: what a message calls an identifier of this kind, in place of it.
    """

    question: str
    title: str
    why: str
    remedy: str
    severity: str
    message: str = "$message"
    hint: str = "$hint"
    called: str = ""

    @property
    def is_firm(self) -> bool:
        """Whether it is never lowered as a whole: words that were not said, what names a person."""
        return self.severity == "error" and self.question in ("Verbatim", "Identity")


@cache
def known_kinds() -> Mapping[str, Kind]:
    """Every kind by its id, in the order in which the documentation tells of them."""
    return {name: Kind(**entry) for name, entry in beside(__file__, "kinds.toml").items()}


_KEYS = ("severity", "reason")


def read_choices(study: Study, located: Located) -> Mapping[str, CheckChoice]:
    """What `settings: checks:` of the store says, by kind.

    Raises:
        ThemeloomError: a kind that does not exist, or a key that a choice does not have.
    """
    raise_all(_mistakes(study, located))
    return study.settings.checks


def _mistakes(study: Study, located: Located) -> Iterator[ThemeloomError]:
    known = known_kinds()
    for kind in study.settings.checks:
        path = ("settings", "checks", kind)
        if kind not in known:
            yield located.error(
                path, f'there is no kind of finding "{kind}"', did_you_mean(kind, known)
            )
        elif known[kind].is_firm:
            yield located.error(
                path,
                f"the kind {kind} cannot be lowered as a whole: {known[kind].why.rstrip('.')}",
                f"accept single findings instead, under settings: accepted: - {{kind: {kind}, "
                "file: FILE, words: HASH, reason: WHY, by: WHO}; the hash: themeloom check --json",
            )
        for key in located.value["settings"]["checks"][kind]:
            if key not in _KEYS:
                yield located.error(
                    (*path, key), f'a choice has no key "{key}"', did_you_mean(key, _KEYS)
                )


class Severity(StrEnum):
    """An error stops `render`; a warning and a note are shown; off is counted only."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    OFF = "off"


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that a check found.

    Args:
        file: where, as a person names it.
        line: the line there, from 1.
        kind: the id of its definition in `kinds`.
        message: what is wrong, identifiers masked.
        hint: how to mend it.
        lowered: the severity that the study gave its kind; empty where it gave none.
        words: the hash of the words of its line, by which a study may accept it.
    """

    file: str
    line: int
    kind: str
    message: str
    hint: str = ""
    lowered: str = ""
    words: str = field(default="", compare=False)

    @classmethod
    def at(cls, place: Place | Shortcode, kind: str, /, **words: object) -> Finding:
        """What was found on a line of a file, in the words of its kind and these."""
        known = known_kinds()[kind]
        said = [Template(one).substitute(words) for one in (known.message, known.hint)]
        return cls(place.file, place.line, kind, *said)

    @property
    def title(self) -> str:
        """What is wrong, in the few words of its kind."""
        return known_kinds()[self.kind].title

    @property
    def severity(self) -> Severity:
        """How bad it is, by the study's choice or else by its kind."""
        return Severity(self.lowered or known_kinds()[self.kind].severity)


class Lowered(msgspec.Struct, frozen=True):
    """A kind that the study lowers or silences, with its reason and how much it concerned.

    Args:
        kind: the id of the kind.
        severity: what it is now: warning, note or off.
        reason: why, in the study's words.
        found: how many findings of the kind there were.
    """

    kind: str
    severity: Severity
    reason: str
    found: int


def _told(one: Accepted, *, found: bool) -> str:
    """An accepted finding, or what is accepted and not there."""
    there = (
        "found: 1"
        if found
        else "not found: the words were changed or are gone, or the file is made later"
    )
    return f"{one.file}: {one.kind} ({there}); reason: {one.reason.strip()} ({one.by})"


def bounded(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The first so many of each kind in a file; the last of them says that more are not told."""
    number = Counter[tuple[str, str]]()
    for finding in findings:
        key = (finding.file, finding.kind)
        number[key] += 1
        if number[key] < _TOLD:
            yield finding
        elif number[key] == _TOLD:
            more = "what else is like it in this file is not told"
            yield replace(finding, hint=f"{finding.hint}; {more}" if finding.hint else more)


@dataclass(frozen=True)
class Report:
    """All findings of one run, sorted by place.

    Args:
        findings: what was found and not silenced.
        lowered: the kinds that the study lowers, each with its reason.
        facts: sentences on what was checked that are no findings.
        accepted: what the study accepts one by one, each with its reason and who accepts it.
    """

    findings: tuple[Finding, ...] = ()
    lowered: tuple[Lowered, ...] = ()
    facts: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        findings: Iterable[Finding],
        choices: Mapping[str, CheckChoice] | None = None,
        facts: Iterable[str] = (),
        accepted: Sequence[Accepted] = (),
    ) -> Report:
        """A report of findings in any order, each once, as the study's choices want it."""
        once = sorted(set(findings))
        counts = Counter(one.kind for one in once)
        chosen = choices or {}
        lowered = tuple(
            Lowered(kind, Severity(choice.chosen), choice.reason, counts[kind])
            for kind, choice in sorted(chosen.items())
        )
        severities = {one.kind: str(one.severity) for one in lowered}
        # Each is accepted once: what says the same at another place needs an entry of its own.
        left = defaultdict[tuple[str, str, str], list[int]](list)
        for at, its in enumerate(accepted):
            left[its.kind, its.file, its.words].append(at)
        judged, used = [], set[int]()
        for one in once:
            waiting = left[one.kind, one.file, one.words]
            is_accepted = bool(waiting)
            used |= {waiting.pop(0)} if waiting else set()
            lowered_to = "note" if is_accepted else severities.get(one.kind, "")
            judged.append(replace(one, lowered=lowered_to))
        told = [_told(its, found=at in used) for at, its in enumerate(accepted)]
        kept = tuple(one for one in judged if one.severity is not Severity.OFF)
        return cls(kept, lowered, tuple(facts), tuple(told))

    def of_severity(self, severity: Severity) -> tuple[Finding, ...]:
        """The findings of one severity."""
        return tuple(finding for finding in self.findings if finding.severity is severity)

    @property
    def errors_found(self) -> tuple[Finding, ...]:
        """The findings that stop a build."""
        return self.of_severity(Severity.ERROR)

    @property
    def errors(self) -> list[ThemeloomError]:
        """The findings that stop a build, as errors with the same words."""
        return [
            ThemeloomError(finding.message, finding.hint, file=finding.file, line=finding.line)
            for finding in self.errors_found
        ]

    @property
    def warnings(self) -> tuple[str, ...]:
        """The findings of a finished file that its author should see, as they are printed."""
        return tuple(
            f"{one.file}:{one.line}: {one.message}\n      hint: {one.hint}"
            for one in self.of_severity(Severity.WARNING)
        )
