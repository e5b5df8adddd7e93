"""Made studies of any shape: so many themes, subthemes, relations, quotations and authors.

Everything in them is invented from a seed and says so: titles, sources and every output call
themselves synthetic.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from themeloom.core.project import Project

if TYPE_CHECKING:
    from pathlib import Path

_WHAT = ("waiting", "asking", "resting", "talking", "walking", "paying", "calling", "sharing")
_WHERE = ("rooms", "corridors", "queues", "kitchens", "gardens", "stations", "offices", "halls")
_HOW = ("slowly", "together", "alone", "again", "early", "late", "quietly", "often")
_RELATIONS = ("leads to", "contrasts with", "is part of", "makes room for")
_AUDIENCES = ("practice", "policy", "research", "participants")


@dataclass(frozen=True)
class Shape:
    """The shape of a made study."""

    themes: int = 3
    subthemes: int = 0
    relations: int = 0
    quotations: int = 6
    authors: int = 2
    seed: int = 1


class _Maker:
    def __init__(self, shape: Shape) -> None:
        self.shape, self.random = shape, random.Random(shape.seed)
        self.said: list[tuple[str, str, str]] = []

    def title(self, number: int) -> str:
        """A title of two to four words, each once."""
        what, where = _WHAT[number % len(_WHAT)], _WHERE[(number * 3) % len(_WHERE)]
        more = f" {self.random.choice(_HOW)}" if number % 3 == 2 else ""
        number //= len(_WHAT)
        return f"{what.capitalize()} in {where}{more}{f' {number + 1}' if number else ''}"

    def words(self, fewest: int, most: int) -> str:
        """A sentence of invented words; it says nothing about anybody."""
        count = self.random.randint(fewest, most)
        known = (*_WHAT, *_WHERE, *_HOW, "we", "were", "and")
        some = [self.random.choice(known) for _ in range(count)]
        return f"{' '.join(some).capitalize()} {len(self.said)} times."

    def quotation(self, number: int) -> dict[str, Any]:
        """A quotation, and the turn of a transcript that it is in."""
        who, text = f"p{number % 9 + 1:02}", self.words(6, 40)
        self.said.append((who, text, f"s{number % 4 + 1}"))
        found: dict[str, Any] = {"id": f"q{number}", "text": text, "source": f"s{number % 4 + 1}"}
        found |= {"participant": who}
        return found | ({"counter_example": True} if number % 11 == 5 else {})

    def themes(self) -> list[dict[str, Any]]:
        """The themes; quotations are dealt out over themes and subthemes in turn."""
        shape, themes, places = self.shape, [], []
        for n in range(shape.themes):
            theme = self.theme(f"t{n + 1}", n)
            subs = [self.theme(f"t{n + 1}-{m + 1}", 10 + n * 4 + m) for m in range(shape.subthemes)]
            theme |= {"subthemes": subs} if subs else {}
            places += subs or [theme]
            themes.append(theme)
        for n in range(shape.quotations):
            places[n % len(places)].setdefault("quotations", []).append(self.quotation(n))
        return themes

    def theme(self, name: str, number: int) -> dict[str, Any]:
        """A theme without anything in it."""
        return {"id": name, "title": self.title(number), "statement": self.words(9, 22)}

    def study(self) -> dict[str, Any]:
        """All of the store."""
        shape = self.shape
        themes = self.themes()
        ids = [one["id"] for one in themes]
        pairs = [(a, b) for n, a in enumerate(ids) for b in ids[n + 1 :]]
        self.random.shuffle(pairs)
        relations = [
            {"theme": a, "relation": _RELATIONS[n % 4], "other": b, "because": self.words(5, 12)}
            for n, (a, b) in enumerate(pairs[: shape.relations])
        ]
        implications = [
            {"id": f"i{n + 1}", "text": self.words(8, 24), "audience": _AUDIENCES[n % 4],
             "rests_on": [{"theme": one, "because": "It was made so."}
                          for one in ids[n :: max(2, len(ids) // 2)]]}
            for n in range(min(4, len(ids)))
        ]  # fmt: skip
        return {
            "study": {
                "title": f"A synthetic study with {shape.themes} themes",
                "synthetic": True,
                "authors": [
                    {"name": {"given": f"Synthia{n or ''}", "family": f"Madeup{n or ''}"},
                     "affiliations": [f"u{n % 5}"]} for n in range(shape.authors)
                ],
                "affiliations": [{"id": f"u{n}", "name": f"Synthetic University {n + 1}"}
                                 for n in range(min(5, shape.authors))],
            },
            "sources": [
                {"id": f"s{n}", "title": f"Synthetic interview {n}", "kind": "interview",
                 "access": "open", "file": f"synthetic-{n}.txt"}
                for n in range(1, 5) if any(source == f"s{n}" for *_, source in self.said)
            ],
            "questions": [{"id": "rq1", "text": "How do people wait?", "answered_by": ids}],
            "themes": themes,
            "relations": relations,
            "implications": implications,
        }  # fmt: skip


def _quotes(theme: dict[str, Any]) -> list[str]:
    parts = (theme, *theme.get("subthemes", []))
    return [quote["id"] for part in parts for quote in part.get("quotations", [])]


def _paper(store: dict[str, Any]) -> str:
    found = [_HEAD["paper"], "# Results\n", "{{< table themes >}}\n"]
    for theme in store["themes"]:
        found += [f"## {{{{< theme {theme['id']} >}}}}\n", f"{{{{< theme {theme['id']} >}}}}\n"]
        found += [f"{{{{< quote {name} >}}}}\n" for name in _quotes(theme)[:2]]
    found += ["{{< table themes-quotations quotations=2 >}}\n", "{{< figure evidence-map >}}\n"]
    found += ["{{< table questions >}}\n", "{{< table implications-by-audience >}}\n"]
    if store["relations"]:
        found += ["{{< table relations >}}\n", "{{< figure theme-map >}}\n"]
    return "\n".join([*found, "{{< implications >}}\n"])


def _poster(store: dict[str, Any]) -> str:
    found = [_HEAD["poster"], "::: {.message}\nA synthetic message about waiting.\n:::\n"]
    voices = [name for theme in store["themes"] for name in _quotes(theme)[:3]]
    found += ["::: {.voices}", *(f"{{{{< quote {name} >}}}}\n" for name in voices), ":::\n"]
    found += [":::: {.theme-columns}"]
    for n, theme in enumerate(store["themes"], 1):
        found += [f'::: {{.theme-column thread="{n}"}}\n{{{{< theme {theme["id"]} >}}}}\n:::\n']
    figure = "theme-map" if store["relations"] else "method"
    found += [
        "::::\n",
        f"::: {{.method}}\n## How\n\n{{{{< figure {figure} size=poster >}}}}\n:::\n",
    ]
    found += ["::: {.implications-band}\n## Implications\n\n{{< implications >}}\n:::\n"]
    return "\n".join([*found, ":::: {.foot}\n::: {.thanks}\nSynthetic thanks.\n:::\n::::\n"])


def _slides(store: dict[str, Any]) -> str:
    found = [_HEAD["slides"], "## Themes {.list}\n"]
    found += [
        f"{n}. [{{{{< theme {one['id']} part=title >}}}}]{{.thread-{n}}}"
        for n, one in enumerate(store["themes"], 1)
    ]
    for n, theme in enumerate(store["themes"], 1):
        found += [f'\n## {{{{< theme {theme["id"]} >}}}} {{thread="{n}"}}\n']
        found += [f"{{{{< theme {theme['id']} >}}}}\n"]
        for name in _quotes(theme)[:1]:
            found += [f"## {{{{< theme {theme['id']} >}}}} {{.quotation-slide}}\n"]
            found += [f"{{{{< quote {name} >}}}}\n"]
    for figure in ("evidence-map", *(["theme-map"] if store["relations"] else [])):
        found += [f"## {figure} {{.figure-slide}}\n\n{{{{< figure {figure} size=slide >}}}}\n"]
    return "\n".join(found)


_PROJECT = """\
project:
  type: default
  output-dir: _output
  render: [manuscript/paper.qmd, poster/poster.qmd, slides/slides.qmd]
