"""Coded data as a project or a codebook of the REFI-QDA standard, valid by its schemas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID, uuid5

from lxml import etree

from themeloom import __version__
from themeloom.core.errors import ThemeloomError
from themeloom.core.office import written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from themeloom.coding.anchoring import Anchor
    from themeloom.coding.nouns import Codebook, Coding
    from themeloom.core.office import Element
    from themeloom.study.model import Study

#: The text of a source, and its codings with where they stand.
CodedText: TypeAlias = "tuple[str, Sequence[tuple[Coding, Anchor]]]"
#: What stands between a code and what it stands below, in its name in full.
LEVEL = " > "
_PROJECT, _CODEBOOK = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"
#: From it every GUID is made, so that the same thing has the same one in every export.
_ORIGIN = UUID("6f1c2f0e-6a34-4d3a-9f0b-2f7a1f0a7c11")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
#: What no XML can have.
_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _guid(kind: str, name: str) -> str:
    return str(uuid5(_ORIGIN, f"{kind}\0{name}"))


def _added(parent: Element, tag: str, text: str = "", /, **attributes: str) -> Element:
    """A new element below another."""
    for one in (text, *attributes.values()):
        if odd := _NO_XML.search(one):
            raise ThemeloomError(
                f"“{one[:40]}” has the control character U+{ord(odd[0]):04X} in it, which no "
                "REFI-QDA project can have",
                "delete it there; such characters come along when text is pasted",
            )
    namespace = etree.QName(parent).namespace
    new = etree.SubElement(parent, f"{{{namespace}}}{tag}", attributes)
    new.text = text or None
    return new


def codebook_markup(codebook: Codebook) -> bytes:
    """A codebook as a file of its own (.qdc)."""
    root = etree.Element(f"{{{_CODEBOOK}}}CodeBook", nsmap={None: _CODEBOOK})
    root.set("origin", f"Themeloom {__version__}")
    _codes(root, codebook)
    return written(root)


def _codes(parent: Element, codebook: Codebook) -> None:
    elements = {"": _added(parent, "Codes")}
    for _, one in codebook.walk():
        colour = {"color": one.colour} if _COLOUR.fullmatch(one.colour) else {}
        told = {"guid": _guid("code", one.id), "name": one.name}
        told["isCodable"] = "true" if one.codable else "false"
        elements[one.id] = _added(elements[one.parent], "Code", **told, **colour)
        if one.definition:
            _added(elements[one.id], "Description", one.definition)


def project_parts(
    study: Study, codebook: Codebook, texts: Mapping[str, CodedText]
) -> dict[str, bytes]:
    """The parts of a project's container (.qdpx): the project, and a text for each source.

    Places are code points from 0, the end behind the last, as the standard has them.
    """
    root = etree.Element(f"{{{_PROJECT}}}Project", nsmap={None: _PROJECT})
    root.set("name", study.study.title)
    root.set("origin", f"Themeloom {__version__}")
    coders = sorted({one.coder for _, codings in texts.values() for one, _ in codings})
    if coders:
        users = _added(root, "Users")
        for coder in coders:
            _added(users, "User", guid=_guid("coder", coder), name=coder)
    _codes(_added(root, "CodeBook"), codebook)
    _people(root, study)
    parts: dict[str, bytes] = {}
    if texts:
        sources = _added(root, "Sources")
        for name, (text, codings) in texts.items():
            guid = _guid("source", name)
            # Line ends stay what they are: each character is one place.
            parts[f"Sources/{guid}.txt"] = text.encode()
            told = {"guid": guid, "name": name, "plainTextPath": f"internal://{guid}.txt"}
            _selections(_added(sources, "TextSource", **told), codings)
    return {"project.qde": written(root), **parts}


def _people(root: Element, study: Study) -> None:
    """Participants as cases, what is known of them as variables."""
    known = sorted({key for one in study.participants for key in one.attributes})
    if known:
        variables = _added(root, "Variables")
        for key in known:
            told = {"guid": _guid("variable", key), "name": key, "typeOfVariable": "Text"}
            _added(variables, "Variable", **told)
    if study.participants:
        cases = _added(root, "Cases")
        for one in study.participants:
            case = _added(cases, "Case", guid=_guid("participant", one.id), name=one.id)
            for key, value in one.attributes.items():
                said = _added(case, "VariableValue")
                _added(said, "VariableRef", targetGUID=_guid("variable", key))
                _added(said, "TextValue", str(value))


def _selections(source: Element, codings: Sequence[tuple[Coding, Anchor]]) -> None:
    """A selection for each coding, with its memo."""
    for one, anchor in codings:
        coder = _guid("coder", one.coder)
        selection = _added(
            source,
            "PlainTextSelection",
            guid=_guid("selection", one.id),
            startPosition=str(anchor.start),
            endPosition=str(anchor.end),
            creatingUser=coder,
        )
        if one.memo:
            _added(selection, "Description", one.memo)
        coding = _added(selection, "Coding", guid=_guid("coding", one.id), creatingUser=coder)
        _added(coding, "CodeRef", targetGUID=_guid("code", one.code))
