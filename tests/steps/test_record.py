"""The record of what was made from what."""

from __future__ import annotations

import json
import platform
import shutil
from importlib import metadata
from typing import TYPE_CHECKING

import pytest
from helpers import PROJECTS, copied, with_extensions
from themeloom.steps.derived_record import put_record

from themeloom.core.errors import EditsKept
from themeloom.core.files import digest_of, files_below
from themeloom.steps.commands import derive
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
    """A small synthetic study with documents."""
    project = with_extensions(copied("tiny-synthetic", tmp_path))
    for name in ("study.yml", "data-raw/synthetic-talk.txt"):
        target = project.root / name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes((PROJECTS / "store-synthetic" / name).read_bytes())
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
    assert put_record(derived) == []
    assert _record(derived).versions()["python"] == "3.11.0"
    derived.record.write_text(text, encoding="utf-8")


def test_every_tool_has_the_version_that_is_here(derived: Project) -> None:
    """Of Python, and of each package that takes part."""
    versions = _record(derived).versions()
    assert versions["python"] == platform.python_version()
    assert versions["pandas"] == metadata.version("pandas")
    assert "absent" not in versions.values()


def test_a_broken_record_is_written_anew(derived: Project) -> None:
    """Whatever stands in its place."""
    text = derived.record.read_bytes()
    derived.record.write_text("{", encoding="utf-8")
    with pytest.warns(EditsKept, match="provenance.json is not as"):
        assert put_record(derived) == [derived.record]
    assert derived.record.read_bytes() == text


def test_outputs_have_inputs_and_no_hash(rendering: Project) -> None:
    """They carry the commit, which holds the record: their hash cannot be in it."""
    project = rendering
    put_record(project)
    record = _record(project)
    html = "file:_output/manuscript/paper.html"
    assert record.entity[html] == {}
    (step,) = record.joined("wasGeneratedBy", html)
    used = record.joined("used", step)
    assert {"file:manuscript/paper.qmd", "file:manuscript/_results.qmd"} <= set(used)
    assert "tool:pypandoc-binary" in record.joined("wasAssociatedWith", step)

    text = (project.root / "manuscript" / "paper.qmd").read_text(encoding="utf-8")
    (project.root / "manuscript" / "paper.qmd").write_text(f"{text}\nMore.\n", encoding="utf-8")
    assert put_record(project) == [project.record]


def test_a_document_with_a_mistake_keeps_nothing_from_being_recorded(rendering: Project) -> None:
    """Its outputs are left out until `render` has said what is wrong with it."""
    project = rendering
    (project.root / "manuscript" / "paper.qmd").write_text("---\nformt: x\n---\n", encoding="utf-8")
    put_record(project)
    assert not any("_output" in name for name in _record(project).entity)
    assert "file:data-derived/metadata.yml" in _record(project).entity