metadata-files: [data-derived/metadata.yml]
lang: en-GB
filters: [themeloom]
"""
_HEAD = {
    "paper": "---\nformat:\n  themeloom-html:\n    embed-resources: true\n"
    "  themeloom-docx: default\n  themeloom-typst: default\n  themeloom-jats: default\n---\n",
    "poster": "---\nmax-empty: 100%\nformat:\n  themeloom-poster-typst:\n    poster-size: a0\n"
    "  themeloom-poster-html: default\n---\n",
    "slides": "---\nformat:\n  themeloom-revealjs:\n    embed-resources: true\n    slide-level: 2\n"
    "  themeloom-pptx:\n    slide-level: 2\n  themeloom-slides-typst: default\n---\n",
}


def store_of(shape: Shape) -> dict[str, Any]:
    """What `study.yml` of a made study holds."""
    return _Maker(shape).study()


def made(folder: Path, shape: Shape) -> Project:
    """A study of a shape, ready to be built, in a folder of the test's."""
    maker = _Maker(shape)
    store = maker.study()
    (folder / "data-raw").mkdir(parents=True)
    for number in range(1, 5):
        turns = [
            f"{who.upper()}: {text}\n" for who, text, source in maker.said if source == f"s{number}"
        ]
        if turns:
            (folder / f"data-raw/synthetic-{number}.txt").write_text("\n".join(turns), "utf-8")
    text = yaml.safe_dump(store, sort_keys=False, allow_unicode=True)
    (folder / "study.yml").write_text(text, encoding="utf-8")
    (folder / "_quarto.yml").write_text(_PROJECT, encoding="utf-8")
    for name, made_of in (
        ("manuscript/paper", _paper),
        ("poster/poster", _poster),
        ("slides/slides", _slides),
    ):
        path = folder / f"{name}.qmd"
        path.parent.mkdir(exist_ok=True)
        path.write_text(made_of(store), encoding="utf-8")
    return Project(folder.resolve())
