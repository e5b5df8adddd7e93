"""What the figures say in words: captions, alternative texts, labels."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from pictures import seen

from themeloom.figures import FIGURES
from themeloom.figures.style import SIZES
from themeloom.look.phrases import Phrases

if TYPE_CHECKING:
    from collections.abc import Callable

    from themeloom.figures import Drawing

Tables = dict[str, list[dict[str, Any]]]


def _words(tables: Tables, name: str, size: str = "") -> list[str]:
    return [line.text.strip() for line in seen(tables, name, size).lines]


def _drawn(tables: Tables, name: str) -> Drawing:
    return next(recipe for recipe in FIGURES if recipe.id == name).draw(tables, SIZES[""])


def test_the_registry_names_the_figures() -> None:
    """Documents cite figures by these names, which are unique."""
    assert [recipe.id for recipe in FIGURES] == ["method", "evidence-map"]


def test_method_alt_says_all(flagship: Tables) -> None:
    """The method in words: every source, every step, every theme."""
    assert _drawn(flagship, "method").alt == (
        "How the study was done, from left to right."
        " Material: Interviews with APSWs (5 in-depth interviews, withheld);"
        " Survey of health professionals (survey, withheld);"
        " Interviews with service users (interviews, withheld);"
        " Job descriptions (documentary evidence, withheld);"
        " Observational notes (notes, withheld); Blog from the field (blog, withheld)."
        " 2 steps: Thematic analysis, then Workshop."
        " It led to 3 themes: Transition to Integration; Retaining ‘Peerness’;"
        " Practising Critical Resilience."
        " As stated in: Conference presentation (open)."
    )


def test_map_alt_says_all(flagship: Tables) -> None:
    """The evidence map in words: counts, titles, quotations, and what rests on what."""
    assert _drawn(flagship, "evidence-map").alt == (
        "A map of 3 themes, 3 quotations and 3 implications, joined by threads."
        " Theme 1, Transition to Integration: 1 quotation,"
        " “Some of us peers have no or very little education and a …”."
        " Theme 2, Retaining ‘Peerness’: 1 quotation, “I don’t forget where I came from”."
        " Theme 3, Practising Critical Resilience: 1 quotation,"
        " “I would say, self-belief. I wouldn’t have thought I would have been …”."
        " Implication 1, “The advocacy and support enacted by the APSWs offer purpose and"
        " meaning …”, rests on Transition to Integration."
        " Implication 2, “A platform for enactment of critical resilience as they transition to"
        " their …”, rests on Transition to Integration and Practising Critical Resilience."
        " Implication 3, “Policy guidance for the structured career development of APSWs”,"
        " rests on Transition to Integration, Retaining ‘Peerness’ and Practising Critical"
        " Resilience."
    )


def test_method_invents_nothing(flagship: Tables) -> None:
    """Every word in the figure stands in a table or is one of our few labels."""
    ours = {"Material", "·", "Themes", "As", "stated", "in:"}
    theirs = " ".join(
        str(value) for table in flagship.values() for row in table for value in row.values()
    )
    for size in SIZES:
        words = set(" ".join(_words(flagship, "method", size)).split())
        assert {word.strip("()") for word in words - ours} <= set(theirs.split())


def test_the_account_is_no_material(flagship: Tables) -> None:
    """The presentation states what was collected; it was not itself analysed."""
    assert "As stated in: Conference presentation (open)" in _words(flagship, "method")
    assert "Material · withheld" in _words(flagship, "method")


def test_a_presentation_may_be_material(flagship: Tables) -> None:
    """Where no source is stated in another, each one is material."""
    for row in flagship["sources"]:
        row["stated"] = None
    words = _words(flagship, "method")
    assert "Conference presentation" in words
    assert not any(text.startswith("As stated") for text in words)


def test_access_is_said_once_where_it_is_the_same(
    flagship: Tables, synthetic: Callable[..., Tables]
) -> None:
    """Access stands in the column's head, or behind each source where it differs."""
    assert sum("withheld" in text for text in _words(flagship, "method")) == 1
    mixed = _words(synthetic(), "method")
    assert "Material" in mixed
    assert any(text.endswith("restricted") for text in mixed)


def test_shortening_is_owned_up_to(flagship: Tables, synthetic: Callable[..., Tables]) -> None:
    """The caption says when quotations are shortened, and only then."""
    whole = _drawn(flagship, "evidence-map").caption
    wordy = synthetic(themes=6, quotations=30, implications=6, wordy=True)
    assert not whole.endswith("Quotations are shortened.")
    assert _drawn(wordy, "evidence-map").caption.endswith("Quotations are shortened.")


def test_orders_without_sequence(flagship: Tables) -> None:
    """Themes come in their order, however the rows of the table stand."""
    before = _words(flagship, "evidence-map")
    flagship["themes"] = flagship["themes"][::-1]
    assert _words(flagship, "evidence-map") == before


def test_importing_is_cheap() -> None:
    """Neither Typst nor pandas is imported before a figure is drawn, matplotlib not even then."""
    code = (
        "import sys, themeloom.figures; print({'matplotlib', 'pandas', 'typst'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"


def test_a_german_study_has_german_figures(flagship: Tables) -> None:
    """Caption, alternative text and what is drawn are in the study's language."""
    method, map_ = (one.draw(flagship, SIZES[""], say=Phrases("de-AT")) for one in FIGURES)
    assert method.caption.startswith("Wie die Studie durchgeführt wurde: ihr Material")
    assert "(survey, nicht öffentlich)" in method.alt
    assert " 2 Schritte: Thematic analysis, dann Workshop. Sie führte zu 3 Themen:" in method.alt
    assert map_.alt.startswith("Eine Karte von 3 Themen, 3 Zitate und 3 Folgerungen")
    assert "Thema 2, Retaining ‘Peerness’: 1 Zitat, „I don’t" in map_.alt
    drawn = seen(flagship, "evidence-map", language="de").words
    assert all(one in drawn for one in ("3 Themen", "3 Zitate", "3 Folgerungen", "Themen 1 und"))
    assert "Material · nicht öffentlich" in seen(flagship, "method", language="de").words


def test_a_study_says_itself_what_we_have_no_words_for(flagship: Tables) -> None:
    """In its figures as in its tables; what it does not say stays English, and is named."""
    say = Phrases(
        "pl", {"no theme": "żaden temat", "{} theme": "{} temat", "{} themes": "{} tematy"}
    )
    (map_,) = (one.draw(flagship, SIZES[""], say=say) for one in FIGURES if one.id != "method")
    assert map_.alt.startswith("A map of 3 tematy, 3 quotations and 3 implications")
    assert "Theme" in say.lacking
    assert "no theme" not in say.lacking
    assert not Phrases("de-AT").lacking


@pytest.mark.parametrize("name", [one.id for one in FIGURES])
def test_figures_run_as_the_language_does(flagship: Tables, name: str) -> None:
    """What stands at the left is at the right in Hebrew, whole, and letters are not turned."""
    english, hebrew = (seen(flagship, name, language=language) for language in ("en", "he"))
    first = min(english.lines, key=lambda line: line.left)
    same = next(line for line in hebrew.lines if line.text == first.text)
    assert first.left < 0.1 * english.width
    assert same.left > 0.5 * hebrew.width
    assert all(-0.5 <= line.left < line.right <= hebrew.width + 0.5 for line in hebrew.lines)
