"""What every check is given: the project as it stands, read once."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import msgspec

from themeloom.checking.findings import Finding
from themeloom.checking.kinds_of_people import People
from themeloom.checking.names import Names, read_names
from themeloom.checking.spoken import Spoken, spoken
from themeloom.checking.words import parts
from themeloom.core.errors import ThemeloomError
from themeloom.core.expressions import later
from themeloom.core.files import beside, combined, package_digest
from themeloom.core.nested import leaves
from themeloom.deriving.values import derive_values
from themeloom.documents.includes import front_matter_of
from themeloom.documents.places import Place
from themeloom.session import Session
from themeloom.study.excerpts import names
from themeloom.study.labels import comparable
from themeloom.study.model import Access
from themeloom.study.transcripts import read_transcript

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from themeloom.checking.words import Paragraph
    from themeloom.deriving.values import Value
    from themeloom.documents.document import Document
    from themeloom.study.located import Path as StorePath
    from themeloom.study.model import Participant
    from themeloom.study.transcripts import Transcript


_ENTRY = later(r"@(\w+)\s*\{\s*([^,\s{}]+)\s*,")
_LATEX = beside(__file__, "words.toml")["latex"]
_ACCENTS: dict[str, str] = _LATEX["accents"]
_SIGNS: dict[str, str] = _LATEX["signs"]
#: An accent with its letter, as `\"{o}`, `{\"o}` or `\v c`; a sign, with the blank that ends it.
_ACCENTED = later(r"\\([`'^~\"=.]|[uvHckr](?=[{\s]))\s*\{?\\?([A-Za-z])\}?")
_SIGN = later(r"\\([A-Za-z]+)(?:\{\}|\s+)?")
_FIELD = later(r"(\w+)\s*=\s*(?=[{\"])")
#: The rooms whose code decides what is clean.
_ROOMS = ("core", "study", "documents", "finished", "checking")
_TITLES = frozenset({"title", "booktitle", "subtitle", "shorttitle", "abstract", "container-title"})
_ADDRESSES = frozenset({"url", "doi", "URL", "DOI"})
_PASSING, _PASSING_FOLDERS = (
    one.split() for one in beside(__file__, "public.toml")["passing"].values()
)
#: A work that another one is a part of, and has its fields from.
_TAKES = later(r"\b(?:crossref|xdata)\s*=\s*[{\"]([^{}\"\n]*)", re.IGNORECASE)
_NO_WORKS = frozenset({"comment", "string", "preamble"})


class Reference(msgspec.Struct, frozen=True):
    """A work of a bibliography: its key, its titles, and where it can be found on the web."""

    key: str
    titles: tuple[str, ...]
    addresses: tuple[str, ...]


def _listed(metadata: object) -> list[str]:
    value = metadata.get("bibliography") if isinstance(metadata, dict) else None
    return [str(one) for one in (value if isinstance(value, list) else [value]) if one]


@lru_cache(maxsize=8)
def read_references(name: str, data: bytes) -> Sequence[Reference]:
    """The works of one bibliography, BibTeX or CSL-JSON; all who judge the same ask for them."""
    text = data.decode("utf-8", errors="replace")
    if name.endswith(".json"):
        return [
            _reference(str(one.get("id", "")), dict(sorted(one.items())))
            for one in _from_json(name, text)
        ]
    _raise_if_circular(name, text)
    return list(_from_bibtex(text))


def _raise_if_circular(name: str, text: str) -> None:
    """Refuse works that take from each other what they lack, round and round: pandoc never ends."""
    works = list(_ENTRY.finditer(text))
    starts = [one.start() for one in works]
    takes: dict[str, str] = {}
    lines: dict[str, int] = {}
    for found in _TAKES.finditer(text) if works else ():
        key = works[max(bisect_right(starts, found.start()) - 1, 0)][2].lower()
        takes[key] = found[1].strip().lower()
        lines[key] = text.count("\n", 0, found.start()) + 1
    try:
        TopologicalSorter({key: [other] for key, other in takes.items()}).prepare()
    except CycleError as error:
        key = error.args[1][0]
        raise ThemeloomError(
            f'the work "{key}" takes what it lacks from itself (crossref)',
            "take crossref out of one of the works that name each other, or correct it",
            file=name,
            line=lines[key],
        ) from None


def _from_json(name: str, text: str) -> list[dict[str, object]]:
    """The works of CSL-JSON, which is a list of groups of keys."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise ThemeloomError(
            f"the bibliography {name} is no CSL-JSON: a list of works, each with its keys",
            "export it anew as CSL-JSON, or as BibTeX (.bib)",
            file=name,
        )
    return found


def _reference(key: str, fields: Mapping[str, object]) -> Reference:
    titles = tuple(str(value) for name, value in fields.items() if name in _TITLES)
    addresses = tuple(str(value) for name, value in fields.items() if name in _ADDRESSES)
    return Reference(key, titles, addresses)


