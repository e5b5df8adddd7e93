"""The keys of `_quarto.yml` and of front matter: which are known, and which are heeded.

A key that is on none of the lists of `quarto.toml`, and that the document itself does not read with
`{{< meta … >}}`, is a slip of the pen where it is like one of ours. Else another program may read
it: it is told that it changes nothing here (`plan.unheeded`).
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from themeloom.core.errors import ThemeloomError, did_you_mean, slip_or
from themeloom.core.files import beside
from themeloom.core.text import shortened
from themeloom.documents.places import Place, place_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping


#: What of Quarto is known: see `quarto.toml`.
KNOWN = beside(__file__, "quarto.toml")
SUPPORTED = frozenset(KNOWN["keys"]["supported"].split())

HARMLESS = frozenset(KNOWN["keys"]["harmless"].split())

#: Keys of Quarto's that would change an output and that the built-in renderer does not heed.
OTHERS_OF_QUARTO = frozenset(KNOWN["keys"]["others"].split())

#: Keys that say something which no output of ours shows.
_UNSHOWN = frozenset(KNOWN["keys"]["unshown"].split())
_INSTEAD: dict[str, str] = KNOWN["keys"]["instead"]
_UNSEEN = 'what "{}" says would be shown in no output of ours'
_SECTION = "write it as a section of the text, such as # Acknowledgements {.unnumbered}"

#: Of which kind the value of a key must be, and what each kind is once YAML is read.
_KINDS = {key: kind for kind in KNOWN["keys"]["kinds"] for key in kind["keys"].split()}
_MADE = {"true": bool, "number": int | float, "list": list, "keys": dict, "text": object}
_SHOWN = 60
#: Keys that can only be true, because outputs are always a single file.
_ONE_FILE = frozenset({"embed-resources", "self-contained"})
#: Filters that the built-in renderer runs anyway, or in whose place it does the same.
RUN_FILTERS = frozenset({"themeloom", "quarto"})
_TAKE_OUT = "take it out, or render with Quarto: quarto render"
_A_KIND = "for instance: - {kind: float, key: suppfig, reference-prefix: Figure S}"
#: Keys that only the project's file has.
PROJECT_FILE = frozenset({"project", "engines"})


def as_list(value: object) -> list[object]:
    """The values of a key that may have one or a list of them."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def as_mapping(value: object) -> Mapping[str, Any]:
    """Keys and values; none of what is something else."""
    return value if isinstance(value, dict) else {}


def check_keys(
    data: Mapping[str, object], top: Place, own: Container[str] = ()
) -> Iterator[ThemeloomError]:
    """The mistakes in the keys of front matter, of a metadata file, or of one format.

    Args:
        data: the keys with their places.
        top: where to point if a key does not know its place.
        own: further keys that are right here, such as those the document reads itself.
    """
    for key, value in data.items():
        place = place_of(key, top)
        if key in SUPPORTED or key in HARMLESS or key in own:
            yield from _check_value(key, value, place)
        else:
            yield _refusal(key, place)


def _check_value(key: str, value: object, place: Place) -> Iterator[ThemeloomError]:
    """What a key that is supported may not be set to."""
    if key in _ONE_FILE and value is False:
        yield place.only_quarto(
            f"{key}: false is not supported: every output is one file that opens offline",
            "take the key out, or render with Quarto: quarto render",
        )
    yield from check_kind(key, value, place)
    if key == "format":
        for one, options in as_mapping(value).items():
            yield from check_kind("FORMAT", options, place_of(one, place), f"format: {one}")
    if key == "crossref" and isinstance(value, dict):
        yield from check_keys_below(key, value, place)
        yield from _check_kinds(value.get("custom"), place)
    if key == "filters":
        for filter_ in value if isinstance(value, list) else [value]:
            # Quarto also takes a filter as `path:` with the place where it is to run.
            name = filter_.get("path", "") if isinstance(filter_, dict) else filter_
            if not isinstance(name, str) or name not in RUN_FILTERS:
                message = f'the built-in renderer does not run the filter "{name}"'
                yield place_of(name, place).only_quarto(message, _TAKE_OUT)


def check_kind(key: str, value: object, place: Place, called: str = "") -> Iterator[ThemeloomError]:
    """Whether a value is of the kind that its key wants; of a shortcode nobody knows it yet."""
    kind = _KINDS.get(key)
    if kind is None or value is None or "{{<" in str(value):
        return
    made = next(name for name, types in _MADE.items() if isinstance(value, types))
    is_one = made not in ("list", "keys")
    is_written = not is_one or re.fullmatch(kind.get("form", "(?s).*"), str(value))
    if made in kind["may-be"].split() and is_written:
        return
    shown = f" {shortened(json.dumps(value), _SHOWN)}" if is_one else ""
    message = f"{called or key}:{shown} {kind['said']}"
    yield place.error(message, kind["write"].replace("$key", key))


def _check_kinds(custom: object, top: Place) -> Iterator[ThemeloomError]:
    """The mistakes in the kinds of figures and tables that a document adds."""
    for kind in as_list(custom):
        if not isinstance(kind, dict):
            yield top.error("crossref: custom: is no list of kinds", _A_KIND)
            continue
        place = next((place_of(key, top) for key in kind), top)
        yield from check_keys_below("custom", kind, place)
        key = str(kind.get("key", ""))
        if not (key.isascii() and key.isalpha() and key.islower() and kind.get("reference-prefix")):
            yield place.error("crossref: custom: a kind needs key: and reference-prefix:", _A_KIND)


def unshown(data: Mapping[str, object], top: Place) -> Iterator[ThemeloomError]:
    """What a document says in keys that formats of ours do not heed, whoever renders it."""
    for key in data:
        if key in _UNSHOWN or key in _INSTEAD:
            yield place_of(key, top).error(_UNSEEN.format(key), _INSTEAD.get(key, _SECTION))


def _refusal(key: str, place: Place) -> ThemeloomError:
    if key in _UNSHOWN or key in _INSTEAD:
        return place.only_quarto(_UNSEEN.format(key), _INSTEAD.get(key, _SECTION))
    if key in OTHERS_OF_QUARTO:
        return _not_heeded(place, f'the key "{key}"')
    if hint := slip_or(key, SUPPORTED | PROJECT_FILE, ""):
        return place.error(f'"{key}" is not a key that Quarto or Themeloom knows', hint)
    return place.unheeded(key)


def _not_heeded(place: Place, what: str) -> ThemeloomError:
    return place.only_quarto(
        f"the built-in renderer does not support {what} of Quarto's", _TAKE_OUT
    )


def check_keys_below(
    parent: str, data: Mapping[str, object], top: Place
) -> Iterator[ThemeloomError]:
    """The mistakes in the keys below `project:`, `crossref:` or a kind of its own."""
    known, refused = (KNOWN[parent][which].split() for which in ("supported", "refused"))
    for key in data:
        place = place_of(key, top)
        if key in refused:
            yield _not_heeded(place, f'"{parent}: {key}"')
        elif key not in known:
            yield place.error(f'"{key}" is not a key of {parent}:', did_you_mean(key, known))
