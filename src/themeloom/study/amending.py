"""Changing `study.yml` for its authors: entries are added and words replaced in its text.

Everything else, comments, order and quotation marks, stays as it was typed, byte for byte.
Each change is read back: it must give just the data that was meant.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, TypeGuard

import yaml

from themeloom.core.errors import ThemeloomError
from themeloom.core.nested import with_texts
from themeloom.study.located import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from themeloom.study.located import Path

#: A text is folded over lines if it is longer than this.
_FOLDED, _WIDTH = 60, 88
_INDENT = 2
#: Comments that follow a key of the file at once are about it; one more key stands behind them.
_REMARKS = r"(?:\r?\n#[^\r\n]*)+"


class _Folded(str):
    """A text that is written over several lines."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Writes lists within keys indented, as people do."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - PyYAML's own
        super().increase_indent(flow, indentless=False)


_Dumper.add_representer(
    _Folded, lambda dumper, one: dumper.represent_scalar("tag:yaml.org,2002:str", one, style=">")
)


def with_entries(
    text: str, path: Path, entries: Sequence[Mapping[str, Any] | str], file: str = "study.yml"
) -> str:
    """The text with more entries at the end of a list.

    Args:
        text: the whole file.
        path: where the list stands; its key is made if it is missing.
        entries: what is added.
        file: the file as a person names it.

    Raises:
        ThemeloomError: if the place is of a shape in which nothing can be added.
    """
    if not entries:
        return text
    new = [one if isinstance(one, str) else dict(one) for one in entries]
    root = yaml.compose(text, yaml.SafeLoader)
    node = node_at(root, path)
    if node is None and node_at(root, path[:-1]) is None:
        return with_value(text, path[:-1], {path[-1]: new}, file)
    if node is None:
        changed = _with_key(text, node_at(root, path[:-1]), str(path[-1]), new)
    elif not isinstance(node, yaml.SequenceNode):
        changed = ""
    elif not node.flow_style:
        changed = _inserted(text, node, _block(new, node.start_mark.column))
    elif not node.value and _is_block(above := node_at(root, path[:-1])):
        changed = _unfolded(text, node, _block(new, above.start_mark.column + _INDENT))
    else:
        changed = _in_flow(text, node, new)
    return _checked(text, changed, path, lambda old: [*(old or []), *new], file)


def with_value(text: str, path: Path, value: object, file: str = "study.yml") -> str:
    """The text with a single value set: in the place of another one, or under a new key.

    Args:
        text: the whole file.
        path: where the value stands; what is above it must be there.
        value: a text or a number.
        file: the file as a person names it.

    Raises:
        ThemeloomError: if the place is of a shape in which nothing can be set.
    """
    root = yaml.compose(text, yaml.SafeLoader)
    node = node_at(root, path)
    if node is None:
        above = node_at(root, path[:-1])
        if above is None:
            return with_value(text, path[:-1], {path[-1]: value}, file)
        changed = _with_key(text, above, str(path[-1]), value)
    elif isinstance(node, yaml.ScalarNode) and node.style not in {"|", ">"}:
        start, end = node.start_mark.index, node.end_mark.index
        changed = text[:start] + json.dumps(value, ensure_ascii=False) + text[end:]
    else:
        changed = ""
    return _checked(text, changed, path, lambda _: value, file)


def with_words(
    text: str, paths: Iterable[Path], change: Callable[[str], str], file: str = "study.yml"
) -> str:
    """The text with the words of some values changed where they stand.

    Args:
        text: the whole file.
        paths: where the values stand; those that are not there are passed over.
        change: what becomes of the words as they are typed, line breaks and all.
        file: the file as a person names it.

    Raises:
        ThemeloomError: if YAML would read the changed words as something else than words.
    """
    root = yaml.compose(text, yaml.SafeLoader)
    nodes = [one for path in paths if isinstance(one := node_at(root, path), yaml.ScalarNode)]
    for node in sorted(nodes, key=lambda one: -one.start_mark.index):
        start, end = node.start_mark.index, node.end_mark.index
        changed = change(text[start:end])
        if changed != text[start:end] and not node.style:
            changed = _as_words(changed)
        text = text[:start] + changed + text[end:]
    parse(text, file)
    return text


