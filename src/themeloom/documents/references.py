"""Whether the evidence that documents cite is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError, did_you_mean
from themeloom.documents.keys import KNOWN
from themeloom.documents.unsupported import COLLECTIONS, EVIDENCE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from themeloom.documents.shortcodes import Shortcode


#: What may be asked of each kind of evidence: key and the words it takes.
OPTIONS: dict[str, dict[str, list[str]]] = KNOWN["shortcodes"]["options"]
#: What fills the evidence that not every study has.
_FILLED_BY: dict[str, dict[str, str]] = KNOWN["shortcodes"]["filled-by"]
#: Between a quotation and one of its wordings in the name of a fragment; no id has it.
OF_WORDING = "--"
#: Kinds whose further options are passed on to the picture.
_OPEN = frozenset({"figure", "table", "notebook"})


def fragment_names(shortcode: Shortcode) -> tuple[str, ...]:
    """The evidence fragments that a shortcode may read: `figure-method`, and that of its size."""
    if shortcode.name not in EVIDENCE and shortcode.name not in COLLECTIONS:
        return ()
    name = "-".join((shortcode.name, *shortcode.args))
    size, wording, audience = map(shortcode.kwargs.get, ("size", "wording", "audience"))
    asked = [f"{name}-{one}" for one in (size, audience) if one]
    asked += [f"{name}{OF_WORDING}{wording}"] if wording else []
    return (name, *asked)


def citable(fragments: Iterable[str]) -> dict[str, set[str]]:
    """For each shortcode the names that it may be given, of the names of fragments."""
    known: dict[str, set[str]] = {}
    for fragment in fragments:
        kind, _, name = fragment.partition("-")
        if OF_WORDING not in name:
            known.setdefault(kind, set()).add(name)
    return known


def check_evidence_names(
    shortcodes: Iterable[Shortcode], known: Mapping[str, Collection[str]]
) -> list[ThemeloomError]:
    """The citations of evidence that does not exist, or that ask it for what it has not.

    Args:
        shortcodes: those of whatever cites evidence.
        known: for each shortcode (`quote`, `theme`, `value` …) the names it may be given.

    Returns:
        One error for each mistake, in the order of the shortcodes.
    """
    return [error for shortcode in shortcodes for error in _mistakes(shortcode, known)]


def _mistakes(
    shortcode: Shortcode, known: Mapping[str, Collection[str]]
) -> Iterator[ThemeloomError]:
    if shortcode.name in COLLECTIONS and shortcode.args:
        yield shortcode.error(
            f"{shortcode.name} takes no name",
            f"write {{{{< {shortcode.name} >}}}}; for a single one: "
            f"{{{{< {shortcode.name.removesuffix('s')} {shortcode.args[0]} >}}}}",
        )
    if shortcode.name in COLLECTIONS:
        yield from _options(shortcode, {"audience": sorted(known.get(shortcode.name, ()))})
    if shortcode.name not in EVIDENCE:
        return
    yield from _name(shortcode, EVIDENCE[shortcode.name], known.get(shortcode.name, ()))
    if shortcode.name not in _OPEN:
        yield from _options(shortcode, OPTIONS.get(shortcode.name, {}))


def _name(shortcode: Shortcode, kind: str, names: Collection[str]) -> Iterator[ThemeloomError]:
    if not shortcode.args:
        yield shortcode.error(f"{shortcode} does not say which {kind}", did_you_mean("", names))
    # A notebook result is named by the notebook and the label within it.
    name = "-".join(shortcode.args[: 1 + (shortcode.name == "notebook")])
    if name and name not in names:
        hint, is_empty = instead(shortcode, name, names)
        nothing = f'the {kind} "{name}" would be empty: the study has nothing for it'
        yield shortcode.error(nothing if is_empty else f'there is no {kind} "{name}"', hint)
    if len(shortcode.args) > 1 + (shortcode.name == "notebook"):
        yield shortcode.error(
            f'{{{{< {shortcode.name} {shortcode.args[0]} … >}}}} is given "{shortcode.args[-1]}" '
            "as well, and one name is all it takes",
            "take it out, or write it as key=value",
        )


def instead(shortcode: Shortcode, name: str, names: Collection[str]) -> tuple[str, bool]:
    """What to do about a name that is not there, and whether the study only lacks what fills it."""
    filled_by = _FILLED_BY.get(shortcode.name, {}).get(name)
    if filled_by:
        return f"write {filled_by} in study.yml, or take {shortcode} out", True
    return did_you_mean(name, names), False


def _a(name: str) -> str:
    """What one calls it: `a quote`, `an implication`, `implications`."""
    if name in COLLECTIONS:
        return name
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"


def _options(
    shortcode: Shortcode, options: Mapping[str, Sequence[str]]
) -> Iterator[ThemeloomError]:
    for key, value in shortcode.kwargs.items():
        if key not in options:
            yield shortcode.error(
                f'{_a(shortcode.name)} has no option "{key}"', did_you_mean(key, options)
            )
        elif value not in options[key]:
            yield shortcode.error(
                f"{key}={value} is nothing that {_a(shortcode.name)} has",
                did_you_mean(value, options[key]),
            )
