"""The record of what was made from what."""

from __future__ import annotations

import json
import platform
import shutil
from importlib import metadata
from typing import TYPE_CHECKING

import pytest
from helpers import copied, with_extensions

from themeloom.core.errors import EditsKept
from themeloom.core.files import digest_of, files_below
from themeloom.engines.reporting import Silent
from themeloom.steps.commands import derive, render
from themeloom.steps.prov import SHA256, VERSION, Prov, read_prov
from themeloom.typefaces.faces import FACES

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.core.project import Project


@pytest.fixture(scope="module")
def derived(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small synthetic study, derived."""
    project = copied("store-synthetic", tmp_path_factory.mktemp("record"))
    derive(project)
    return project


@pytest.fixture
def rendering(tmp_path: Path) -> Project:
    """A small synthetic study with documents, built."""
    project = with_extensions(copied("leaky-clean", tmp_path))
    render(project, [], [], "builtin", Silent())
    return project


def _record(project: Project) -> Prov:
    return read_prov(project.record.read_text(encoding="utf-8"))


def test_every_derived_file_has_its_hash_and_its_step(derived: Project) -> None:
    """Nothing lies in data-derived/ of which the record cannot say where it comes from."""
    record = _record(derived)
    for path in files_below(derived.derived):
        if path != derived.record:
            entity = f"file:{derived.named(path)}"
            assert record.entity[entity] == {SHA256: digest_of(path)}
            (step,) = record.joined("wasGeneratedBy", entity)
            assert record.activity[step]["prov:label"]
            assert "tool:themeloom" in record.joined("wasAssociatedWith", step)


def test_a_table_was_derived_from_the_source_and_the_store(derived: Project) -> None:
    """What went in has its hash, too; figures come from tables, and from no others than these."""
    record = _record(derived)
    table = "file:data-derived/quotations.csv"
    assert record.joined("wasDerivedFrom", table) == [
        "file:data-raw/synthetic-talk.txt",
        "file:study.yml",
    ]
    assert record.entity["file:study.yml"] == {SHA256: digest_of(derived.study)}
    assert record.joined("wasDerivedFrom", "file:data-derived/figures/method.svg") == [
        f"file:data-derived/{name}.csv" for name in ("sources", "steps", "themes")
    ]


def test_a_typeface_of_the_study_goes_into_its_figures(tmp_path: Path) -> None:
    """What is drawn with it depends on it."""
    project = copied("store-synthetic", tmp_path)
    (project.root / "fonts").mkdir()
    shutil.copyfile(FACES[0].path(), project.root / "fonts" / "synthetic.otf")
    derive(project)
    record = _record(project)
    for name, depends in (("figures/method.svg", True), ("quotations.csv", False)):
        used = record.joined("wasDerivedFrom", f"file:data-derived/{name}")
        assert ("file:fonts/synthetic.otf" in used) == depends


def test_what_is_withheld_is_in_the_record(derived: Project) -> None:
    """A reader of the record sees what of the material nobody can read here."""
    source = _record(derived).entity["source:diaries"]
    assert source["themeloom:access"] == "withheld"


def test_the_record_is_prov_json_with_a_fact_to_the_line(derived: Project) -> None:
    """Other tools can read it, and a reviewer sees in a comparison which fact changed."""
    text = derived.record.read_text(encoding="utf-8")
    data = json.loads(text)
    assert set(data) == {
        "prefix", "entity", "activity", "agent",
        "used", "wasGeneratedBy", "wasAssociatedWith", "wasDerivedFrom",
    }  # fmt: skip
    assert data["prefix"]["prov"] == "http://www.w3.org/ns/prov#"
    assert str(derived.root) not in text
    facts = sum(len(part) for part in data.values())
    assert len(text.splitlines()) == facts + 2 * len(data) + 2


def test_other_versions_of_tools_leave_the_record_alone(derived: Project) -> None:
    """A clone is not out of date because its Python is another."""
    text = derived.record.read_text(encoding="utf-8")
    version = _record(derived).agent["tool:python"][VERSION]
    derived.record.write_text(text.replace(f'"{version}"', '"3.11.0"'), encoding="utf-8")
    assert derive(derived).changed == ()
    assert _record(derived).versions()["python"] == "3.11.0"
    derived.record.write_text(text, encoding="utf-8")


def test_every_tool_has_the_version_that_is_here(derived: Project) -> None:
    """Of Python, and of each package that takes part."""
    versions = _record(derived).versions()
    assert versions["python"] == platform.python_version()
    assert versions["typst"] == metadata.version("typst")
    assert "absent" not in versions.values()


def test_a_broken_record_is_written_anew(derived: Project) -> None:
    """Whatever stands in its place."""
    text = derived.record.read_bytes()
    derived.record.write_text("{", encoding="utf-8")
    with pytest.warns(EditsKept, match="provenance.json is not as"):
        assert derive(derived).changed == (derived.name(derived.record),)
    assert derived.record.read_bytes() == text


def test_outputs_are_in_the_record_that_lies_beside_them(rendering: Project) -> None:
    """With all that went in; what documents say changes nothing in `data-derived/`."""
    project = rendering
    before = project.record.read_bytes()
    record = read_prov(project.output_record.read_bytes())
    html = "file:_output/manuscript/synthetic-paper.docx"
    assert record.entity[html][SHA256] == digest_of(project.root / html.removeprefix("file:"))
    (step,) = record.joined("wasGeneratedBy", html)
    used = {name.partition("@")[0] for name in record.joined("used", step)}
    assert "file:manuscript/synthetic-paper.qmd" in used
    assert "tool:pypandoc-binary" in record.joined("wasAssociatedWith", step)
    assert "_output" not in before.decode()

    paper = project.root / "manuscript" / "synthetic-paper.qmd"
    paper.write_text(f"{paper.read_text(encoding='utf-8')}\nMore.\n", encoding="utf-8")
    render(project, ["synthetic-paper"], ["docx"], "builtin", Silent())
    assert project.record.read_bytes() == before
    after = read_prov(project.output_record.read_bytes())
    assert after.entity[html] != record.entity[html]
    others = {name for name in record.entity if "/synthetic-poster." in name}
    assert others
    assert {name: after.entity[name] for name in others} == {
        name: record.entity[name] for name in others
    }
