"""Is every value that is cited defined, and every value that is defined used?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from themeloom.checking.findings import Finding
from themeloom.deriving.codes import is_coded
from themeloom.deriving.said import in_words
from themeloom.documents.references import citable, instead
from themeloom.documents.unsupported import EVIDENCE
from themeloom.study.noun import Passage
from themeloom.weaving.fragments import weave_fragments
from themeloom.weaving.tables import shown_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.checking.context import Context
    from themeloom.documents.shortcodes import Shortcode


def check_numbers_of_units(context: Context) -> Iterator[Finding]:
    """Yield sources whose number of units stands in no passage that states it."""
    study = context.study
    for position, source in enumerate(study.sources):
        if source.units is None or not isinstance(source.stated, Passage):
            continue  # the authors say so themselves
        stated = source.stated.text
        spoken = in_words(source.units, study.study.language)
        if not re.search(rf"\b({source.units}|{re.escape(spoken)})\b", stated, re.IGNORECASE):
            words = {"units": source.units, "spoken": spoken, "stated": stated}
            path = ("sources", position, "units")
            yield context.finding(path, "units-unstated", source=source.id, **words)


def check_citations(context: Context) -> Iterator[Finding]:
    """Yield values and other evidence that documents cite and that is not there."""
    known = citable(_fragments(context))
    for shortcode in _shortcodes(context):
        if not shortcode.args or shortcode.name not in EVIDENCE:
            continue
        names = known.get(shortcode.name, set())
        # A notebook's result has two words: the notebook and the label.
        name = "-".join(shortcode.args) if shortcode.name == "notebook" else shortcode.args[0]
        if name not in names:
            yield Finding.at(
                shortcode,
                "value-undefined" if shortcode.name == "value" else "evidence-unknown",
                what=EVIDENCE[shortcode.name],
                name=name,
                hint=instead(shortcode, name, names)[0],
            )


def _fragments(context: Context) -> Iterator[str]:
    """The names of all that can be cited: of the store, and of what is derived."""
    yield from (name for name, _ in weave_fragments(context.study, context.values))
    tables = shown_tables(context.study, coded=is_coded(context.coded))
    yield from (f"table-{shown.id}" for shown in tables)
    for path in context.project.below(context.project.evidence):
        # A value that the store no longer gives may still lie there.
        if not path.stem.startswith("value-"):
            yield path.stem


def check_unused_values(context: Context) -> Iterator[Finding]:
    """Yield values that nothing cites, and marks of unused values that are wrong."""
    if not context.documents:
        return
    cited = {one.args[0] for one in _shortcodes(context) if one.name == "value" and one.args}
    marked = context.study.settings.values.unused
    defined = {value.id for value in context.values}
    path = ("settings", "values", "unused")
    for value in context.values:
        if value.id not in cited and value.id not in marked:
            words = {"value": value.id, "definition": value.definition}
            yield context.finding(path, "value-unused", **words)
    for position, name in enumerate(marked):
        if name in cited or name not in defined:
            what = "a document cites it" if name in cited else "there is no such value"
            yield context.finding((*path, position), "value-mark-wrong", value=name, what=what)


def _shortcodes(context: Context) -> Iterator[Shortcode]:
    if context.configuration is not None:
        yield from context.configuration.shortcodes
    for document in context.documents:
        yield from document.shortcodes
