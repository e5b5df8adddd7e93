"""`study.yml` → `Study`, with a line and a remedy for every mistake in it."""

from __future__ import annotations

import re
from enum import EnumType
from functools import reduce
from inspect import cleandoc
from operator import getitem
from pathlib import PurePath, PureWindowsPath
from typing import TYPE_CHECKING, Any

import msgspec

from themeloom.core.errors import ThemeloomError, did_you_mean, raise_all
from themeloom.core.expressions import later
from themeloom.core.files import beside
from themeloom.core.nested import with_texts
from themeloom.core.text import printable
from themeloom.study.about import DOI, ORCID, Affiliation
from themeloom.study.described import mistakes as described
from themeloom.study.frameworks import with_known
from themeloom.study.interpretation import (
    Construct,
    Framework,
    Implication,
    Question,
    Quotation,
    Subtheme,
)
from themeloom.study.interpreted import mistakes
from themeloom.study.located import Located, Path, parse
from themeloom.study.model import (
    NO_PARTICIPANT,
    Access,
    EarlierStudy,
    Source,
    Step,
    Study,
)
from themeloom.study.noun import ID, NamedPassage, slug
from themeloom.study.own_words import wrong_words
from themeloom.study.sources import DEFAULT
from themeloom.study.versions import refuse_newer, spoken, was_once, without_key
from themeloom.study.words import REMEDY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from themeloom.core.project import Project
    from themeloom.study.noun import Noun

_MESSAGE = later(r"^(?P<what>.*?)(?: - at (?:`(?P<key>key)` in )?`(?P<path>\$.*?)`)?$", re.DOTALL)
_UNKNOWN = later(r"unknown field `(.+)`")
_MISSING = later(r"missing required field `(.+)`")
_UNSHAPED = later(r"`str` matching regex (?P<mark>['\"])(?P<pattern>.*)(?P=mark)$")
_EXPECTED = later(r"Expected `(?P<types>[^`]+)`(?P<limit>[^,]*)")
_DATA = beside(__file__, "words.toml")
_TYPES: dict[str, str] = _DATA["wanted"]
#: As msgspec says the pattern of an id.
_ID = repr(ID)[1:-1]
#: What to do about an id of which nothing is left in letters of ours.
_NO_NAME = (
    "no reader sees it: give it a name in Latin letters, a1 or so, the same wherever it stands"
)
#: What is wanted where a value must have a shape, by the pattern of that, and one that has it.
_SHAPES = {
    _ID: ("an id: small letters and digits, with single hyphens between them", "x"),
    repr(ORCID)[1:-1]: ("an ORCID iD such as {}", "0000-0002-1825-0097"),
    repr(DOI)[1:-1]: ("a DOI without what resolves it, such as {}", "10.1000/182"),
}
#: What YAML makes of some words, by msgspec's name for it.
_READ_AS = {
    "array": "YAML takes [ for the beginning of a list",
    "object": "YAML takes { for the beginning of a group, or : for the end of a key",
    "null": "YAML reads nothing: ~, null or an empty place",
}
_TWO_LEVELS = (
    "themes and their subthemes are all the levels there are: write what stands here as a "
    "subtheme of the theme, beside this one"
)
_STEP = later(r"\.([^.\[\]]+)|\[(\d+)\]")


def read_study(project: Project) -> tuple[Study, Located]:
    """Load the store, and keep where everything in it stands.

    Returns:
        The study, and the same data with line numbers for later messages.

    Raises:
        ThemeloomError: broken YAML, unknown keys, missing or mistyped fields,
            ids that stand twice, names of things that are not there.
    """
    located = parse(project.text_of(project.study, "study.yml"), "study.yml")
    refuse_newer(located)
    study = with_known(_convert(located))
    raise_all(_broken_links(study, located))
    return study, located


def schema() -> dict[str, Any]:
    """The JSON Schema of `study.yml`, generated from the model."""
    found = msgspec.json.schema(Study)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The store of a Themeloom study (study.yml)",
        # As Python 3.13 keeps docstrings: without their indentation.
        **with_texts(found, lambda text, key: cleandoc(text) if key == "description" else text),
    }


def _convert(located: Located) -> Study:
    """Typed data; unknown keys are taken out, and shapes mended, so that all are told at once."""
    data = with_texts(located.value, lambda text, key: printable(text) if key in _QUOTED else text)
    errors: list[ThemeloomError] = []
    while True:
        try:
            study = msgspec.convert(data, Study)
        except msgspec.ValidationError as error:
            path, what = _taken_apart(str(error))
            errors.append(_explained(located, path, what))
            unknown = _UNKNOWN.search(what)
            rest = without_key(data, (*path, unknown[1])) if unknown else data
            # Below a key that anybody chooses msgspec does not say under which one: nothing goes.
            if rest == data and not _stands_in(data, path, what):
                break
            data = rest
        else:
            if not errors:
                return study
            break
    raise_all(errors)
    raise AssertionError("unreachable: there is an error")


