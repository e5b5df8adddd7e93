"""What is out of date, and because of what: the steps asked, none of them done."""

from __future__ import annotations

import fnmatch
from typing import TYPE_CHECKING

import msgspec

from themeloom.core.files import ABSENT
from themeloom.formats.assets import staged
from themeloom.formats.branding import web_fonts_of
from themeloom.notebooks.finding import find_cells
from themeloom.steps.documents import VERSION, computed, computing, signed, step_of, typesetting
from themeloom.steps.evidence import deriving
from themeloom.steps.notebooks import CELLS, running
from themeloom.steps.store import INSIDE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from themeloom.documents.plan import Output
    from themeloom.steps.build import Build
    from themeloom.steps.runner import Step

_OTHER = "it is not what was made last"


class Stale(msgspec.Struct, frozen=True):
    """A step that is out of date.

    Args:
        step: its name.
        makes: the files that it makes, or patterns of them, from the root.
        why: the first thing that makes it so.
        only_version: whether nothing but the commit that outputs tell of is another.
        only_displaced: whether it is known what it makes, and only that lies in no place.
    """

    step: str
    makes: tuple[str, ...]
    why: str
    only_version: bool = False
    only_displaced: bool = False

    @property
    def shown(self) -> tuple[str, ...]:
        """The files that a person knows."""
        return tuple(name for name in self.makes if not name.startswith(INSIDE))


def evidence_status(build: Build) -> list[Stale]:
    """The steps that make `data-derived/` and that are out of date."""
    fonts = web_fonts_of(build.last_tree, build.session.brand)
    found = _asked(build, deriving(build.session))
    return found + _asked(build, running(build.session, fonts, build.ties), found)


def output_status(
    build: Build, outputs: Sequence[Output], before: Sequence[Stale] = ()
) -> list[Stale]:
    """Of some outputs those that are out of date.

    Args:
        build: with what was read, and made if anything was.
        outputs: as they are planned.
        before: what else is out of date.
    """
    tree = build.last_tree
    documents = {one.document.path: one.document for one in outputs}
    cells = _asked(build, computing(build.session, documents.values(), lambda: build.ties), before)
    if not cells and any(map(find_cells, documents.values())):
        outputs = computed(build.session, outputs, tree)
    told = signed(build.session, outputs, "builtin")
    steps = typesetting(build.session, told, tree, build.staged or staged(tree))
    own = {step_of(one): one.document.key for one in outputs}
    caused = {one.step: one for one in cells}
    found = []
    for step in steps:
        if why := _caused(caused, own[step.name]) or _why(build, step, before):
            only = why == f"{VERSION} changed"
            found.append(Stale(step.name, _files(step), why, only_version=only))
        else:
            found += _displaced(build, step)
    return found


def _displaced(build: Build, step: Step) -> list[Stale]:
    """The files that a fresh step made and that are not in their places as it made them."""
    read, record = build.project.snapshot, build.runner.last(step.name)
    made = record.made.items() if record else ()
    here = [(name, read.content(name)) for name, key in made if read.content(name) != key]
    return [
        Stale(step.name, (name,), "it is gone" if one == ABSENT else _OTHER, only_displaced=True)
        for name, one in here
        if not name.startswith(INSIDE)
    ]


def _caused(cells: dict[str, Stale], document: str) -> str:
    stale = cells.get(f"{CELLS}{document}")
    return stale.why if stale else ""


def _asked(build: Build, steps: Sequence[Step], before: Sequence[Stale] = ()) -> list[Stale]:
    """The stale ones of some steps; what the others made is laid on top of what was read."""
    found: list[Stale] = []
    displaced: list[Stale] = []
    for step in steps:
        if why := _why(build, step, [*before, *found]):
            found.append(Stale(step.name, _files(step), why))
        else:
            displaced += _displaced(build, step)
            build.runner.recall(step)
    return found + displaced


def _why(build: Build, step: Step, before: Sequence[Stale]) -> str:
    """Why a step is stale: because what it reads is going to be made anew, or by itself."""
    for stale in before:
        if stale.only_displaced:
            continue
        made = (fnmatch.fnmatchcase(name, one) for name in step.reads for one in stale.makes)
        if stale.step in step.after or any(made):
            return stale.why
    return build.runner.why(step)


def _files(step: Step) -> tuple[str, ...]:
    return tuple(name for name in step.owns if name[0] != "!")
