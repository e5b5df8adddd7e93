"""YAML whose every value remembers the line it stands on."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import msgspec
import yaml

from themeloom.core.errors import ThemeloomError, raise_all
from themeloom.study.words import REMEDY, broken_line, check_scalar, is_words, spelled_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

#: Where a value stands in nested data: keys and positions from the top.
Path = tuple[str | int, ...]

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: How deep values may stand in each other, and how many there may be, repeated ones included.
_DEPTH, _MANY = 100, 100_000
#: How much of a value a message shows.
_SHOWN = 40
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_ODD = yaml.reader.Reader.NON_PRINTABLE


class Located(msgspec.Struct, frozen=True):
    """Plain data from a YAML text, and the line of every key and item.

    Args:
        value: dictionaries, lists and scalars.
        lines: the line (from 1) of each path.
        file: the file as a person names it.
    """

    value: Any
    lines: Mapping[Path, int]
    file: str

    def line(self, path: Path) -> int:
        """The line of a path, or of the nearest thing around it that has one."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return 1

    def error(self, path: Path, message: str, hint: str = "") -> ThemeloomError:
        """An error that stands where `path` stands."""
        return ThemeloomError(message, hint, file=self.file, line=self.line(path))


def parse(
    text: str, file: str, first_line: int = 1, words: Callable[[Path], bool] = is_words
) -> Located:
    """Parse one YAML document.

    Args:
        text: the document.
        file: the file as a person names it.
        first_line: where the document starts within its file.
        words: whether what stands at a path is words, of which nothing may get lost.

    Raises:
        ThemeloomError: if it is not YAML, a key stands twice in one place, or words would be
            read as something else than what was typed.
    """
    return _Reading(text.removeprefix("\ufeff"), file, first_line, words).located()


class _Reading:
    """The reading of one document."""

    def __init__(
        self, text: str, file: str, first_line: int, words: Callable[[Path], bool]
    ) -> None:
        self.text = text
        self.rows = text.splitlines() or [""]
        self.file = file
        self.first_line = first_line
        self.words = words
        self.lines: dict[Path, int] = {}
        self.scalars: list[yaml.ScalarNode] = []

    def located(self) -> Located:
        """The data with its lines."""
        if odd := _ODD.search(self.text):
            raise self._odd(self.text.count("\n", 0, odd.start()), odd)
        try:
            self._measure()
            loader = _Loader(self.text)
            try:
                node = loader.get_single_node()
                if node is None:
                    return Located(None, self.lines, self.file)
                raise_all(self._walk(node, ()))
                return Located(self._constructed(loader, node), self.lines, self.file)
            finally:
                loader.dispose()
        except yaml.YAMLError as error:
            raise self._broken(error) from None

    def _measure(self) -> None:
        """Refuse what is nested so deep, or refers to itself so often, that it cannot be read."""
        depth = 0
        for event in yaml.parse(self.text, _Loader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEPTH:
                mark = event.start_mark
                raise self._error(
                    mark.line if mark else 0,
                    f"values are nested here more than {_DEPTH} deep",
                    "take out brackets: nothing that Themeloom reads stands so deep",
                )

    def _walk(
        self, node: yaml.Node, path: Path, above: tuple[yaml.Node, ...] = ()
    ) -> Iterator[ThemeloomError]:
        """Walk the nodes; remember lines and yield what would not be read as it was typed."""
        row = node.start_mark.line
        self.lines.setdefault(path, row + self.first_line)
        if node in above or len(self.lines) > _MANY + len(self.text):
            raise self._error(
                row,
                "a value contains itself, or repeats itself without measure, by a name with *",
                "write the value out where it is wanted, without & and *",
            )
        if isinstance(node, yaml.ScalarNode):
            self.scalars.append(node)
            words = self.words(path)
            for found in check_scalar(node, self.rows, self.text, words=words):
                yield self._error(*found)
        elif tag := spelled_out(node, self.rows):
            yield self._error(row, *tag)
        if isinstance(node, yaml.SequenceNode):
            for position, item in enumerate(node.value):
                yield from self._walk(item, (*path, position), (*above, node))
        if isinstance(node, yaml.MappingNode):
            sentence = next((key.value for key, _ in node.value if " " in str(key.value)), None)
            if sentence is not None and self.words(path):
                yield self._error(
                    row, f"YAML takes the : after “{sentence}” for the end of a key", REMEDY
                )
                return
            for key, item in node.value:
                yield from self._walk_key(key, item, path, (*above, node))

    def _walk_key(
        self, key: yaml.Node, item: yaml.Node, path: Path, above: tuple[yaml.Node, ...]
    ) -> Iterator[ThemeloomError]:
        row = key.start_mark.line
        if not isinstance(key, yaml.ScalarNode):
            yield self._error(
                row,
                "a list or a group of keys stands here where the name of a key belongs",
                "put a text that begins with [ or { between quotation marks",
            )
            return
        self.scalars.append(key)
        here = (*path, key.value)
        if here in self.lines:
            yield self._error(
                row,
                f'the key "{key.value}" stands here and on line {self.lines[here]}',
                "keep one of them",
            )
        self.lines[here] = row + self.first_line
        if key.value.startswith("date") and isinstance(item, yaml.ScalarNode):
            self._check_date(item)
        yield from self._walk(item, here, above)

    def _check_date(self, node: yaml.ScalarNode) -> None:
        """Refuse a day that no calendar has, between quotation marks as well."""
        day = _DAY.match(node.value)
        try:
            if day:
                dt.date(*map(int, day.groups()))
        except ValueError:
            raise self._error(node.start_mark.line, *_no_such("date", node.value)) from None

    def _odd(self, row: int, found: re.Match[str]) -> ThemeloomError:
        return self._error(
            row,
            f"here is the control character U+{ord(found[0]):04X}, which no text can have",
            "delete it; such characters come along when text is pasted",
        )

    def _constructed(self, loader: Any, node: yaml.Node) -> Any:  # noqa: ANN401 - plain YAML data
        """The data of a node whose every scalar can be read."""
        for one in self.scalars:
            if odd := _ODD.search(one.value):
                raise self._odd(one.start_mark.line, odd)
            try:
                if not one.tag.endswith(":merge"):
                    value = loader.construct_object(one)
                    if isinstance(value, float):
                        int(value)  # not a number, or without end
            except (ValueError, OverflowError, AttributeError):
                what = "date" if one.tag.endswith("timestamp") else "number"
                raise self._error(one.start_mark.line, *_no_such(what, one.value)) from None
        return loader.construct_document(node)

    def _broken(self, error: yaml.YAMLError) -> ThemeloomError:
        marks = [getattr(error, name, None) for name in ("context_mark", "problem_mark")]
        rows = [mark.line for mark in marks if mark is not None]
        return self._error(*broken_line(self.rows, rows, str(error)))

    def _error(self, row: int, message: str, hint: str) -> ThemeloomError:
        return ThemeloomError(message, hint, file=self.file, line=row + self.first_line)


def _no_such(what: str, value: str) -> tuple[str, str]:
    return (
        f"there is no such {what}: {value[:_SHOWN]}",
        f"correct the {what}, or if it is words, write them out",
    )