def _from_bibtex(text: str) -> Iterator[Reference]:
    entries = [match for match in _ENTRY.finditer(text) if match[1].lower() not in _NO_WORKS]
    ends = [*(match.start() for match in entries[1:]), len(text)]
    for match, end in zip(entries, ends, strict=False):
        yield _reference(match[2], dict(_fields(_as_letters(text[match.end() : end]))))


def _as_letters(text: str) -> str:
    """Accents and signs that LaTeX writes by names, as the letters that readers see."""

    def accented(match: re.Match[str]) -> str:
        return unicodedata.normalize("NFC", match[2] + _ACCENTS[match[1]])

    return _SIGN.sub(lambda match: _SIGNS.get(match[1], match[0]), _ACCENTED.sub(accented, text))


def _fields(body: str) -> Iterator[tuple[str, str]]:
    """Keys and values; braces within a value are balanced, and left out of it."""
    position = 0
    while match := _FIELD.search(body, position):
        start = position = match.end()
        depth = 0
        while position < len(body):
            character = body[position]
            depth += (character == "{") - (character == "}")
            position += 1
            if depth == 0 and (character == "}" or (character == '"' and position - 1 > start)):
                break
        value = re.sub(r"[{}]|\\(?=[&%$#_])", "", body[start + 1 : position - 1])
        yield match[1].lower(), " ".join(value.split())


_BYLINES = ("author", "authors", "affiliation", "affiliations", "institute", "institutes")
_CITATION = later(r"(?<![\w@\\])@\{?([\w][\w:.#$%&+?<>~/-]*[\w])")


