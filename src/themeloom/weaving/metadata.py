"""Title, authors and the like, written once, in the form Quarto gives every document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import yaml

from themeloom.study.noun import words_of
from themeloom.weaving.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from themeloom.deriving.values import Value
    from themeloom.study.about import Author
    from themeloom.study.model import Study

_HEAD = "# Made by `themeloom derive` from study.yml: edit that file, not this one.\n"


#: Keys whose texts are no words, and stay as they are.
_PLAIN = frozenset({"id", "ref", "lang", "doi", "url", "orcid", "qr"})
_OF_AFFILIATION = ("id", "department", "name", "city", "country")


def metadata(study: Study) -> dict[str, Any]:
    """What `_quarto.yml` takes in through `metadata-files`; texts are Markdown."""
    about, article = study.study, study.study.article
    found: dict[str, Any] = {
        "title": about.title,
        "subtitle": about.subtitle,
        "lang": about.language,
        "author": [_author(author) for author in about.authors],
        "affiliations": [
            {key: getattr(one, key) for key in _OF_AFFILIATION} for one in about.affiliations
        ],
        "keywords": about.keywords,
        "kicker": about.kicker,
        "notice": about.notice,
        "article": article
        and {"doi": article.doi, "url": f"https://doi.org/{article.doi}", "text": article.text},
        "qr": article and "/.themeloom/styles/qr.svg",
        "funding-statement": words_of(about.funding),
        "funders": [msgspec.to_builtins(one) for one in about.funders],
        "contact": about.contact and msgspec.to_builtins(about.contact),
        "themes": [
            {"id": theme.id, "title": theme.title, "thread": order}
            for order, theme in enumerate(study.themes, 1)
        ],
        "subthemes": [
            {"id": sub.id, "title": sub.title, "thread": order}
            for order, theme in enumerate(study.themes, 1)
            for sub in theme.subthemes
        ],
        "synthetic": about.synthetic,
    }
    return dict(_markdown(found))


def _author(author: Author) -> dict[str, Any]:
    found = {key.replace("_", "-"): value for key, value in msgspec.to_builtins(author).items()}
    found["name"]["literal"] = author.name.literal
    return found | {"affiliations": [{"ref": name} for name in author.affiliations]}


def _markdown(value: Any, key: str = "") -> Any:  # noqa: ANN401 - plain data
    """Data with its words as Markdown, and without what is empty."""
    if isinstance(value, dict):
        found = {name: _markdown(item, name) for name, item in value.items()}
        # Of a contact both parts are there, that which is not given as an empty one.
        return {name: item for name, item in found.items() if item or key == "contact"}
    if isinstance(value, list | tuple):
        return [_markdown(item, key) for item in value]
    return escape(value) if isinstance(value, str) and key not in _PLAIN else value


def metadata_yaml(study: Study) -> str:
    """`metadata.yml`."""
    return _written(metadata(study))


def values_yaml(values: Iterable[Value]) -> str:
    """`values.yml`: every number with the words that stand for it and what was counted."""
    fields = ("number", "text", "definition")
    return _written({one.id: {name: getattr(one, name) for name in fields} for one in values})


def _written(data: dict[str, Any]) -> str:
    return _HEAD + yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100)
