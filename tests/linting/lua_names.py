"""Follows the names of a Lua file to where they are made, as Lua does, and tells what is amiss."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import tree_sitter_lua
from tree_sitter import Language, Parser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

_PARSER = Parser(Language(tree_sitter_lua.language()))
#: Statements with a body in which their own names hold.
_BODIES = frozenset({"while_statement", "if_statement", "do_statement", "repeat_statement"})
_BRANCHES = frozenset({"elseif_statement", "else_statement"})


def amiss(text: str, known: frozenset[str], made: frozenset[str] = frozenset()) -> list[str]:
    """What is wrong in a file, each with its line.

    Args:
        text: the Lua.
        known: the globals that there are.
        made: the globals that this file may make.
    """
    reader = _Reader(known | made, made)
    tree = _PARSER.parse(text.encode())
    reader.found.extend(
        (one.start_point.row + 1, "is no Lua") for one in _walked(tree.root_node) if _broken(one)
    )
    reader.body(tree.root_node, _Scope(None))
    return [f"{line}: {what}" for line, what in sorted(reader.found)]


def _walked(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _walked(child)


def _broken(node: Node) -> bool:
    return node.is_error or node.is_missing


def _name(node: Node) -> str:
    return (node.text or b"").decode()


@dataclass
class _Scope:
    """The names that hold in a part of a file: where each was made, and whether it was read."""

    above: _Scope | None
    made: dict[str, Node] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)

    def holder(self, name: str) -> _Scope | None:
        """The nearest scope that has a name."""
        if name in self.made:
            return self
        return self.above.holder(name) if self.above else None


@dataclass
class _Reader:
    known: frozenset[str]
    writable: frozenset[str]
    found: list[tuple[int, str]] = field(default_factory=list)

    def _tell(self, node: Node, what: str) -> None:
        self.found.append((node.start_point.row + 1, what))

    def _make(self, node: Node, scope: _Scope) -> None:
        name = _name(node)
        if name in scope.made:
            self._tell(node, f"{name} is made twice")
        scope.made[name] = node

    def body(self, node: Node | None, scope: _Scope) -> None:
        """Read what stands in a scope of its own, and see that all its names are used."""
        for child in node.named_children if node else ():
            self._read(child, scope)
        for name, made in scope.made.items():
            if name not in scope.read and not name.startswith("_"):
                self._tell(made, f"{name} is not used")

    def _read(self, node: Node, scope: _Scope) -> None:
        if node.type in _BODIES or node.type in _BRANCHES:
            self._branch(node, scope)
        else:
            reading = getattr(self, f"_{node.type}", self._children)
            reading(node, scope)

    def _children(self, node: Node, scope: _Scope) -> None:
        for child in node.named_children:
            self._read(child, scope)

    def _branch(self, node: Node, scope: _Scope) -> None:
        """A statement with bodies; the condition of `repeat` sees the names of its body."""
        inner = _Scope(scope)
        if node.type == "repeat_statement":
            self.body(node, inner)
            return
        for child in node.named_children:
            if child.type == "block":
                self.body(child, _Scope(scope))
            else:
                self._read(child, scope)

    def _block(self, node: Node, scope: _Scope) -> None:
        self._children(node, scope)

    def _identifier(self, node: Node, scope: _Scope) -> None:
        name = _name(node)
        holder = scope.holder(name)
        if holder:
            holder.read.add(name)
        elif name not in self.known:
            self._tell(node, f"{name} is nothing that there is")

    def _dot_index_expression(self, node: Node, scope: _Scope) -> None:
        table = node.child_by_field_name("table")
        assert table is not None
        self._read(table, scope)

    _method_index_expression = _dot_index_expression

    def _field(self, node: Node, scope: _Scope) -> None:
        """A field of a table: `name = value` names nothing, `[name] = value` does."""
        named = node.child_by_field_name("name")
        for child in node.named_children:
            if child != named or node.children[0].type == "[":
                self._read(child, scope)

    def _variable_declaration(self, node: Node, scope: _Scope) -> None:
        given = node.named_children[0]
        names = given if given.type == "variable_list" else given.named_children[0]
        for child in given.named_children if given != names else ():
            if child != names:
                self._read(child, scope)
        for name in names.named_children:
            if name.type == "identifier":
                self._make(name, scope)

    def _assignment_statement(self, node: Node, scope: _Scope) -> None:
        names, values = node.named_children
        self._read(values, scope)
        for name in names.named_children:
            if name.type == "identifier":
                self._write(name, scope)
            else:
                self._read(name, scope)

    def _write(self, node: Node, scope: _Scope) -> None:
        if not scope.holder(_name(node)) and _name(node) not in self.writable:
            self._tell(node, f"{_name(node)} would be a global")

    def _function_declaration(self, node: Node, scope: _Scope) -> None:
        name = node.child_by_field_name("name")
        assert name is not None
        if node.children[0].type == "local":
            self._make(name, scope)
        elif name.type == "identifier":
            self._write(name, scope)
        else:
            self._read(name, scope)
        self._function(node, scope, has_self=name.type == "method_index_expression")

    def _function_definition(self, node: Node, scope: _Scope) -> None:
        self._function(node, scope)

    def _function(self, node: Node, scope: _Scope, *, has_self: bool = False) -> None:
        inner = _Scope(scope)
        parameters, body = (node.child_by_field_name(one) for one in ("parameters", "body"))
        assert parameters is not None
        for one in parameters.named_children:
            if one.type == "identifier" and _name(one) != "_":
                self._make(one, inner)
        if has_self:
            inner.made["self"] = node
            inner.read.add("self")
        self.body(body, inner)

    def _for_statement(self, node: Node, scope: _Scope) -> None:
        clause, body = (node.child_by_field_name(one) for one in ("clause", "body"))
        assert clause is not None
        inner = _Scope(scope)
        named = clause.named_children[0]
        for child in clause.named_children:
            if child != named:
                self._read(child, scope)
        for one in named.named_children or (named,):
            if _name(one) != "_":
                self._make(one, inner)
        self.body(body, inner)
