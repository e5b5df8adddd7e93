"""YAML whose every value remembers the line it stands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from themeloom.errors import ThemeloomError

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Where a value stands in nested data: keys and positions from the top.
Path = tuple[str | int, ...]

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Located:
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


def parse(text: str, file: str, first_line: int = 1) -> Located:
    """Parse one YAML document; `first_line` is where it starts within its file.

    Raises:
        ThemeloomError: if it is not YAML, or a key stands twice in one place.
    """
    lines: dict[Path, int] = {}
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return Located(None, lines, file)
        _note_lines(node, (), lines, file, first_line)
        value = loader.construct_document(node)
    except yaml.YAMLError as error:
        raise _broken(error, file, first_line) from None
    finally:
        loader.dispose()
    return Located(value, lines, file)


def _note_lines(
    node: yaml.Node, path: Path, lines: dict[Path, int], file: str, first_line: int
) -> None:
    """Walk the nodes; remember lines and refuse a key that stands twice."""
    lines.setdefault(path, node.start_mark.line + first_line)
    if isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            _note_lines(item, (*path, position), lines, file, first_line)
    if isinstance(node, yaml.MappingNode):
        for key, item in node.value:
            here = (*path, key.value)
            line = key.start_mark.line + first_line
            if here in lines:
                raise ThemeloomError(
                    f'the key "{key.value}" stands here and on line {lines[here]}',
                    "keep one of them",
                    file=file,
                    line=line,
                )
            lines[here] = line
            _note_lines(item, here, lines, file, first_line)


def _broken(error: yaml.YAMLError, file: str, first_line: int) -> ThemeloomError:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "cannot be read"
    context = getattr(error, "context", None)
    return ThemeloomError(
        f"this is not valid YAML: {problem}" + (f" ({context})" if context else ""),
        "look at this line and the one above it: a missing quotation mark, a colon inside "
        "a text without quotation marks, or an indentation that does not line up",
        file=file,
        line=None if mark is None else mark.line + first_line,
    )
