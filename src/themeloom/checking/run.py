"""All checks of a project, in the order in which their questions are asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from themeloom.checking.choices import read_choices
from themeloom.checking.context import make_context
from themeloom.checking.counted import check_typed_numbers
from themeloom.checking.coverage import check_evidence, check_themes
from themeloom.checking.disclosure import check_attributions, check_small_cells
from themeloom.checking.facts import facts
from themeloom.checking.findings import Report
from themeloom.checking.freshness import check_derived, check_raw
from themeloom.checking.guidelines import check_guidelines
from themeloom.checking.identifiers import masked
from themeloom.checking.identity import check_folder, check_identity, check_names_list
from themeloom.checking.prose import check_prose
from themeloom.checking.pseudonyms import check_pseudonyms
from themeloom.checking.speakers import check_speakers
from themeloom.checking.values import (
    check_citations,
    check_numbers_of_units,
    check_unused_values,
)
from themeloom.checking.verbatim import check_quotations
from themeloom.checking.voices import check_voices

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from themeloom.checking.context import Context
    from themeloom.checking.findings import Finding
    from themeloom.project import Project

    Check = Callable[[Context], Iterator[Finding]]

#: Checks of the store against the sources: what must hold before anything is derived.
STORE_CHECKS: tuple[Check, ...] = (
    check_quotations,
    check_speakers,
    check_numbers_of_units,
)
#: Every check; a new one is a function and a row.
CHECKS: tuple[Check, ...] = (
    *STORE_CHECKS,
    check_prose,
    check_names_list,
    check_identity,
    check_small_cells,
    check_attributions,
    check_pseudonyms,
    check_citations,
    check_unused_values,
    check_typed_numbers,
    check_evidence,
    check_themes,
    check_voices,
    check_guidelines,
    check_derived,
    check_raw,
)


def check_project(project: Project, *, outputs: bool = True, derived_now: bool = False) -> Report:
    """Look at everything, and report what was found; nothing is written.

    Args:
        project: the compendium.
        outputs: whether finished outputs are looked at as well; no when they are
            about to be replaced.
        derived_now: whether `data-derived/` was derived a moment ago, and is fresh.

    Raises:
        ThemeloomError: what cannot be read, with its place and remedy.
    """
    return check(make_context(project, outputs=outputs, derived_now=derived_now))


def check_store(context: Context) -> Report:
    """Only the checks of the store against the sources, which `derive` asks for."""
    return check(context, STORE_CHECKS)


def check_outputs(project: Project, folder: Path) -> Report:
    """Look for direct identifiers in outputs that are finished and not yet published.

    Args:
        project: the compendium that they were built from.
        folder: where they lie.
    """
    context = make_context(project, outputs=False, derived_now=True)
    return _report(context, check_folder(context, folder))


def check(context: Context, checks: tuple[Check, ...] = CHECKS) -> Report:
    """Run checks on what was read; what they found is masked and lowered as the study says."""
    return _report(context, (finding for ask in checks for finding in ask(context)))


def _report(context: Context, findings: Iterable[Finding]) -> Report:
    choices = read_choices(context.study, context.located)
    found = [_masked(context, finding) for finding in findings]
    return Report.of(found, choices, facts(context))


def _masked(context: Context, finding: Finding) -> Finding:
    """The same finding, its words without the identifiers that they may repeat."""
    public, names = context.public, context.names
    return replace(
        finding,
        file=names.masked_label(finding.file),
        message=masked(finding.message, public, names),
        hint=masked(finding.hint, public, names),
    )
