"""The steps that make `data-derived/` of raw data and store: looked up, derived, drawn, woven.

It depends on raw data, the store and `analysis/` only: no document can change it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from themeloom.core.errors import raise_all
from themeloom.core.files import combined, package_digest
from themeloom.core.packages import packages
from themeloom.notebooks import PREFIX
from themeloom.session import FOUND
from themeloom.steps.runner import Made, Step
from themeloom.steps.store import INSIDE
from themeloom.study.attested import FILE
from themeloom.weaving.derived_files import parts

if TYPE_CHECKING:
    from themeloom.session import Session
    from themeloom.weaving.derived_files import Part

#: The rooms whose code decides what is derived.
DERIVING = ("core", "study", "coding", "look", "deriving", "typefaces", "figures", "weaving")
_LOOKING_UP = (*DERIVING, "documents", "checking")
#: What was found when the store was looked up.
LOOKED_UP = f"{INSIDE}store"


def deriving(session: Session) -> list[Step]:
    """The steps from raw data and store to tables, figures and fragments."""
    project = session.project
    raw = (project.raw / one.file for one in session.study.sources if one.file)
    read = [*map(project.name, (*raw, project.study)), *session.coded.files]
    looked_up = Step(
        "check the store",
        "look every passage of the store up in its source",
        _look_up,
        tuple(read),
        {"code": package_digest(*_LOOKING_UP), "recorded": _recorded(session)},
        owns=(LOOKED_UP, FOUND),
    )
    return [
        looked_up,
        *(
            _woven(session, part)
            for part in parts(project, session.study, lambda: session.evidence)
        ),
    ]


def _woven(session: Session, part: Part) -> Step:
    def make(_: Session) -> Made:
        woven = part.weave()
        files = {session.project.name(path): data for path, data in woven.files.items()}
        return Made(files, warnings=woven.warnings)

    project = session.project
    others = f"!{project.name(project.record)}", f"!*/{PREFIX}*"
    return Step(
        part.name,
        part.does,
        make,
        tuple(map(project.name, part.reads)),
        {"code": package_digest(*DERIVING), "recorded": _recorded(session), **part.told},
        packages("derive"),
        (*part.owns, *others),
        after=("check the store",),
    )


def _recorded(session: Session) -> str:
    """The tables of the last build, of which rows are taken over where a source is not at hand."""
    project = session.project
    if all(not one.file or project.has(project.raw / one.file) for one in session.study.sources):
        return ""
    tables = (path for path in project.below(project.derived) if path.suffix == ".csv")
    # A signature may come, go or be broken beside a record that is as it was.
    told = {"signed": session.attested.signed, "edited": session.attested.edited}
    return combined({**project.digests([*tables, project.root / FILE]), **told})


def _look_up(session: Session) -> Made:
    from themeloom.checking.context import Context
    from themeloom.checking.run import check_store, in_store

    context = Context.of(session)
    found = in_store(context)
    raise_all(check_store(context, found).errors)
    places = [*context.found.values()]
    return Made({LOOKED_UP: msgspec.json.encode(found), FOUND: msgspec.json.encode(places)})
