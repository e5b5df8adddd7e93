"""Going through plain data, such as YAML and JSON give; and what comes under each key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    #: Where a value stands: keys and positions from the top.
    Path = tuple[str | int, ...]


Key = TypeVar("Key")
Value = TypeVar("Value")


def grouped(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, list[Value]]:
    """What comes under each key, all of it in the order in which it comes."""
    found: dict[Key, list[Value]] = {}
    for key, one in pairs:
        found.setdefault(key, []).append(one)
    return found


def leaves(value: object, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Each value that is neither a list nor a group of keys, and where it stands."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from leaves(one, (*path, str(key)))
    elif isinstance(value, list):
        for at, one in enumerate(value):
            yield from leaves(one, (*path, at))
    else:
        yield path, value


def texts(value: object) -> Iterator[tuple[Path, str]]:
    """Each text, and where it stands."""
    return ((path, one) for path, one in leaves(value) if isinstance(one, str))


def with_texts(value: Any, change: Callable[[str, object], object], key: object = None) -> Any:  # noqa: ANN401 - plain data
    """The same data with its texts changed.

    Args:
        value: the data.
        change: gives what stands in the place of a text; it is told the key of that as well.
        key: the key of the data itself, if it has one.
    """
    if isinstance(value, dict):
        return {name: with_texts(one, change, name) for name, one in value.items()}
    if isinstance(value, list):
        return [with_texts(one, change) for one in value]
    return change(value, key) if isinstance(value, str) else value