def _as_words(typed: str) -> str:
    """Words without quotation marks, with such where YAML would read something else of them."""
    words = " ".join(typed.split())
    try:
        is_read = yaml.safe_load(f"[{typed}]") == [words] == yaml.safe_load(f"- {typed}")
    except yaml.YAMLError:
        is_read = False
    return typed if is_read else json.dumps(words, ensure_ascii=False)


def node_at(node: yaml.Node | None, path: Path) -> yaml.Node | None:
    """What stands at a path; nothing if nothing does."""
    for step in path:
        if isinstance(node, yaml.MappingNode):
            node = next((item for key, item in node.value if key.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step] if step < len(node.value) else None
        else:
            return None
    return node


def _with_key(text: str, node: yaml.Node | None, key: str, value: object) -> str:
    """The text with a new key at the end of a mapping; empty if there is no such mapping."""
    if not isinstance(node, yaml.MappingNode):
        return ""
    if node.flow_style:
        place, before = node.end_mark.index - 1, ", " if node.value else ""
        written = f"{before}{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}"
        return f"{text[:place]}{written}{text[place:]}"
    remarks = _REMARKS if node.start_mark.column == 0 else ""
    return _inserted(text, node, _block({key: value}, node.start_mark.column), remarks)


def _block(value: object, column: int) -> str:
    folded = with_texts(value, _folded)
    written = yaml.dump(folded, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)
    lines = written.removesuffix("\n").split("\n")
    return "\n".join(f"{' ' * column}{line}".rstrip() for line in lines)


def _folded(text: str, _: object) -> str:
    is_long = len(text) > _FOLDED and " " in text
    return _Folded(text) if is_long and text == " ".join(text.split()) else text


def _inserted(text: str, node: yaml.Node, block: str, behind: str = "") -> str:
    """The text with lines behind the last one of a node, and behind what else shall stay there."""
    place = len(text[: last_within(node).end_mark.index].rstrip())
    line_end = text.find("\n", place)
    place = line_end if line_end >= 0 else len(text)
    place += len(match[0]) if (match := re.match(behind, text[place:])) else 0
    return f"{text[:place]}\n{block}{text[place:] or chr(10)}"


def last_within(node: yaml.Node) -> yaml.Node:
    """The last thing within a node, whose end is not that of what follows."""
    if isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        inner = node.value[-1]
        return last_within(inner[1] if isinstance(inner, tuple) else inner)
    return node


def _is_block(node: yaml.Node | None) -> TypeGuard[yaml.MappingNode]:
    return isinstance(node, yaml.MappingNode) and not node.flow_style


def _unfolded(text: str, node: yaml.Node, block: str) -> str:
    """The text with lines in the place of an empty list in brackets."""
    start, end = node.start_mark.index, node.end_mark.index
    line_end = text.find("\n", end)
    line_end = line_end if line_end >= 0 else len(text)
    return (
        f"{text[:start].rstrip()}{text[end:line_end].rstrip()}\n{block}{text[line_end:] or chr(10)}"
    )


def _in_flow(text: str, node: yaml.SequenceNode, entries: Sequence[object]) -> str:
    place = node.end_mark.index - 1
    new = ", ".join(json.dumps(one, ensure_ascii=False) for one in entries)
    return f"{text[:place]}{', ' if node.value else ''}{new}{text[place:]}"


def _checked(text: str, changed: str, path: Path, meant: Callable[[Any], Any], file: str) -> str:
    """The changed text, if it gives what was meant and nothing else."""
    old, line = parse(text, file), parse(text, file).line(path)
    if changed:
        wanted = changed_at(old.value, path, meant)
        if parse(changed, file).value == wanted:
            return changed
    raise ThemeloomError(
        f"nothing can be added to {path[-1]} as it is written in {file}",
        "write the list as lines that begin with a dash, or add the entry by hand",
        file=file,
        line=line,
    )


def changed_at(value: Any, path: Path, meant: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - plain YAML data
    """The same data with something else in the place of what stands at a path."""
    if not path:
        return meant(value)
    first, rest = path[0], path[1:]
    if isinstance(value, list) and isinstance(first, int):
        return [changed_at(v, rest, meant) if at == first else v for at, v in enumerate(value)]
    known = dict(value or {})
    return {**known, first: changed_at(known.get(first), rest, meant)}
