"""Mistakes in what a store says of its themes: names, circles, things that stand twice or empty."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from themeloom.core.errors import did_you_mean
from themeloom.study.frameworks import known_frameworks
from themeloom.study.interpretation import PART, Implication, Relation, Subtheme, Theme

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from themeloom.core.errors import ThemeloomError
    from themeloom.study.located import Located, Path
    from themeloom.study.model import Study


def mistakes(study: Study, located: Located) -> Iterator[ThemeloomError]:
    """Every mistake in themes, relations, implications, questions and frameworks."""
    yield from _empty_subthemes(study, located)
    yield from _supports_twice(study, located)
    yield from _audiences(study, located)
    yield from _relations(study, located)
    yield from _circles(study, located)
    yield from _answers_twice(study, located)
    yield from _unknown_frameworks(study, located)


def _empty_subthemes(study: Study, located: Located) -> Iterator[ThemeloomError]:
    """A subtheme says something, or somebody says it; words of a source are given."""
    for path, one in study.each(Subtheme):
        if one.statement_source is not None and not one.statement:
            yield located.error(
                (*path, "statement_source"),
                f'"{one.id}" names the source of a statement that is not there',
                "add statement: and the words, or take statement_source out",
            )
        elif not isinstance(one, Theme) and not one.statement and not one.quotations:
            yield located.error(
                path,
                f'the subtheme "{one.id}" has neither a statement nor a quotation',
                "add statement: and what it says, or quotations:",
            )


def _supports_twice(study: Study, located: Located) -> Iterator[ThemeloomError]:
    """An implication rests on a theme once."""
    for path, item in study.each(Implication):
        names = [support.theme for support in item.rests_on]
        for at, name in _again(names):
            yield located.error(
                (*path, "rests_on", at, "theme"),
                f'the implication "{item.id}" rests on "{name}" twice',
                "join the two reasons in one",
            )


def _again(names: Iterable[str]) -> Iterator[tuple[int, str]]:
    """What stands in a list for a second time, with its position."""
    seen: set[str] = set()
    for at, name in enumerate(names):
        if name in seen:
            yield at, name
        seen.add(name)


def _audiences(study: Study, located: Located) -> Iterator[ThemeloomError]:
    """Audiences are called alike, and each is named once."""
    called: dict[str, str] = {}
    for path, item in study.each(Implication):
        for at, name in enumerate(item.audiences):
            place = (*path, "audience", *(() if isinstance(item.audience, str) else (at,)))
            other = called.setdefault(name.casefold().strip(), name)
            if other != name:
                message = f'the audience "{name}" is called "{other}" elsewhere'
                yield located.error(place, message, f"write it as there: {other}")
            elif name in item.audiences[:at]:
                message = f'the implication "{item.id}" names the audience "{name}" twice'
                yield located.error(place, message, "take one of them out")


def _relations(study: Study, located: Located) -> Iterator[ThemeloomError]:
    """A relation is between two things, and stands there once."""
    seen: dict[tuple[str, ...], Path] = {}
    for path, one in study.each(Relation):
        ends = sorted((one.theme, one.other)) if one.is_mutual else [one.theme, one.other]
        same = (one.relation, *ends)
        if one.theme == one.other:
            yield located.error(
                (*path, "other"),
                f'"{one.theme}" cannot be related to itself',
                "name the other theme, or take the relation out",
            )
        elif same in seen:
            yield located.error(
                path,
                f'"{one.id}" is said twice: here and on line {located.line(seen[same])}',
                "keep one of them, with the words of both",
            )
        seen.setdefault(same, path)


def _circles(study: Study, located: Located) -> Iterator[ThemeloomError]:
    """Nothing is part of itself, by whatever way round; a subtheme is part of its theme."""
    wholes: dict[str, set[str]] = defaultdict(set)
    for theme in study.themes:
        for sub in theme.subthemes:
            wholes[sub.id].add(theme.id)
    for path, one in study.each(Relation):
        if one.relation != PART or one.theme == one.other:
            continue
        if one.other in wholes[one.theme]:
            yield located.error(
                path,
                f'"{one.theme}" stands under "{one.other}" and so is part of it already',
                "take the relation out",
            )
        elif one.theme in _above(one.other, wholes):
            yield located.error(
                path,
                f'"{one.other}" is part of "{one.theme}" already: each would be part of the other',
                "take one of the relations out, or say it in other words",
            )
        wholes[one.theme].add(one.other)


def _above(name: str, wholes: Mapping[str, set[str]]) -> set[str]:
    """All that something is part of."""
    found: set[str] = set()
    left = [name]
    while left:
        for whole in wholes.get(left.pop(), set()) - found:
            found.add(whole)
            left.append(whole)
    return found


def _answers_twice(study: Study, located: Located) -> Iterator[ThemeloomError]:
    for n, question in enumerate(study.questions):
        for at, name in _again(question.answered_by):
            yield located.error(
                ("questions", n, "answered_by", at),
                f'the question "{question.id}" is answered by "{name}" twice',
                "take one of them out",
            )


def _unknown_frameworks(study: Study, located: Located) -> Iterator[ThemeloomError]:
    """A framework has constructs, its own or those that its id stands for."""
    known = known_frameworks() if study.frameworks else {}
    for n, one in enumerate(study.frameworks):
        if not one.constructs:
            yield located.error(
                ("frameworks", n, "id"),
                f'nothing is known of the framework "{one.id}"',
                f"{did_you_mean(one.id, known)} or give its title and its constructs: "
                "[{id: …, title: …}]",
            )
        elif not one.title:
            yield located.error(
                ("frameworks", n),
                f'the framework "{one.id}" has no title',
                "add title: and what it is called",
            )
