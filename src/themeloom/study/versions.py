"""The versions of `study.yml`: which one a store is of, and how an older one is brought up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec
import yaml

from themeloom.core.errors import ThemeloomError
from themeloom.core.files import beside
from themeloom.study.amending import changed_at, last_within, node_at
from themeloom.study.located import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from themeloom.study.located import Located, Path


class Version(msgspec.Struct, frozen=True):
    """A version of the store, and what a store of the one before has to change for it.

    Args:
        version: its number.
        why: what is told.
        gone: keys that are taken out, with all that stands below them.
        renamed: keys that get another name.
    """

    version: int
    why: str
    gone: tuple[str, ...] = ()
    renamed: dict[str, str] = msgspec.field(default_factory=dict)


VERSIONS = tuple(msgspec.convert(one, Version) for one in beside(__file__, "versions.toml")["to"])
#: The version that this package reads and writes.
NOW = max(one.version for one in VERSIONS)
_FIRST = 1
_KEY = "version"


def version_of(data: Any) -> int:  # noqa: ANN401 - plain YAML data
    """The version that a store says it is of."""
    said = data.get(_KEY, _FIRST) if isinstance(data, dict) else _FIRST
    return said if isinstance(said, int) else _FIRST


def was_once(path: Path, versions: Sequence[Version] = VERSIONS) -> bool:
    """Whether stores of an older version had a key."""
    steps = ["*" if isinstance(one, int) else one for one in path]
    known = [name for one in versions for name in (*one.gone, *one.renamed)]
    return any(name.split(".") == steps[: name.count(".") + 1] for name in known)


def brought_up(
    text: str, versions: Sequence[Version] = VERSIONS, file: str = "study.yml"
) -> tuple[str, list[str]]:
    """A store as the newest version has it, and what was changed; comments stay.

    Args:
        text: the whole file.
        versions: the versions there are, in order.
        file: the file as a person names it.

    Raises:
        ThemeloomError: if it is newer than this package, or written so that a key cannot be
            taken out by itself.
    """
    located = parse(text, file)
    now = version_of(located.value)
    refuse_newer(located, max(one.version for one in versions))
    told: list[str] = []
    for version in (one for one in versions if one.version > now):
        told.append(f"version {version.version}: {version.why}")
        for name in version.gone:
            for path in _paths(parse(text, file).value, name.split(".")):
                text = _without(text, path, file)
                told.append(f"taken out: {spoken(path)}")
        for name, new in version.renamed.items():
            for path in _paths(parse(text, file).value, name.split(".")):
                text = _renamed(text, path, new, file)
                told.append(f"renamed: {spoken(path)} is {new} now")
        text = _numbered(text, version.version)
    return text, told


def refuse_newer(located: Located, newest: int = NOW) -> None:
    """Read no store that a newer package wrote.

    Raises:
        ThemeloomError: what to do about it.
    """
    found = version_of(located.value)
    if found > newest:
        raise located.error(
            (_KEY,),
            f"this store is of version {found}, and this Themeloom reads up to {newest}",
            "install a newer one: python -m pip install --upgrade themeloom",
        )


def spoken(path: Path) -> str:
    """A path as one says it: `themes, entry 2, title`."""
    return ", ".join(f"entry {one + 1}" if isinstance(one, int) else one for one in path)


def _paths(data: Any, steps: Sequence[str], above: Path = ()) -> Iterator[Path]:  # noqa: ANN401 - plain YAML data
    """Every place that the keys lead to, the last one first, so that the others stay."""
    if not steps:
        yield above
        return
    first, *rest = steps
    if first == "*" and isinstance(data, list):
        for position in reversed(range(len(data))):
            yield from _paths(data[position], rest, (*above, position))
    elif isinstance(data, dict) and first in data:
        yield from _paths(data[first], rest, (*above, first))


def _pair(text: str, path: Path) -> tuple[yaml.Node, yaml.Node, yaml.MappingNode]:
    """The key and the value at a path, and what they stand in."""
    node: Any = node_at(yaml.compose(text, yaml.SafeLoader), path[:-1])
    key, value = next(pair for pair in node.value if pair[0].value == path[-1])
    return key, value, node


def _without(text: str, path: Path, file: str) -> str:
    """The text without a key: its lines, or what stands between two commas."""
    key, value, above = _pair(text, path)
    wanted = without_key(parse(text, file).value, path)
    if above.flow_style:
        start, end = key.start_mark.index, value.end_mark.index
        after = re.compile(r"\s*,\s*").match(text, end)
        before = re.compile(r",\s*$").search(text[:start])
        if after:
            changed = text[:start] + text[after.end() :]
        else:
            changed = text[: before.start() if before else start] + text[end:]
    else:
        start = text.rfind("\n", 0, key.start_mark.index) + 1
        last = last_within(value).end_mark.index
        end = text.find("\n", len(text[:last].rstrip())) + 1 or len(text)
        changed = text[:start] + text[end:]
        if len(above.value) == 1 and path[:-1]:
            return _without(text, path[:-1], file)
    return _read_back(changed, wanted, path, file)


def _renamed(text: str, path: Path, new: str, file: str) -> str:
    """The text with a key under another name."""
    key, _, above = _pair(text, path)
    if any(one.value == new for one, _ in above.value):
        raise _by_hand(path, file, f"both {path[-1]} and {new} are there")
    changed = text[: key.start_mark.index] + new + text[key.end_mark.index :]
    wanted = changed_at(
        parse(text, file).value,
        path[:-1],
        lambda keys: {new if key == path[-1] else key: one for key, one in keys.items()},
    )
    return _read_back(changed, wanted, path, file)


def _numbered(text: str, version: int) -> str:
    """The text with its version: in the place of another one, else above the first key."""
    said, count = re.subn(rf"(?m)^{_KEY}:[^\n#]*", f"{_KEY}: {version}", text, count=1)
    if count:
        return said
    first = re.search(r"(?m)^(?![#%\s])(?!---)", text)
    at = first.start() if first else len(text)
    return f"{text[:at]}{_KEY}: {version}\n\n{text[at:]}"


def _read_back(changed: str, wanted: Any, path: Path, file: str) -> str:  # noqa: ANN401 - plain YAML data
    try:
        if parse(changed, file).value == wanted:
            return changed
    except ThemeloomError:
        pass
    raise _by_hand(path, file, f"{spoken(path)} cannot be changed as it is written")


def _by_hand(path: Path, file: str, message: str) -> ThemeloomError:
    return ThemeloomError(message, f"change {path[-1]} by hand", file=file)


def without_key(data: Any, path: Path) -> Any:  # noqa: ANN401 - plain YAML data
    """The same data without the key at the end of a path."""
    return changed_at(
        data, path[:-1], lambda keys: {key: one for key, one in keys.items() if key != path[-1]}
    )