def _stands_in(data: Any, path: Path, what: str) -> bool:  # noqa: ANN401 - plain data, our own copy
    """Put a value of the shape that is wanted where one has another; whether that was done."""
    found, value = _UNSHAPED.search(what), _value_at(data, path)
    if isinstance(value, str):
        if not found or found["pattern"] not in _SHAPES:
            return False
        # An id stays what it was as far as it can, so that no two become the same.
        named = slug(value) if found["pattern"] == _ID else ""
        value = named or _SHAPES[found["pattern"]][1]
    elif value is None or not what.startswith("Expected `str"):
        return False
    reduce(getitem, path[:-1], data)[path[-1]] = str(value)
    return True


#: The keys of words that are compared with a source and printed.
_QUOTED = frozenset({"text", "statement"})


def _taken_apart(message: str) -> tuple[Path, str]:
    match = _MESSAGE.match(message)
    what, path = (match["what"], match["path"] or "") if match else (message, "")
    return tuple(key or int(position) for key, position in _STEP.findall(path)), what


def _explained(located: Located, path: Path, what: str) -> ThemeloomError:
    """Msgspec's words as a sentence about the place a person can see."""
    where = spoken(path) or "study.yml"
    if unknown := _UNKNOWN.search(what):
        here = (*path, unknown[1])
        if was_once(here):
            hint = "an older version had it; bring the store up: themeloom update"
            return located.error(here, f'{where} has no key "{unknown[1]}" any more', hint)
        if unknown[1] == "subthemes":
            return located.error(here, f'{where} has no key "subthemes"', _TWO_LEVELS)
        return located.error(
            here, f'{where} has no key "{unknown[1]}"', did_you_mean(unknown[1], _known_keys(path))
        )
    if missing := _MISSING.search(what):
        return located.error(
            path, f'{where} needs the key "{missing[1]}"', f"add a line: {missing[1]}: ..."
        )
    for kind, read in _READ_AS.items():
        if what.startswith("Expected `str") and what.endswith(f"got `{kind}`"):
            return located.error(path, f"{where}: words are wanted here, and {read}", REMEDY)
    return located.error(path, *_unlike(located, path, where, what))


def _unlike(located: Located, path: Path, where: str, what: str) -> tuple[str, str]:
    """Message and hint about a value that is none of those that may stand there."""
    value = _value_at(located.value, path)
    if choices := _choices(path):
        return f'{where}: there is no "{value}"', did_you_mean(str(value), choices)
    here = f", and here is {value!r}" if value is not None else ""
    found = _UNSHAPED.search(what)
    if found and (shape := _SHAPES.get(found["pattern"])):
        named = slug(str(value)) if found["pattern"] == _ID else ""
        other = _NO_NAME if found["pattern"] == _ID else "write it so, or take the key out"
        hint = f"write {named}" if named else other
        return f"{where}: wanted is {shape[0].format(shape[1])}{here}", hint
    wanted = _wanted(what)
    if wanted.startswith(_TYPES["str"]) and value:
        return f"{where}: wanted is {wanted}{here}", REMEDY
    hint = f"write {wanted}, or take the key out; study.schema.json says what may stand where"
    return f"{where}: wanted is {wanted}{here}", hint


def _wanted(what: str) -> str:
    """What msgspec expects, in words."""
    found = _EXPECTED.match(what)
    if not found:
        return f"something else ({what})"
    named = " or ".join(_TYPES.get(one, one) for one in found["types"].split(" | "))
    limit = found["limit"]
    for sign, said in _DATA["limits"].items():
        limit = limit.replace(sign, said)
    return named + limit


def _value_at(data: Any, path: Path) -> object:  # noqa: ANN401 - plain YAML data
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return None if isinstance(data, dict | list) else data


def _known_keys(path: Path) -> Iterator[str]:
    """The keys that the model knows at a path."""
    return (item.encode_name for item in getattr(_type_at(path), "fields", ()))


def _choices(path: Path) -> list[str]:
    """The words of which one may stand at a path; none where it may be any."""
    enum: Any = getattr(_type_at(path), "cls", None)
    is_enum: bool = isinstance(enum, EnumType)
    return [one.value for one in enum] if is_enum else []


def _type_at(path: Path) -> Any:  # noqa: ANN401 - as below
    info: Any = msgspec.inspect.type_info(Study)
    for step in path:
        info = _inner(info, step)
    return _plain(info)


def _plain(info: Any) -> Any:  # noqa: ANN401 - msgspec's inspection types have no common base
    """Unwrap optional and annotated types."""
    if isinstance(info, msgspec.inspect.Metadata):
        return _plain(info.type)
    if isinstance(info, msgspec.inspect.UnionType):
        known = [_plain(one) for one in info.types if one != msgspec.inspect.NoneType()]
        # What may be words or a group of keys is the group, where keys are asked for.
        return max(known, key=lambda one: len(getattr(one, "fields", ())))
    return info


