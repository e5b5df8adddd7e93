"""What authors type: quotations, numbers, titles."""

from collections.abc import Iterator

import pytest
from checked import read
from helpers import changed

from themeloom.checking import prose
from themeloom.checking.claim import Claim
from themeloom.checking.run import check
from themeloom.core.project import Project


def _found(project: Project) -> list[str]:
    return [finding.kind for finding in check(read(project)).findings]


def _write(project: Project, sentence: str) -> None:
    paper = project.root / "manuscript" / "synthetic-paper.qmd"
    changed(paper, "# Participants\n", f"{sentence}\n\n# Participants\n")


QUOTED = {
    "verbatim": ('He said "I watch the clock more than I watch the door".', []),
    "curly": ("He said “I watch the clock more than I watch the door”.", []),
    "single": ("He said ‘I watch the clock more than I watch the door’.", []),
    "edited": ('He said "I watch the clock … and after a while you know".', []),
    "comma inside": ('"I watch the clock more than I watch," he said.', []),
    "emphasis inside": ('"I watch the clock *more* than I watch the door".', []),
    "over two lines": ('"I watch the clock more\nthan I watch the door".', []),
    "changed": ('He said "I watch the clock more than I see the door".', ["prose-quotation-near"]),
    "absent": ('He said "nobody in here has ever heard of such".', ["prose-quotation-absent"]),
    "angular": ("He said «nobody in here has ever heard of such».", ["prose-quotation-absent"]),
    "French": ("« nobody in here has ever heard of such », he said.", ["prose-quotation-absent"]),
    "French, true": ("He said « I watch the clock more than I watch the door ».", []),
    "French, no-break": (
        "L’«\u00a0*nobody* in here has ever heard of such\u00a0».",
        ["prose-quotation-absent"],
    ),
    "French, no-break, true": ("«\u00a0I watch the clock more than I watch the door.\u00a0»", []),
    "French, narrow": (
        "«\u202fI watch the clock more than he\u202f»",
        ["prose-quotation-near"],
    ),
    "French, narrow, true": ("«\u202fI watch the clock more than I watch the door\u202f»", []),
    "Danish": (
        "He said »nobody in here has ever heard of such« and left.",
        ["prose-quotation-absent"],
    ),
    "Danish, true": ("He said »I watch the clock more than I watch the door« and left.", []),
    "in what a picture is told by": (
        '![](plot.png){fig-alt="«\u202fnobody in here has ever heard of such\u202f», and more."}',
        ["prose-quotation-absent"],
    ),
    "in what a picture is told by, true": (
        '![](plot.png){fig-alt="One: «\u202fI watch the clock more than I watch the door\u202f»."}',
        [],
    ),
    "low and high": ("„nobody in here has ever heard of such“", ["prose-quotation-absent"]),
    "one angle": ("He said ‹nobody in here has ever heard of such›.", ["prose-quotation-absent"]),
    "entities": (
        "He said &ldquo;nobody in here has ever heard of such&rdquo;.",
        ["prose-quotation-absent"],
    ),
    "one entity": (
        "He said &quot;nobody in here has ever heard of such&quot;.",
        ["prose-quotation-absent"],
    ),
    "an element": (
        "He said <q>nobody in here has ever heard of such</q>.",
        ["prose-quotation-absent"],
    ),
    "an element, true": ("He said <q>I watch the clock more than I watch the door</q>.", []),
    "set off": ("> Nobody in here has ever\n> heard of such a thing.", ["prose-quotation-absent"]),
    "set off, true": ("> I watch the clock more\n> than I watch the door. — P01", []),
    "six words": ('He said "nobody has heard of it here".', ["prose-quotation-absent"]),
    "five words": ('He said "nobody has heard of it".', []),
    "a term": ('The "waiting room" is a room.', []),
    "in code": ('`"nobody in here has ever heard of such"` is code.', []),
    "in a comment": ('<!-- "nobody in here has ever heard of such" -->', []),
    "apostrophes": ("The workers' room and the volunteers' room are the clinic's rooms.", []),
    "a shortcode": ('It was "{{< quote clock part=words >}}" that he said of it all.', []),
    "a title of a cited work": ('See "The sound of every hinge in a corridor".', []),
}


