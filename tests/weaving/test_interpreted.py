"""What is told of themes by name: fragments, tables, figures of made, synthetic studies."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
import yaml
from made_studies import Shape, made

from themeloom.checking.context import Context
from themeloom.core.project import Project
from themeloom.deriving.tables import Evidence
from themeloom.study.frameworks import known_frameworks
from themeloom.weaving.derived_files import weave

if TYPE_CHECKING:
    from pathlib import Path

SHAPE = Shape(themes=3, subthemes=2, relations=3, quotations=30)


def _woven(project: Project) -> dict[str, str]:
    context = Context.begin(project)
    files = weave(project, Evidence(context.study, context.corpus, context.found)).files
    return {path.stem: data.decode() for path, data in files.items() if path.suffix == ".md"}


@pytest.fixture(scope="module")
def woven(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """All fragments of a study that has subthemes and relations."""
    return _woven(made(tmp_path_factory.mktemp("made") / "study", SHAPE))


def test_a_theme_brings_its_subthemes_and_relations(woven: dict[str, str]) -> None:
    """Whoever cites a theme need not lay them out."""
    text = woven["theme-t1"]
    assert text.count("{.subtheme-title}") == 2
    assert "{.theme-relations}" in text
    assert ".subtheme .thread-1" in woven["theme-t1-2"]
    assert 'order="1"' in woven["theme-t1-2"]


@pytest.mark.parametrize(
    ("language", "said"), [("de-AT", "führt zu"), ("pl", "leads to"), ("es", "lleva a")]
)
def test_relations_are_said_in_the_language_of_the_study(
    tmp_path: Path, language: str, said: str
) -> None:
    """In the theme, the table and the map; an author's own words stay as they are."""
    project = made(tmp_path / "study", SHAPE)
    store = yaml.safe_load(project.study.read_text("utf-8"))
    store["study"]["language"] = language
    store["relations"][0]["relation"] = "leads to"
    store["relations"][1]["relation"] = "makes room for"
    project.study.write_text(yaml.safe_dump(store), "utf-8")
    woven = _woven(project)
    first = store["relations"][0]["theme"]
    assert said in woven[f"theme-{first}"].lower()
    assert said in woven["table-relations"]
    assert "makes room for" in woven["table-relations"]


def test_every_quotation_stands_in_the_table_of_themes(woven: dict[str, str]) -> None:
    """One row each, under its theme and subtheme; who speaks against it is said."""
    rows = woven["table-themes-quotations"].split("\n\n")[0].splitlines()[2:]
    assert len(rows) == 30
    themed = [row for row in rows if row.split("|")[1].strip()]
    subthemed = [row for row in rows if row.split("|")[2].strip()]
    assert (len(themed), len(subthemed)) == (3, 6)
    assert sum("(counter" in row for row in rows) == 3


def test_no_column_is_empty_all_the_way(tmp_path: Path) -> None:
    """A study without subthemes has no column of them; one of nothing has no table."""
    woven = _woven(made(tmp_path / "plain", Shape(themes=2, quotations=4)))
    assert woven["table-themes-quotations"].startswith("| Theme | Quotations |\n")
    assert "| Units |" not in woven["table-sources"]
    assert "–" not in woven["table-sources"]
    absent = {"table-relations", "table-framework", "figure-theme-map"}
    assert absent.isdisjoint(woven)


def test_implications_by_audience(woven: dict[str, str]) -> None:
    """All of them in one table, those for one audience by its name."""
    assert "| Practice |" in woven["table-implications-by-audience"]
    assert woven["implications-practice"].count("{.implication ") == 1
    assert woven["implications"].count("{.implication ") == 3


def test_tables_are_headed_in_the_language_of_the_study(tmp_path: Path) -> None:
    """Heads, captions, audiences and who may read a source are German in a German study."""
    project = made(tmp_path / "german", Shape(themes=2, quotations=4, relations=1))
    text = project.study.read_text(encoding="utf-8")
    project.study.write_text(text.replace("study:\n", "study:\n  language: de-AT\n", 1), "utf-8")
    woven = _woven(Project(project.root))
    assert woven["table-themes"].startswith("| Thema | Aussage | Zitate | Folgerungen |")
    assert ": Wie Themen zusammenhängen" in woven["table-relations"]
    assert "| Praxis |" in woven["table-implications-by-audience"]
    assert "| öffentlich |" in woven["table-sources"]


@pytest.mark.parametrize(
    ("language", "own", "direction"),
    [("ar", "", "rtl"), ("ar", "en", "ltr"), ("en-GB", "he", "rtl"), ("en-GB", "pl", None)],
)
def test_words_run_as_their_language_does(
    tmp_path: Path, language: str, own: str, direction: str | None
) -> None:
    """A quotation says its direction unless it and the study run to the right."""
    project = made(tmp_path / "directed", Shape(themes=1, quotations=2))
    store = yaml.safe_load(project.study.read_text(encoding="utf-8"))
    store["study"]["language"] = language
    if own:
        store["themes"][0]["quotations"][0]["language"] = own
    project.study.write_text(yaml.safe_dump(store), encoding="utf-8")
    head = _woven(Project(project.root))["quote-q0"].partition("\n")[0]
    assert (f'dir="{direction}"' in head) if direction else ("dir=" not in head)


def test_known_frameworks_name_their_constructs() -> None:
    """CFIR has 48 in five domains, NPT four with four components each; no id stands twice."""
    known = known_frameworks()
    for one in known.values():
        assert len({construct.id for construct in one.constructs}) == len(one.constructs)
    per = Counter(one.domain for one in known["cfir"].constructs)
    assert per == {
        "": 5,
        "Innovation": 8,
        "Outer Setting": 7,
        "Inner Setting": 11,
        "Individuals": 13,
        "Implementation Process": 9,
    }
    assert [*Counter(one.domain for one in known["npt"].constructs).values()] == [4] * 5
    assert (len(known["tdf"].constructs), len(known["com-b"].constructs)) == (14, 6)


def test_constructs_that_themes_name(tmp_path: Path) -> None:
    """Only those that a theme names stand in the table, with what stands under them."""
    project = made(tmp_path / "framed", Shape(themes=2, quotations=4))
    store = yaml.safe_load(project.study.read_text(encoding="utf-8"))
    store["frameworks"] = [{"id": "com-b"}]
    store["themes"][1]["constructs"] = ["social-opportunity"]
    project.study.write_text(yaml.safe_dump(store), encoding="utf-8")
    table = _woven(Project(project.root))["table-framework"]
    assert "| Opportunity | Social opportunity |" in table
    assert table.count("\n|") == 2
    assert "Constructs of COM-B" in table


def test_the_map_says_in_words_what_it_shows(woven: dict[str, str]) -> None:
    """Every theme with its subthemes, and every relation with its words."""
    alt = woven["figure-theme-map"].split("fig-alt=")[1]
    assert "A map of 3 themes, 6 subthemes and 3 relations." in alt
    assert "leads to" in alt
    for size in ("poster", "slide"):
        assert f"theme-map-{size}.svg" in woven[f"figure-theme-map-{size}"]