def _inner(info: Any, step: str | int) -> Any:  # noqa: ANN401 - as above
    info = _plain(info)
    if isinstance(info, msgspec.inspect.DictType):
        info = _plain(info.value_type)  # msgspec does not say under which of its keys
    if isinstance(step, int):
        return getattr(info, "item_type", info)
    fields = getattr(info, "fields", ())
    return next((item.type for item in fields if item.encode_name == step), info)


#: Everything that has ids.
_KINDS: dict[str, type[Noun]] = {
    "affiliation": Affiliation,
    "source": Source,
    "step": Step,
    "passage": NamedPassage,
    "earlier study": EarlierStudy,
    "theme": Subtheme,
    "quotation": Quotation,
    "implication": Implication,
    "question": Question,
    "framework": Framework,
    "construct": Construct,
}
#: The keys whose values are ids, and of what.
_NAMING = {
    "source": "source",
    "words_of": "source",
    "statement_source": "source",
    "theme": "theme",
    "other": "theme",
    "answered_by": "theme",
    "constructs": "construct",
    "affiliations": "affiliation",
}


def _broken_links(study: Study, located: Located) -> Iterator[ThemeloomError]:
    """Ids that stand twice, and names of things that are not there."""
    nouns = study.nouns
    references = list(_references(nouns))
    for kind, form in _KINDS.items():
        seen: dict[str, Path] = {}
        for path, noun in nouns:
            if not isinstance(noun, form):
                continue
            name = getattr(noun, "id", "")
            if name in seen:
                yield located.error(
                    (*path, "id"),
                    f'the {kind} "{name}" is there twice: here and on line '
                    f"{located.line((*seen[name], 'id'))}",
                    "give one of them another id",
                )
            seen.setdefault(name, path)
        for asked, name, path in references:
            if asked == kind and name not in seen:
                yield located.error(path, f'there is no {kind} "{name}"', did_you_mean(name, seen))
    yield from _bad_access(study, located)
    yield from _unknown_speakers(study, located)
    yield from described(study, located)
    yield from _unknown_attributes(study, located)
    yield from wrong_words(study, located)
    yield from mistakes(study, located)


def _references(nouns: Iterable[tuple[Path, Noun]]) -> Iterator[tuple[str, str, Path]]:
    """Everything that names a thing by its id: its kind, the id, where it stands."""
    for path, noun in nouns:
        for key, kind in _NAMING.items():
            named = getattr(noun, key, None)
            if isinstance(named, str):
                yield kind, named, (*path, key)
            elif isinstance(named, tuple):
                names = enumerate(named)
                yield from ((kind, n, (*path, key, m)) for m, n in names if isinstance(n, str))


def _unknown_speakers(study: Study, located: Located) -> Iterator[ThemeloomError]:
    """Labels of a transcript are a participant's, an interviewer's or nobody's."""
    described = {one.id for one in study.participants}
    quoted = {quote.participant for _, quote in study.quotations if quote.participant}
    known = {*(described or quoted), *NO_PARTICIPANT}
    for n, source in enumerate(study.sources):
        for label, said in source.speakers.items():
            path = ("sources", n, "speakers", label)
            speakers = (said,) if isinstance(said, str) else said
            for speaker in speakers:
                if speaker not in known:
                    yield located.error(
                        path, f'there is no participant "{speaker}"', did_you_mean(speaker, known)
                    )
            if label != DEFAULT and not isinstance(said, str):
                yield located.error(
                    path,
                    f'the label "{label}" is several people\'s',
                    "name one; whoever speaks in turn without labels stands at default:",
                )
            if not any(one.isalnum() for one in label):
                yield located.error(
                    path, f'the label "{label}" has no letter', "write it as the transcript does"
                )


def _bad_access(study: Study, located: Located) -> Iterator[ThemeloomError]:
    """An open source has a file, which is named from data-raw/; a withheld one has none."""
    for n, source in enumerate(study.sources):
        if PurePath(source.file).is_absolute() or PureWindowsPath(source.file).is_absolute():
            yield located.error(
                ("sources", n, "file"),
                f'the file of source "{source.id}" lies outside data-raw/: {source.file}',
                "copy it into data-raw/ and name it from there",
            )
        if source.access is Access.OPEN and not source.file:
            yield located.error(
                ("sources", n),
                f'the source "{source.id}" is open and names no file',
                "add file: NAME (its path below data-raw/), or set access: withheld",
            )
        if source.access is Access.WITHHELD and source.file:
            yield located.error(
                ("sources", n, "file"),
                f'the source "{source.id}" is withheld and yet names a file',
                "take the file out, or set access: restricted where its holders build with it",
            )


def _unknown_attributes(study: Study, located: Located) -> Iterator[ThemeloomError]:
    """A table is crossed by two attributes that participants have."""
    known = {name for one in study.participants for name in one.attributes}
    for n, pair in enumerate(study.settings.disclosure.crossed):
        for m, name in enumerate(pair):
            if name not in known or name == pair[m - 1]:
                yield located.error(
                    ("settings", "disclosure", "crossed", n, m),
                    f'"{name}" is no second attribute of participants to cross a table by',
                    did_you_mean(name, known - {pair[m - 1]}),
                )
