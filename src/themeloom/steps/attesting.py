"""Writing down, where restricted sources are at hand, what stands in them; signed if possible."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from themeloom import __version__
from themeloom.core.errors import ThemeloomError, raise_all
from themeloom.core.files import put
from themeloom.core.signing import sign
from themeloom.steps.publishing import alone
from themeloom.study.attested import FILE, attest

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.core.project import Project


@dataclass(frozen=True)
class Attesting:
    """What was written: the file, of how many passages and sources, and who signed it."""

    path: Path
    passages: int
    sources: int
    signed: str


def attest_sources(project: Project) -> Attesting:
    """Look everything up, and write the record of what stands in restricted sources.

    Raises:
        ThemeloomError: if no restricted source is at hand, or something is not in its source.
    """
    from themeloom.checking.context import Context
    from themeloom.checking.run import check_store
    from themeloom.session import Session

    with alone(project):
        path = project.root / FILE
        session = Session.begin(project)
        # What the record said before is no matter: it is made anew.
        report = check_store(Context.of(session))
        raise_all(
            error
            for finding, error in zip(report.errors_found, report.errors, strict=True)
            if finding.kind != "record-edited"
        )
        made = {
            "themeloom": __version__,
            "study": session.version.commit,
            "date": datetime.now(UTC).date().isoformat(),
        }
        data = attest(session.study, session.corpus, session.found, made)
        told = json.loads(data)
        if not told["sources"]:
            raise ThemeloomError(
                "no restricted source is at hand here, so there is nothing to put on record",
                "run this where the file of a source with access: restricted lies in data-raw/",
                file="study.yml",
            )
        put(path, data)
        return Attesting(path, len(told["passages"]), len(told["sources"]), sign(path))
