from pathlib import Path

import pytest
from helpers import changed, copied, looked_at, with_extensions

from themeloom.core.project import Project
from themeloom.documents.configuration import read_configuration
from themeloom.documents.plan import Output
from themeloom.pages.checklists import checklist_outputs
from themeloom.pages.explorer_data import study_checklists


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A copy of the synthetic project, with the extension that its formats need."""
    return with_extensions(copied("explorer-synthetic", tmp_path))


def _outputs(project: Project) -> list[Output]:
    context = looked_at(project, outputs=False)
    return checklist_outputs(read_configuration(project), study_checklists(context, ()))


def test_each_guideline_comes_in_three_formats(project: Project) -> None:
    """They lie in a folder of their own, named by the guideline."""
    paths = [path for output in _outputs(project) for path in output.paths]
    endings = ("html", "docx", "pdf")
    assert paths == [
        f"_output/guidelines/{key}.{ending}" for key in ("coreq", "srqr") for ending in endings
    ]


def test_a_line_says_where_the_answer_stands_and_what_it_says(project: Project) -> None:
    """Section, words, facts from the store, gaps, and what has no answer."""
    lines = _outputs(project)[0].document.body.split("\n")
    rows = {line.split("|")[1].strip(): line for line in lines if line.startswith("| ")}
    assert rows["12"] == (
        "| 12 | Sample size | 1\\.1 Sample: We talked to four people, as the table shows. "
        "From the store: 2 participants. From the store: Synthetic diaries: 4. |"
    )
    assert rows["2"] == "| 2 | Credentials | *Not stated in the source.* 1\\.1 Sample. |"
    assert rows["4"] == "| 4 | Gender | **No answer.** |"


def test_untrusted_text_is_escaped(project: Project) -> None:
    """A theme's title with tags is words in the checklist, too."""
    body = _outputs(project)[0].document.body
    assert "\\<i\\>watching\\<\\/i\\>" in body or "\\<i\\>watching\\</i\\>" in body
    assert "<i>" not in body.replace("\\<i\\>", "")


def test_the_document_is_named_where_several_answer(project: Project) -> None:
    """Section 2 of the slides is not section 2 of the paper."""
    changed(project.root / "slides" / "slides.qmd", "{thread=1}", "{thread=1 coreq=4}")
    body = _outputs(project)[0].document.body
    assert "| 4 | Gender | slides, The clock. |" in body
    assert "paper, 1.1 Sample: We talked" in body


def test_a_checklist_is_made_from_the_files_with_the_answers(project: Project) -> None:
    """So that the hash of what goes into it changes when one of them does."""
    assert _outputs(project)[0].document.files == ("study.yml", "manuscript/paper.qmd")
