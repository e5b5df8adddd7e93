"""What was read of a compendium, once: the store, the texts, the documents, the plan, the version.

A command takes a session when it begins and hands it on. Nothing in it is read twice, and
nothing is read anew: what somebody saves meanwhile is in the next command's session.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from themeloom.coding.coded import Coded
from themeloom.core.files import is_special
from themeloom.deriving.tables import Evidence
from themeloom.documents.brands import brand_of_project
from themeloom.documents.configuration import read_configuration
from themeloom.documents.document import read_documents
from themeloom.documents.plan import plan, select_documents
from themeloom.study.attested import read_attested
from themeloom.study.consents import read_consents
from themeloom.study.excerpts import excerpts, locate
from themeloom.study.quoting import Found
from themeloom.study.sources import read_corpus
from themeloom.study.store import read_study

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Self

    from themeloom.core.project import Project
    from themeloom.core.version import Version
    from themeloom.documents.brand import Brand
    from themeloom.documents.configuration import Configuration
    from themeloom.documents.document import Document
    from themeloom.documents.plan import Output
    from themeloom.study.attested import Attested
    from themeloom.study.consent import Consent
    from themeloom.study.excerpts import Excerpt
    from themeloom.study.located import Located
    from themeloom.study.model import Corpus, Study

#: Where the result of the step that looks the store up tells where each of its excerpts stands.
FOUND = ":found"
#: What depends on nothing that is derived, so that it holds when that was made.
_LASTING = ("_store", "corpus", "coded", "consents", "found", "attested", "unproved", "version")
_CACHED = (*_LASTING, "brand", "configuration", "documents", "_planned")


@dataclass(frozen=True)
class Session:
    """A compendium as it was read.

    Args:
        project: where everything lies, with the bytes that lay there.
        given_version: what outputs say they are built from; what git says if not given.
        results: what steps made that no file holds, by name.
        for_quarto: whether Quarto renders the documents, so that what only Quarto supports is
            no mistake.
    """

    project: Project
    given_version: Version | None = field(default=None, kw_only=True)
    results: Mapping[str, bytes] = field(default_factory=dict, kw_only=True, repr=False)
    for_quarto: bool = field(default=False, kw_only=True)

    @classmethod
    def begin(
        cls, project: Project, version: Version | None = None, *, for_quarto: bool = False
    ) -> Self:
        """Read a compendium as it is at this moment."""
        return cls(project.now(), given_version=version, for_quarto=for_quarto)

    @classmethod
    def of(cls, session: Session, **more: Any) -> Self:  # noqa: ANN401 - the other kind's own
        """The same session as one of another kind, nothing read again."""
        more |= {
            name: getattr(session, name) for name in ("given_version", "results", "for_quarto")
        }
        new = cls(session.project, **more)
        new.__dict__.update(
            {name: one for name, one in session.__dict__.items() if name not in new.__dict__}
        )
        return new

    def having(
        self,
        made: Mapping[str, bytes],
        gone: Sequence[str] = (),
        results: Mapping[str, bytes] | None = None,
    ) -> Self:
        """The same session after files were made: only what depends on these is read again."""
        project = self.project
        if project.read and (made or gone):
            project = project._replace(read=project.read.having(made, gone))
        new = replace(self, project=project, results={**self.results, **(results or {})})
        if project is self.project:
            new.__dict__.update({**self.__dict__, "results": new.results})
            return new
        lasting = {name: one for name, one in self.__dict__.items() if name in _LASTING}
        output = f"{project.name(project.output)}/"
        others = [name for name in (*made, *gone) if not name.startswith(output)]
        # Outputs go into nothing that is read.
        known = lasting if others else self.__dict__
        new.__dict__.update({name: one for name, one in known.items() if name in _CACHED})
        return new

    def at(self, version: Version) -> Self:
        """The same session, whose outputs are built from this version."""
        new = replace(self)
        new.__dict__.update({**self.__dict__, "version": version})
        return new

    def also(self, names: Iterable[str]) -> Self:
        """The same session with further documents, which `_quarto.yml` does not list."""
        configuration = self.configuration
        if configuration is None:
            return self
        new = replace(self)
        render = tuple(dict.fromkeys((*configuration.render, *names)))
        new.__dict__["configuration"] = msgspec.structs.replace(configuration, render=render)
        return new

    @cached_property
    def _store(self) -> tuple[Study, Located]:
        return read_study(self.project)

    @property
    def study(self) -> Study:
        """The store."""
        return self._store[0]

    @property
    def located(self) -> Located:
        """The store with its lines."""
        return self._store[1]

    @cached_property
    def corpus(self) -> Corpus:
        """The texts of the sources that can be read here."""
        return read_corpus(self.project, self.study, self.located)

    @cached_property
    def coded(self) -> Coded:
        """The codebook and the codings; each file is read when it is asked for."""
        return Coded(self.project, self.study)

    @cached_property
    def consents(self) -> Mapping[str, Consent]:
        """What is recorded of participants' consent, by their ids."""
        return read_consents(self.project, self.study)

    @property
    def refusing(self) -> frozenset[str]:
        """The participants whose words may not be quoted today."""
        today = datetime.now(UTC).date()
        return frozenset(name for name, one in self.consents.items() if not one.covers(today))

    @property
    def lasts(self) -> str:
        """The last day on which no more words are refused than today; empty if that never ends."""
        today = datetime.now(UTC).date()
        ends = [one.until for one in self.consents.values() if one.until and one.until >= today]
        return min(ends).isoformat() if ends else ""

    @cached_property
    def found(self) -> Mapping[Excerpt, Found | None]:
        """Every excerpt of the store, and where it stands in its source."""
        if FOUND in self.results:
            found = msgspec.json.decode(self.results[FOUND], type=list[Found | None])
            return dict(zip(excerpts(self.study), found, strict=True))
        return locate(self.study, self.corpus)

    @property
    def evidence(self) -> Evidence:
        """What tables are derived from."""
        return Evidence(self.study, self.corpus, self.found, self.unproved, self.coded)

    @cached_property
    def attested(self) -> Attested:
        """What holders of restricted sources have looked up in them."""
        return read_attested(self.project)

    @cached_property
    def unproved(self) -> frozenset[str]:
        """The quotations that nobody has looked up, neither here nor by a record that counts."""
        return frozenset(
            excerpt.id
            for excerpt, place in self.found.items()
            if place is None
            and excerpt.kind == "quotation"
            and not self.attested.covers(self.study, excerpt)
        )

    @cached_property
    def configuration(self) -> Configuration | None:
        """`_quarto.yml`; None in a project without documents."""
        project = self.project
        if not (project.has(project.quarto) or is_special(project.quarto)):
            return None
        return read_configuration(project, for_quarto=self.for_quarto)

    @cached_property
    def brand(self) -> Brand | None:
        """The project's brand, for all that is no document."""
        return brand_of_project(self.project)

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The documents that `_quarto.yml` lists, includes spliced in."""
        configuration = self.configuration
        listed = configuration.render if configuration else ()
        return tuple(read_documents(self.project, listed, for_quarto=self.for_quarto))

    def plan(self, selection: Sequence[str] = (), to: Sequence[str] = ()) -> list[Output]:
        """The outputs that are asked for.

        Args:
            selection: documents by name (`paper`), folder or path; none means all.
            to: formats by name (`docx`, `themeloom-html`) or by suffix (`pdf`); none means all.

        Raises:
            ThemeloomError: every mistake of the documents, at once.
        """
        if not selection and not to:
            return list(self._planned)
        configuration = self.configuration or read_configuration(self.project)
        chosen = select_documents(configuration.render, selection)
        return plan(configuration, [one for one in self.documents if one.path in chosen], to)

    @cached_property
    def _planned(self) -> tuple[Output, ...]:
        """Every output."""
        configuration = self.configuration or read_configuration(self.project)
        return tuple(plan(configuration, self.documents))

    @cached_property
    def version(self) -> Version:
        """The commit, and what was changed since."""
        from themeloom.core.version import version_of

        return self.given_version or version_of(self.project)
