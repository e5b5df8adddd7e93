"""What every check is given: the project as it stands, read once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from themeloom.checking.material.references import Reference, bibliographies, read_references
from themeloom.checking.names import Names, read_names
from themeloom.deriving.excerpts import locate
from themeloom.deriving.values import derive_values
from themeloom.documents.configuration import read_configuration
from themeloom.documents.document import read_documents
from themeloom.fingerprint import files_below
from themeloom.reading.study import read_study
from themeloom.reading.transcripts import read_corpus
from themeloom.text import normalise

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.deriving.excerpts import Excerpt
    from themeloom.deriving.values import Value
    from themeloom.documents.configuration import Configuration
    from themeloom.documents.document import Document
    from themeloom.model import Corpus, Participant, Study
    from themeloom.project import Project
    from themeloom.quoting import Found
    from themeloom.reading.located import Located
    from themeloom.text import Normalised

_CITATION = re.compile(r"(?<![\w@\\])@\{?([\w][\w:.#$%&+?<>~/-]*[\w])")


@dataclass(frozen=True)
class Context:
    """A project that is to be checked.

    Args:
        project: where everything lies.
        study: the store.
        located: the store with its lines.
        corpus: the texts of the sources that can be read here.
        found: every excerpt of the store and where it stands.
        configuration: `_quarto.yml`; None in a project without documents.
        documents: the documents, includes spliced in.
        output: the folder whose outputs are looked at; None to leave them out.
        derived_now: whether `data-derived/` was derived a moment ago, and is fresh.
    """

    project: Project
    study: Study
    located: Located
    corpus: Corpus
    found: dict[Excerpt, Found | None]
    configuration: Configuration | None = None
    documents: tuple[Document, ...] = ()
    output: Path | None = None
    derived_now: bool = False

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """Every number that documents may cite."""
        return derive_values(self.study)

    @cached_property
    def names(self) -> Names:
        """The real names that must appear nowhere."""
        return read_names(self.project, self.study.settings.identity)

    @cached_property
    def public(self) -> frozenset[str]:
        """What is public on purpose, in small letters."""
        about = self.study.study
        contact = about.contact
        declared = [
            *self.study.settings.identity.public,
            *(author.email for author in about.authors),
            *(author.name.literal for author in about.authors),
            *((contact.handle, contact.email) if contact else ()),
            *((about.article.doi, f"https://doi.org/{about.article.doi}") if about.article else ()),
            *(address for one in self.references for address in one.addresses),
            *(f"@{one.key}" for one in self.references),
        ]
        return frozenset(one.casefold() for one in declared if one)

    @cached_property
    def bibliographies(self) -> list[Path]:
        """The files of references that the documents use."""
        return bibliographies(self.project.root, self.configuration, self.documents)

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """The works that documents can cite."""
        return tuple(one for path in self.bibliographies for one in read_references(path))

    @cached_property
    def cited(self) -> frozenset[str]:
        """The keys that documents cite, in their prose or through evidence of the store."""
        cited = {study.reference for study in self.study.earlier_studies}
        for document in self.documents:
            cited |= set(_CITATION.findall(f"{document.body}\n{document.metadata}"))
        return frozenset(cited)

    def participant(self, name: str) -> Participant | None:
        """The participant whom a quotation names by id, label or pseudonym."""
        for one in self.study.participants:
            if name and name in (one.id, one.turn, one.pseudonym):
                return one
        return None

    def normalised(self, source: str) -> Normalised:
        """The text of a source in its comparable form; made once for all checks."""
        return normalise(self.corpus.texts[source].text)

    def files(self, folder: Path) -> list[Path]:
        """Every file below a folder of the project; none if the folder is not there."""
        return files_below(folder) if folder.is_dir() else []


def make_context(project: Project, *, outputs: bool = True, derived_now: bool = False) -> Context:
    """Read everything that checks look at.

    Args:
        project: the compendium.
        outputs: whether the finished outputs are looked at as well.
        derived_now: whether `data-derived/` was derived a moment ago.

    Raises:
        ThemeloomError: what cannot be read, with its place and remedy.
    """
    study, located = read_study(project)
    corpus = read_corpus(project, study, located)
    found = locate(study, corpus)
    configuration = read_configuration(project.root) if project.quarto.is_file() else None
    documents = read_documents(project.root, configuration.render) if configuration else ()
    return Context(
        project,
        study,
        located,
        corpus,
        found,
        configuration,
        tuple(documents),
        project.output if outputs else None,
        derived_now,
    )
