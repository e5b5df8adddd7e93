"""What was coded goes to other tools and comes back the same, however they count."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from coded_files import packed, refi
from coded_studies import coded_study
from compendium import said_by
from helpers import LONG, ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from themeloom.coding.exporting import export
from themeloom.core.project import Project
from themeloom.importers.coded.kinds import Told, read_coded
from themeloom.importers.coded.offsets import Rule, found_rule, span
from themeloom.importers.coded.placing import Stored, by_offsets
from themeloom.session import Session

if TYPE_CHECKING:
    from collections.abc import Sequence

STORE = """study:
  title: Again
  synthetic: true
  authors:
    - name: {given: Ada, family: Author}
"""


def _exported(project: Project, kind: str) -> dict[str, bytes]:
    session = Session.begin(project)
    done = export(session.project, session.study, session.corpus, session.coded, kind)
    return dict(done.files)


def _told(project: Project) -> tuple[set[object], set[object], set[object]]:
    """Codes by name, codings and participants, without the ids that only this study has."""
    session = Session.begin(project)
    book = session.coded.codebook
    codes = {(tuple(code.name for code in book.path(one.id)), one.definition) for one in book.codes}
    codings = {
        (source, one.start, one.end, book.by_id[one.code].name, one.coder, one.quote, one.memo)
        for source, one in session.coded.rows()
    }
    return codes, codings, {one.id for one in session.study.participants}


def test_a_project_comes_back_the_same(tmp_path: Path) -> None:
    """Codes, codings, coders, memos and participants of a .qdpx are those that went out."""
    study = coded_study(tmp_path / "study")
    code, said = said_by(study.root, "export", "--output", tmp_path)
    assert code == 0, said
    assert "3 codes, 3 codings of 1 source" in said
    again = tmp_path / "again"
    (again / "data-raw").mkdir(parents=True)
    (again / "study.yml").write_text(STORE)
    code, said = said_by(again, "import", tmp_path / "coding.qdpx")
    assert code == 0, said
    assert _told(Project(again)) == _told(study)
    assert (again / "data-raw/transcripts/p01.txt").read_text() == (
        study.raw / "p01.txt"
    ).read_text()


def test_tables_come_back_the_same(tmp_path: Path) -> None:
    """So do those of .csv, where the study has the texts; a codebook has its levels."""
    study = coded_study(tmp_path / "study")
    assert said_by(study.root, "export", "--to", "csv", "--output", tmp_path)[0] == 0
    again = coded_study(tmp_path / "again")
    for name in ("codebook.csv", "p01.csv"):
        (again.coding / name).unlink()
    text = again.study.read_text().replace("codes: [time]", "codes: []").replace(", coding: c1", "")
    again.study.write_text(text)
    files = [tmp_path / name for name in ("codings.csv", "codebook.csv")]
    code, said = said_by(again.root, "import", *files)
    assert code == 0, said
    assert _told(again) == _told(study)


def test_words_that_are_not_for_everybody_do_not_go_out(tmp_path: Path) -> None:
    """A restricted source is left out by name."""
    study = coded_study(tmp_path / "study")
    study.study.write_text(study.study.read_text().replace("access: open", "access: restricted"))
    code, said = said_by(study.root, "export", "--output", tmp_path)
    assert code == 0, said
    assert "left out: 3 codings of “p01”, which is not open" in said
    assert b"waited" not in (tmp_path / "coding.qdpx").read_bytes()


@pytest.mark.parametrize("kind", ["Project", "Codebook"])
def test_what_goes_out_is_valid(tmp_path: Path, kind: str) -> None:
    """By the schemas that the consortium published; skipped where they are not at hand."""
    name = f"samples/schemas/{kind}-mrt2019.xsd"
    places = (ROOT.parent / "shared" / name, Path("/work/shared") / name)
    found = next((path for path in places if path.is_file()), None)
    if found is None:
        pytest.skip(f"{name} is not at hand")
    study = coded_study(tmp_path / "study")
    people = "  - {id: p02, attributes: {role: peer, age: 34}}\n"
    study.study.write_text(
        study.study.read_text().replace("participants:\n", f"participants:\n{people}")
    )
    if kind == "Project":
        data = _exported(study, "qdpx")["coding.qdpx"]
        markup = zipfile.ZipFile(io.BytesIO(data)).read("project.qde")
    else:
        markup = _exported(study, "qdc")["codebook.qdc"]
        assert len(read_coded(markup, "c.qdc", Told(), ()).codes) == 3
    etree.XMLSchema(etree.parse(found)).assertValid(etree.fromstring(markup))


def test_the_same_study_gives_the_same_bytes(tmp_path: Path) -> None:
    """Nothing of the moment or the machine is in it."""
    one, other = coded_study(tmp_path / "a"), coded_study(tmp_path / "b")
    for kind in ("qdpx", "qdc", "csv"):
        assert _exported(one, kind) == _exported(other, kind)


#: How three tools count, and what they write of themselves.
TOOLS = {
    "NVivo for Windows 12.6": Rule("UTF-16 units", line_end=2),
    "ATLAS.ti 9": Rule("code points", line_end=1),
    "QualCoder": Rule("code points", line_end=2, mark=True),
    "Unheard of 1.0": Rule("UTF-8 bytes", line_end=2, mark=True),
}
WORDS = st.sampled_from(
    ["I", "waited", "cafe\u0301", "😀", "𝒜𝒷", "naïve", "e\u0323\u0302", "–", "日本語", "no."]
)


def _counted(text: str, place: int, rule: Rule) -> int:
    """A place as a tool counts it, from the definition of its rule."""
    before = text[:place].removeprefix("\ufeff")
    if rule.line_end == 1:
        before = before.replace("\r\n", "\n")
    size = {"code points": len(before), "UTF-16 units": len(before.encode("utf-16-le")) // 2}
    mark = place > 0 and rule.mark and text.startswith("\ufeff")
    marked = mark * (3 if rule.unit == "UTF-8 bytes" else 1)
    return size.get(rule.unit, len(before.encode())) + marked


def _spans(text: str, picks: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches of whole words."""
    words, at = [], 1
    for word in text[1:].replace("\r\n", "  ").split(" "):
        if word:
            words.append((at, at + len(word)))
        at += len(word) + 1
    chosen = [(a % len(words), b % 4) for a, b in picks]
    return [(words[a][0], words[min(a + b, len(words) - 1)][1]) for a, b in chosen]