@pytest.mark.parametrize(("sentence", "kinds"), QUOTED.values(), ids=QUOTED.keys())
def test_quotation_marks_in_prose(clean: Project, sentence: str, kinds: list[str]) -> None:
    """Six words or more between quotation marks are looked up."""
    _write(clean, sentence)
    assert _found(clean) == kinds


NUMBERS = {
    "more": ("We found six themes.", ["number-contradicts"]),
    "more in figures": ("We found 6 themes.", ["number-contradicts"]),
    "with an adjective": ("We read four long handwritten diaries.", ["number-contradicts"]),
    "all of fewer": ("All two themes are here.", ["number-contradicts"]),
    "the same": ("We found three themes.", ["number-typed"]),
    "fewer": ("We found two themes.", ["number-fewer"]),
    "some of them": ("Two of the themes are here, and one theme there.", []),
    "others": ("In two themes this is said.", []),
    "cited": ("We found {{< value themes >}} themes.", []),
    "participants": ("There were eleven participants.", ["number-contradicts"]),
    "another noun": ("We drank six teas.", []),
    "a range": ("Of 2-3 themes we speak later.", []),
}


@pytest.mark.parametrize(("sentence", "kinds"), NUMBERS.values(), ids=NUMBERS.keys())
def test_typed_numbers(clean: Project, sentence: str, kinds: list[str]) -> None:
    """A number beside a noun that the study counts is compared with the data."""
    _write(clean, sentence)
    assert _found(clean) == kinds


def test_places_are_those_of_the_file(clean: Project) -> None:
    """A finding in an abstract, and one in the body, name the line that an author sees."""
    paper = clean.root / "manuscript" / "synthetic-paper.qmd"
    changed(paper, "bibliography:", "abstract: |\n  Short.\n  We found six themes.\nbibliography:")
    _write(clean, "Nothing here.\nWe found seven themes.")
    lines = paper.read_text(encoding="utf-8").split("\n")
    found = check(read(clean)).findings
    assert [lines[one.line - 1] for one in found] == [
        "  We found six themes.",
        "We found seven themes.",
    ]


def test_a_theme_that_is_only_mentioned_is_not_presented(clean: Project) -> None:
    """The order of the themes is that of headings and blocks, not of sentences."""
    _write(clean, "On *{{< theme keepers >}}* we say more below.")
    assert _found(clean) == []


def test_one_voice_that_leads(clean: Project) -> None:
    """More than half of the quotations from one participant is worth a warning."""
    text = clean.study.read_text(encoding="utf-8")
    quote = (
        "      - {id: extra-N, text: they are the ones, source: second, participant: p05, "
        "attribution: P05}\n"
    )
    added = "".join(quote.replace("N", str(n)) for n in range(6))
    at = text.index("\nimplications:")
    clean.study.write_text(text[:at] + added.rstrip("\n") + "\n" + text[at:], encoding="utf-8")
    assert _found(clean) == ["voice-study"]


def test_a_title_in_marks_is_nobodys_words_as_long_as_it_is_one(clean: Project) -> None:
    """What was clean by a title is looked at again once that is gone, though nobody wrote there."""
    title, other = "title: Nine quiet ways of leaving a queue", "title: Leaving"
    changed(clean.study, "title: Those who keep the room", title)
    (clean.root / "NOTES.md").write_text(f'Of "{title[7:]}".\n', encoding="utf-8")
    assert _found(clean) == []
    changed(clean.study, "title: What chairs say", "title: What all chairs say")
    assert _found(clean) == []
    changed(clean.study, title, other)
    assert _found(clean) == ["prose-quotation-absent"]
    changed(clean.study, other, title)
    assert _found(clean) == []


def test_a_title_of_another_theme_has_no_text_read_again(
    clean: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A text is read again when it changed, or when a title is gone by which it was clean."""
    title = "Those who keep the room every morning"
    changed(clean.study, "title: Those who keep the room", f"title: {title}")
    (clean.root / "NOTES.md").write_text(f'Of "{title}".\n', encoding="utf-8")
    assert _found(clean) == []
    asked: list[str] = []

    def noted(name: str, *_: object) -> Iterator[Claim]:
        asked.append(name)
        return iter(())

    monkeypatch.setattr(prose, "claims_of_file", noted)
    changed(clean.study, "title: What chairs say", "title: What all chairs say")
    assert _found(clean) == []
    assert asked == []
    changed(clean.study, f"title: {title}", "title: Keepers of one room")
    assert _found(clean) == []
    assert asked == ["NOTES.md"]
