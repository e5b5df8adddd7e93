"""The outputs that are asked for, everything that their documents cite being there."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from themeloom.core.errors import raise_all
from themeloom.core.files import leads_out
from themeloom.documents.crossrefs import CrossReferences
from themeloom.documents.references import check_evidence_names, citable
from themeloom.notebooks.run import notebooks_of, page_of
from themeloom.steps.inputs import Inputs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from themeloom.core.errors import ThemeloomError
    from themeloom.documents.document import Document
    from themeloom.documents.plan import Output
    from themeloom.session import Session


def planned(
    session: Session, selection: Sequence[str] = (), to: Sequence[str] = ()
) -> list[Output]:
    """The outputs that are asked for, everything that they cite by name being there.

    Args:
        session: with all that is derived.
        selection: documents by name; none means all.
        to: formats by name or ending; none means all.

    Raises:
        ThemeloomError: every mistake of the documents, or every name that nothing has.
    """
    outputs = session.plan(selection, to)
    documents = {output.document.path: output.document for output in outputs}
    cited = [*(session.configuration.shortcodes if session.configuration else ())]
    cited += (one for document in documents.values() for one in document.shortcodes)
    known = citable(path.stem for path in session.project.below(session.project.evidence))
    raise_all([*check_evidence_names(cited, known), *_leading_out(session, outputs)])
    return outputs


def _leading_out(session: Session, outputs: Sequence[Output]) -> Iterator[ThemeloomError]:
    """Files that documents show and that are links to what lies outside the compendium."""
    project, inputs = session.project, Inputs.of(session.project)
    named: dict[str, Document] = {}
    for output in outputs:
        named |= dict.fromkeys(inputs.named(output), output.document)
    for name, document in sorted(named.items(), key=lambda one: one[0]):
        if leads_out(project.root / name, project.root):
            at = max(document.body.find(PurePosixPath(name).name), 0)
            yield document.spliced.place(at).error(
                f"{name} is a link to what lies outside the project",
                "copy it into the project: what is published must be what the project holds",
            )


def referring(session: Session, outputs: Sequence[Output]) -> list[Output]:
    """The outputs, told of what they refer to in other documents; every reference leads somewhere.

    Args:
        session: with all that is derived.
        outputs: what is to be made, with what cells gave.

    Raises:
        ThemeloomError: each reference and each link to a document that does not.
    """
    asked = {one.document.path: one.document for one in outputs}
    documents = {**{one.path: one for one in session.documents}, **asked}
    shared = session.configuration.metadata if session.configuration else {}
    project = session.project
    pages = {project.name(one): page_of(project, one) for one in notebooks_of(project)}
    references = CrossReferences(documents.values(), shared, project.fragment, pages)
    labelled = {one.document.path: one.document for one in outputs if one.format.labels}
    raise_all(error for one in labelled.values() for error in references.mistakes(one))
    return [references.elsewhere(one, session.plan) for one in outputs]
