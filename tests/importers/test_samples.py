"""What other tools really wrote is read as it is known to be; skipped where it is not at hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import ROOT

from themeloom.importers.coded.kinds import Told
from themeloom.importers.coded.offsets import Rule, counting, evidence, found_rule
from themeloom.importers.coded.quotations import read_table
from themeloom.importers.coded.refi import read_refi

SAMPLES = ROOT.parent / "shared" / "samples"


def _sample(name: str) -> bytes:
    places = (SAMPLES / name, Path("/work/shared/samples") / name)
    found = next((path for path in places if path.is_file()), None)
    if found is None:
        pytest.skip(f"the sample {name} is not at hand")
    return found.read_bytes()


def test_a_project_of_nvivo_for_windows() -> None:
    """UTF-16 units, CRLF as two, the mark uncounted: that is found, and nothing else comes near."""
    reading = read_refi(_sample("nvivo-masked/oltas0517-masked.qdpx"), "oltas.qdpx")
    assert reading.tool == "NVivo for Windows 12.6"
    assert [len(one.text or "") // 1000 for one in reading.sources] == [635, 600]
    assert (len(reading.codes), reading.users) == (152, 2)
    assert [one.codable for one in reading.codes].count(False) == 1
    assert len(reading.codings) == 303
    texts = {one.key: one.text for one in reading.sources if one.text}
    spans = {(one.source, one.start, one.end): one for one in reading.codings}
    assert len(spans) == 188
    found = found_rule(reading.name, texts, reading.codings, ())
    assert found is not None
    assert found.rule == Rule("UTF-16 units", line_end=2, mark=False, last=False)
    assert found.lines >= 169
    others = Rule("code points", line_end=2, mark=True)
    assert evidence(texts, list(spans.values()), others).lines == 9


def test_a_project_of_atlasti_with_every_element() -> None:
    """What has no words is counted and left out; what has words and no text says so."""
    for name in ("TestProject.qdpx", "Project.qde"):
        reading = read_refi(_sample(f"refi-testproject/{name}"), name)
        assert reading.tool.startswith("ATLAS.ti 8.4")
        assert (len(reading.codes), reading.users) == (14, 3)
        told = "\n".join(reading.left_out)
        without = sum(int(one.split()[0]) for one in reading.left_out if " codings of " in one)
        assert len(reading.codings) + without == 16
        spans = {(one.source, one.start, one.end) for one in reading.codings}
        selections = (one for one in reading.left_out if " selections " in one)
        assert len(spans) + sum(int(one.split()[0]) for one in selections) == 15
        for what in ("2 notes", "16 sets", "1 graph", "1 link"):
            assert what in told
        texts = [one.text for one in reading.sources if one.text]
        assert len(texts) <= 3  # what is written inline: no source file is inside
        assert found_rule(name, {}, reading.codings, reading.rules) is None


def test_a_quotation_list_of_atlasti() -> None:
    """Every cell of codes is told apart by the codebook, though names have commas in them."""
    folder = "atlasti-edgeai/20250914_"
    book = read_table(_sample(f"{folder}codebook_full.csv"), "codebook.csv", Told())
    names = {one.key for one in book.codes}
    data = _sample(f"{folder}citation_manager.csv")
    reading = read_table(data, "quotations.csv", Told(), names)
    assert len({one.place for one in reading.codings}) == 394
    assert len(reading.codings) == 1465
    parents = {one.parent for one in book.codes if one.parent}
    every = names | {one.key for one in reading.codes}
    assert (len(every), len(parents), len(every - parents)) == (466, 18, 448)
    assert not [one for one in reading.left_out if one.startswith("row")]


def test_texts_of_qualcoder_are_taken_over() -> None:
    """A transcript and an interview are sources; tables of cases are participants."""
    from themeloom.importers.kinds import read
    from themeloom.importers.reading import Asked

    for name in ("transcript.txt", "ID1.docx", "cases123.csv", "cases456.xlsx", "survey456.csv"):
        assert read(_sample(f"qualcoder/{name}"), Asked(name)).text.strip()


def test_places_go_to_and_fro() -> None:
    """Whatever a rule counts, a place that it gives is found again."""
    text = "\ufeffa😀\r\nb\u0301c – 𝒜\r\n"
    for unit, encoding in (("UTF-16 units", "utf-16-le"), ("UTF-8 bytes", "utf-8")):
        size = 2 if unit == "UTF-16 units" else 1
        for place in range(1, len(text) + 1):
            counted = len(text[1:place].encode(encoding)) // size
            if text[place - 1 : place + 1] != "\r\n":
                assert counting(text, Rule(unit)).place(counted) == place
    assert counting(text, Rule("UTF-16 units")).place(2) is None
    assert counting(text, Rule("UTF-16 units")).place(99) is None