@settings(
    max_examples=400 if LONG else 40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    st.lists(st.lists(WORDS, min_size=2, max_size=9), min_size=6, max_size=14),
    st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=8, max_size=16),
    st.sampled_from(sorted(TOOLS)),
    st.sampled_from(["", "stored"]),
)
def test_round_trip_by_the_rules_of_tools(
    lines: list[list[str]], picks: list[tuple[int, int]], tool: str, stored: str
) -> None:
    """However a tool counts, letters of any plane and marks over letters keep their codings."""
    text = "\ufeff" + "\r\n".join(" ".join(line) for line in lines) + "\r\n"
    rule = TOOLS[tool]
    spans = _spans(text, picks)
    places = [(_counted(text, a, rule), _counted(text, b, rule), "waiting") for a, b in spans]
    project = refi(places, origin=tool)
    if stored:
        for number, (a, b) in enumerate(spans):
            mark = f'guid="00000000-0000-4000-8000-{100 + number:012d}"'
            words = text[a:b].replace("\r\n", " ")
            project = project.replace(mark, f'{mark} name="{words}"')
    reading = read_coded(packed(project, {"Sources/1.txt": text.encode()}), "p.qdpx", Told(), ())
    assert reading.sources[0].text == text
    own = reading.rules if tool != "Unheard of 1.0" else (rule,)
    found = found_rule("p.qdpx", {reading.sources[0].key: text}, reading.codings, own)
    assert found is not None
    kept = Stored(text)
    for (a, b), one in zip(spans, reading.codings, strict=True):
        assert span(text, one, found.rule) == (a, b), (tool, str(found))
        placed = by_offsets(one, kept, found.rule, "s", kept.text)
        words = text[a:b].replace("\r\n", "\n")
        assert kept.text[placed.start : placed.end] == words
