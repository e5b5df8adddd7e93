"""Title, authors and the like, written once, in the form Quarto gives every document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from themeloom.weaving.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from themeloom.deriving.values import Value
    from themeloom.study.model import About, Affiliation, Author, Study

_HEAD = "# Made by `themeloom derive` from study.yml: edit that file, not this one.\n"


def metadata(study: Study) -> dict[str, Any]:
    """What `_quarto.yml` takes in through `metadata-files`; texts are Markdown."""
    about = study.study
    found: dict[str, Any] = {
        "title": escape(about.title),
        "subtitle": escape(about.subtitle),
        "lang": about.language,
        "author": [_author(author) for author in about.authors],
        "affiliations": [_affiliation(affiliation) for affiliation in about.affiliations],
        "keywords": [escape(word) for word in about.keywords],
        "kicker": escape(about.kicker),
        "notice": escape(about.notice),
        "article": _article(about),
        "qr": "/.themeloom/styles/qr.svg" if about.article else None,
        "contact": {"handle": escape(about.contact.handle), "email": escape(about.contact.email)}
        if about.contact
        else None,
        "themes": [
            {"id": theme.id, "title": escape(theme.title), "thread": order}
            for order, theme in enumerate(study.themes, 1)
        ],
        "synthetic": about.synthetic or None,
    }
    return {key: value for key, value in found.items() if value}


def _author(author: Author) -> dict[str, Any]:
    name = {
        "given": escape(author.name.given),
        "family": escape(author.name.family),
        "literal": escape(author.name.literal),
    }
    found: dict[str, Any] = {
        "name": name,
        "affiliations": [{"ref": name} for name in author.affiliations],
        "corresponding": escape(author.corresponding)
        if isinstance(author.corresponding, str)
        else author.corresponding,
        "equal-contributor": author.equal_contributor,
        "degrees": [escape(degree) for degree in author.degrees],
        "roles": [escape(role) for role in author.roles],
        "email": escape(author.email),
        "orcid": author.orcid,
    }
    return {key: value for key, value in found.items() if value}


def _affiliation(affiliation: Affiliation) -> dict[str, str]:
    found = {
        "id": affiliation.id,
        "department": escape(affiliation.department),
        "name": escape(affiliation.name),
        "city": escape(affiliation.city),
        "country": escape(affiliation.country),
    }
    return {key: value for key, value in found.items() if value}


def _article(about: About) -> dict[str, str] | None:
    if about.article is None:
        return None
    return {
        "doi": about.article.doi,
        "url": f"https://doi.org/{about.article.doi}",
        "text": escape(about.article.text),
    }


def metadata_yaml(study: Study) -> str:
    """`metadata.yml`."""
    return _HEAD + _dump(metadata(study))


def values_yaml(values: Iterable[Value]) -> str:
    """`values.yml`: every number with the words that stand for it and what was counted."""
    return _HEAD + _dump(
        {
            value.id: {"number": value.number, "text": value.text, "definition": value.definition}
            for value in values
        }
    )


def _dump(data: dict[str, Any]) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100)