@dataclass(frozen=True)
class Context(Session):
    """A project that is to be checked: all that was read of it, and what is looked at.

    Args:
        output: the folder whose outputs are looked at; None to leave them out.
        derived_now: whether `data-derived/` was derived a moment ago, and is fresh.
        older: the outputs that are of an older store or document.
    """

    output: Path | None = None
    derived_now: bool = False
    older: tuple[str, ...] = ()

    @cached_property
    def memo(self) -> dict[object, Any]:
        """What a check found out of all that was read, for when it asks again, by its own name."""
        return {}

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """Every number that documents may cite."""
        return derive_values(self.study, self.coded)

    @cached_property
    def spoken(self) -> tuple[Spoken, ...]:
        """Whose words each quotation is, as far as the sources tell."""
        return tuple(spoken(self))

    @cached_property
    def _parts(self) -> dict[str, tuple[list[Paragraph], ...]]:
        return {one.path: parts(one) for one in self.documents}

    def parts(self, document: Document) -> tuple[list[Paragraph], ...]:
        """The paragraphs of its front matter, of its body, and of what that tells beside."""
        return self._parts[document.path]

    def paragraphs(self, document: Document) -> Iterator[Paragraph]:
        """The paragraphs of a document, for which several checks ask."""
        return chain.from_iterable(self._parts[document.path])

    @cached_property
    def people(self) -> People:
        """The words for what participants are."""
        return People(self.study)

    @cached_property
    def names(self) -> Names:
        """The real names that must appear nowhere."""
        return read_names(self.project, self.study.settings.identity)

    @cached_property
    def looked_for(self) -> list[list[str]]:
        """What decides which words identify people: what is public on purpose, and the names."""
        known = (self.public, self.known, self.names.plain, self.names.hashed)
        return [sorted(one) for one in known]

    @cached_property
    def repeating(self) -> tuple[str, ...]:
        """What files are named that only repeat what was collected, written, or cited."""
        folders = (self.project.derived, self.project.output)
        cited = map(self.project.name, self.bibliographies)
        return (*(f"{self.project.name(folder)}/" for folder in folders), *cited)

    @cached_property
    def _of_study(self) -> tuple[str, ...]:
        """The folders of what was collected or written."""
        written = {name.rpartition("/")[0] for one in self.documents for name in one.files}
        folders = (self.project.raw, self.project.coding, self.project.analysis)
        return tuple(f"{one}/" for one in (*map(self.project.name, folders), *written))

    def is_of_study(self, named: str) -> bool:
        """Whether a file is of what was collected or written: less certain things count there."""
        return named == self.project.name(self.project.study) or (
            named.startswith(self._of_study) and not named.startswith(self.repeating)
        )

    @cached_property
    def left_by_quarto(self) -> tuple[str, ...]:
        """What Quarto makes beside a document and leaves where it does not finish; not of git's."""
        there = self.project.names_below("")
        keys = [one.key for one in self.documents]
        passing = {f"{key}{ending}" for key in keys for ending in _PASSING}
        beside = tuple(f"{key}{folder}" for key in keys for folder in _PASSING_FOLDERS)
        own = {name for one in self.documents for name in one.files}
        left = [one for one in there if one in passing - own or one.startswith(beside)]
        if left and self.version.commit:
            uncommitted = self.version.uncommitted(dict.fromkeys(left, ""))
            left = [one for one in left if one in uncommitted]
        return tuple(left)

    @cached_property
    def clean_by(self) -> str:
        """A hash of all that decides whether a text is clean, the code that looks included."""
        return combined({"package": package_digest(*_ROOMS), "looked for": self.looked_for})

    @cached_property
    def known(self) -> frozenset[str]:
        """What no rule needs to propose, in small letters: names that the study itself gives."""
        parts = (word for one in self.public for word in (one, *one.split()))
        return frozenset((*parts, *(one.casefold() for one in self.called)))

    @cached_property
    def public(self) -> frozenset[str]:
        """What is public on purpose, in small letters."""
        about = self.study.study
        contact = about.contact
        declared = [
            *self.study.settings.identity.public,
            *(author.email for author in about.authors),
            *(author.name.literal for author in about.authors),
            *(str(author.corresponding) for author in about.authors),
            *(said for one in about.affiliations for said in (one.name, one.department)),
            *((contact.handle, contact.email) if contact else ()),
            *((about.article.doi, f"https://doi.org/{about.article.doi}") if about.article else ()),
            *(address for one in self.references for address in one.addresses),
            *(f"@{one.key}" for one in self.references),
            *(told for metadata in self._fronts for told in _bylines(metadata)),
        ]
        return frozenset(one.casefold() for one in declared if one)

    @property
    def _fronts(self) -> Iterator[Mapping[str, object]]:
        """The metadata of the project and of each document, of those that nobody renders too."""
        if self.configuration:
            yield self.configuration.metadata
        yield from (document.metadata for document in self.documents)
        rendered = {document.path for document in self.documents}
        collected = tuple(
            f"{self.project.name(one)}/" for one in (self.project.raw, self.project.coding)
        )
        for named in self.project.names_below(""):
            if named.endswith(".qmd") and named not in rendered and not named.startswith(collected):
                yield front_matter_of(self.project, named)

    @cached_property
    def bibliographies(self) -> list[Path]:
        """The bibliography files that the project and its documents name."""
        root, configuration = self.project.root, self.configuration
        named = [root / one for one in _listed(configuration.metadata if configuration else {})]
        for document in self.documents:
            folder = root / PurePosixPath(document.path).parent
            named += [
                root / one.lstrip("/") if one.startswith("/") else folder / one
                for one in _listed(document.metadata)
            ]
        # A link stays what the project calls it; whoever builds refuses one that leads out.
        there = {Path(os.path.normpath(path)) for path in named}
        return sorted(path for path in there if self.project.has(path))

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """The works that documents can cite."""
        return tuple(
            one
            for path in self.bibliographies
            for one in read_references(self.project.name(path), self.project.bytes_of(path))
        )

    @cached_property
    def cited(self) -> frozenset[str]:
        """The keys that documents cite, in their prose or through evidence of the store."""
        cited = {study.reference for study in self.study.earlier_studies}
        for document in self.documents:
            cited |= set(_CITATION.findall(f"{document.body}\n{document.metadata}"))
        return frozenset(cited)

    @cached_property
    def called(self) -> frozenset[str]:
        """Everything by which transcripts may call those who took part or are quoted."""
        return names(self.study)

    def labels(self, participant: str) -> set[str]:
        """Everything by which a transcript may call a participant."""
        one = self.participant(participant)
        return {participant} if one is None else set(self.study.voices[one.id])

    def transcript(self, source: str) -> Transcript:
        """A source that can be read here, as quotations are compared with it."""
        settled, rules = self.study.source(source).speakers, self.study.settings.transcripts
        return read_transcript(self.corpus.texts[source].text, self.called, settled, rules)

    def participant(self, name: str) -> Participant | None:
        """The participant whom a quotation names by id, label or pseudonym."""
        return self.study.participant(name)

    def speaking(self, speaker: str) -> Participant | None:
        """The participant who speaks in a turn; none where that is somebody else, or not clear."""
        voices = self.study.voices
        people = self.study.participants
        return next((one for one in people if speaker in map(comparable, voices[one.id])), None)

    def is_open(self, source: str) -> bool:
        """Whether a message may show what a source says."""
        return any(one.id == source and one.access is Access.OPEN for one in self.study.sources)

    def finding(self, path: StorePath, kind: str, /, **words: object) -> Finding:
        """What was found at a place of the store, such as `("themes", 0, "title")`."""
        return Finding.at(Place(self.located.file, self.located.line(path)), kind, **words)


def _bylines(metadata: Mapping[str, object]) -> Iterator[str]:
    """What a document says of its authors and of where they work: public by their own hand."""
    for key in _BYLINES:
        yield from (str(one) for _, one in leaves(metadata.get(key)) if one)
