"""What a holder of restricted sources has looked up there, for those who may not read them.

The record holds no word of a source: hashes of the sources, and of each passage of the store its
hash, its place and how it stands there. `themeloom attest` writes it where the sources are.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import msgspec

from themeloom.core.files import digest
from themeloom.core.signing import signer
from themeloom.core.text import plain
from themeloom.study.model import Access

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from themeloom.core.project import Project
    from themeloom.study.excerpts import Excerpt
    from themeloom.study.found import Found
    from themeloom.study.model import Corpus, Study

#: The record, beside study.yml.
FILE = "attested.json"
_SEAL = "seal"


class Attested(msgspec.Struct, frozen=True):
    """The record of a project.

    Args:
        sources: the hash of each source that was looked at.
        passages: the hash of the words of each passage that was found, by kind and id.
        date: when it was made.
        signed: who signed it; empty if nobody did.
        edited: whether it is not as it was made.
    """

    sources: Mapping[str, str] = msgspec.field(default_factory=dict)
    passages: Mapping[tuple[str, str], tuple[str, str]] = msgspec.field(default_factory=dict)
    date: str = ""
    signed: str = ""
    edited: bool = False

    def satisfies(self, study: Study) -> bool:
        """Whether one of those whom the study names has signed, if it names any."""
        signers = study.settings.records.signers
        return not signers or not {*re.split(r"[\s()<>,]+", self.signed)}.isdisjoint(signers)

    def covers(self, study: Study, excerpt: Excerpt) -> bool:
        """Whether these very words were found in this very source, by whoever holds it."""
        source = study.source(excerpt.source)
        known = self.sources.get(source.id, "")
        return (
            source.access is Access.RESTRICTED
            and not self.edited
            and self.satisfies(study)
            and bool(known)
            and source.sha256 in ("", known)
            and self.passages.get((excerpt.kind, excerpt.id)) == (source.id, _hash(excerpt))
        )


def read_attested(project: Project) -> Attested:
    """The record of a project, if it has one; nothing of it counts if it was edited."""
    path = project.root / FILE
    if not project.has(path):
        return Attested()
    data = project.bytes_of(path)
    try:
        told = json.loads(data)
        seal = told.pop(_SEAL)
        signed, whole = signer(path)
        return Attested(
            {one["id"]: one["sha256"] for one in told["sources"]},
            {(one["kind"], one["id"]): (one["source"], one["sha256"]) for one in told["passages"]},
            str(told["date"]),
            signed,
            edited=seal != _seal(told) or not whole,
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Attested(edited=True)


def attest(
    study: Study,
    corpus: Corpus,
    found: Mapping[Excerpt, Found | None],
    made: Mapping[str, str],
) -> bytes:
    """The record of all that stands in restricted sources that are at hand.

    Args:
        study: the store.
        corpus: the texts.
        found: where each passage stands.
        made: the date, and by which version of what.
    """
    there = [
        one for one in study.sources if one.access is Access.RESTRICTED and one.id in corpus.texts
    ]
    told: dict[str, object] = {
        **made,
        "sources": [{"id": one.id, "sha256": corpus.texts[one.id].sha256} for one in there],
        "passages": list(_passages({one.id for one in there}, corpus, found)),
    }
    told[_SEAL] = _seal(told)
    return (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode()


def _passages(
    sources: set[str], corpus: Corpus, found: Mapping[Excerpt, Found | None]
) -> Iterator[dict[str, object]]:
    for excerpt, place in found.items():
        if excerpt.source in sources and place is not None and place.grade.holds:
            yield {
                "kind": excerpt.kind,
                "id": excerpt.id,
                "source": excerpt.source,
                "sha256": _hash(excerpt),
                "grade": str(place.grade),
                "line": corpus.texts[excerpt.source].line_of(place.start),
                "start": place.start,
                "end": place.end,
            }


def _hash(excerpt: Excerpt) -> str:
    """The hash of the words as they are compared, with whose they are said to be."""
    return digest(f"{plain(excerpt.text)}\n{excerpt.participant}".encode())


def _seal(told: Mapping[str, object]) -> str:
    return digest(json.dumps(told, sort_keys=True).encode())
