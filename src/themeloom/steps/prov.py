"""A record in the terms of W3C PROV, as PROV-JSON.

An *entity* is a file, an *activity* a step that makes files, an *agent* the software
that does it. Relations (`used`, `wasGeneratedBy`, ...) join two of them; each is named by
a digest of what it joins, so that the record of the same facts is the same text.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from themeloom import __version__
from themeloom.core.files import beside, digest
from themeloom.core.nested import grouped
from themeloom.core.packages import versions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from themeloom.core.project import Project

_TERMS = beside(__file__, "prov.toml")
#: The attribute of an agent that says which version of it took part.
VERSION = "themeloom:version"
SHA256 = "themeloom:sha256"
COLOPHON = "themeloom:colophon"
#: The two roles of each relation, in the order in which they are given.
_ROLES: dict[str, list[str]] = _TERMS["roles"]
_NAME_DIGITS = 12
_ENCODED = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode

Attributes = dict[str, Any]


@dataclass
class Prov:
    """A record that is being written, or one that was read."""

    entity: dict[str, Attributes] = field(default_factory=dict)
    activity: dict[str, Attributes] = field(default_factory=dict)
    agent: dict[str, Attributes] = field(default_factory=dict)
    relations: dict[str, dict[str, Attributes]] = field(default_factory=dict)
    _joined: dict[str, dict[str, list[str]]] = field(
        default_factory=dict, init=False, compare=False
    )

    def relate(self, relation: str, first: str, second: str) -> None:
        """Join two things, in the order of PROV's own roles."""
        roles = _ROLES[relation]
        self._joined.pop(relation, None)
        name = "_:" + digest(f"{relation} {first} {second}".encode())[:_NAME_DIGITS]
        joined = dict(zip(roles, (first, second), strict=True))
        self.relations.setdefault(relation, {})[name] = joined

    def note(
        self,
        step: str,
        does: str,
        tools: Sequence[str],
        used: Mapping[str, Attributes],
        made: Mapping[str, Attributes],
    ) -> str:
        """Add a step, the software that did it, and the entities that went in and came out."""
        activity = f"step:{step}"
        self.activity[activity] = {"prov:label": does}
        for name in ("python", "themeloom", *tools):
            self.agent.setdefault(f"tool:{name}", {})
            self.relate("wasAssociatedWith", activity, f"tool:{name}")
        for entity, attributes in used.items():
            self.entity.setdefault(entity, attributes)
            self.relate("used", activity, entity)
        for entity, attributes in made.items():
            self.entity[entity] = attributes
            self.relate("wasGeneratedBy", entity, activity)
        return activity

    def joined(self, relation: str, first: str) -> list[str]:
        """What something is joined with by a relation, sorted."""
        if relation not in self._joined:
            one, other = _ROLES[relation]
            pairs = self.relations.get(relation, {}).values()
            self._joined[relation] = grouped((str(two[one]), str(two[other])) for two in pairs)
        return sorted(self._joined[relation].get(first, ()))

    def versions(self) -> dict[str, str]:
        """The version of each tool that took part, by its name."""
        return {
            name.removeprefix("tool:"): str(attributes.get(VERSION, ""))
            for name, attributes in sorted(self.agent.items())
        }

    def without_versions(self) -> Prov:
        """The same facts, whatever the versions of the tools."""
        return replace(self, agent={name: {} for name in self.agent})

    def with_versions(self) -> Prov:
        """The same facts; a tool that has no version yet is given the one that is here."""
        names = [name.removeprefix("tool:") for name, known in self.agent.items() if not known]
        found = {**versions(names), "themeloom": __version__}
        given = {
            f"tool:{name}": {"prov:type": "prov:SoftwareAgent", VERSION: found[name]}
            for name in names
        }
        return replace(self, agent={**self.agent, **given})

    def as_json(self) -> str:
        """PROV-JSON with one fact to the line, so that a reader of changes sees which."""
        parts: list[tuple[str, Mapping[str, object]]] = [
            ("prefix", _TERMS["prefixes"]),
            ("entity", self.entity),
            ("activity", self.activity),
            ("agent", self.agent),
            *sorted(self.relations.items()),
        ]
        blocks = [f"{json.dumps(name)}: {_lines(members)}" for name, members in parts if members]
        return "{\n" + ",\n".join(blocks) + "\n}\n"

    def after(self, before: Prov) -> bytes:
        """The file of this record; other versions of tools alone change nothing in it."""
        same = before.without_versions() == self.without_versions()
        return (before if same else self.with_versions()).as_json().encode()


def recorded(project: Project, path: Path) -> Prov:
    """The record in a file; an empty one if there is none."""
    return read_prov(project.bytes_of(path)) if project.has(path) else Prov()


def read_prov(text: str | bytes) -> Prov:
    """Read a record; one that is broken or not ours is an empty one."""
    try:
        data = json.loads(text)
        relations = {
            name: {key: {role: pair[role] for role in roles} for key, pair in data[name].items()}
            for name, roles in _ROLES.items()
            if name in data
        }
        read = [dict(data.get(name, {})) for name in ("entity", "activity", "agent")]
    except (ValueError, TypeError, AttributeError, KeyError):
        return Prov()
    return Prov(read[0], read[1], read[2], relations)


def _lines(members: Mapping[str, object]) -> str:
    """Each member of an object on a line of its own, sorted."""
    ordered = sorted(members.items(), key=_order)
    lines = [f"  {_ENCODED(name)}: {_ENCODED(value)}" for name, value in ordered]
    return "{\n" + ",\n".join(lines) + "\n }"


def _order(member: tuple[str, object]) -> tuple[str, ...]:
    """Relations, whose names say nothing, by what they join; all else by name."""
    name, value = member
    if name.startswith("_:") and isinstance(value, dict):
        return tuple(str(joined) for joined in value.values())
    return (name,)
