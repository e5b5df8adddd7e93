"""No boxes in silence: scripts for which an output has no typeface are told by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError
from themeloom.deriving.said import in_words
from themeloom.look.tokens import LOOK
from themeloom.typefaces.coverage import monospaced, scripts_without, with_lent
from themeloom.typefaces.faces import free_typeface
from themeloom.typefaces.scripts import SUFFIXES, has_truetype_outlines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from themeloom.core.project import Project
    from themeloom.documents.plan import Output

#: What evidence is called in a message, by the shortcode that cites it.
_EVIDENCE = {"quote": "quotation", "theme": "theme", "implication": "implication"}


def check_coverage(project: Project, output: Output, text: str) -> tuple[str, ...]:
    """Look through an output's text for scripts that it has no typeface for.

    A PDF has no reader whose machine could help, so there it is an error.

    Args:
        project: with the typefaces that it lends.
        output: what is made.
        text: what stands in it, near enough: every character that it may show.

    Returns:
        The warning for an output that takes what its reader's machine has.

    Raises:
        ThemeloomError: naming the scripts, if Typst would set boxes for them.
    """
    typefaces = _brought(project, output, text)
    lacking = scripts_without(text, typefaces)
    if not lacking or not output.format.set_in_type:
        return ()
    scripts = " and ".join(lacking) + _where(project, output, typefaces)
    hint = remedy(lacking)
    if output.format.typeset:
        raise ThemeloomError(
            f"there is no typeface for the script {scripts}: "
            "a PDF would have boxes in place of the words",
            hint,
            file=output.document.path,
        )
    return (f"the script {scripts} is shown in what typeface the reader's machine has; {hint}",)


def remedy(lacking: Sequence[str]) -> str:
    """What gives outputs a typeface for scripts."""
    free = " and ".join(map(free_typeface, lacking))
    return (
        f"put a typeface that has it into the folder fonts/ (.ttf), for instance {free}: it is free"
    )


def scripts_wanting(language: str) -> list[str]:
    """The scripts of what outputs say in a language by themselves that no typeface here has."""
    words = LOOK.words.get(language.partition("-")[0], {}).values()
    text = " ".join([*words, in_words(0, language)])
    return scripts_without(text, [*with_lent([], text), *monospaced()])


def _brought(project: Project, output: Output, text: str) -> list[Path]:
    """The typefaces that an output brings to its reader, beside those for Latin."""
    if output.format.typeset:
        staged = (project.state / "fonts").iterdir()
        return [*(one for one in staged if one.suffix.lower() in SUFFIXES), *monospaced()]
    further = with_lent(project.typefaces, text)
    if output.format.office:
        return [path for path in further if has_truetype_outlines(path)]
    return further


def _where(project: Project, output: Output, typefaces: Sequence[Path]) -> str:
    """Which evidence of a document is in a script that has no typeface; empty if none is."""
    found = list(dict.fromkeys(_lacking(project, output, typefaces)))
    return f" (in {', '.join(found)})" if found else ""


def _lacking(project: Project, output: Output, typefaces: Sequence[Path]) -> Iterator[str]:
    for one in output.shortcodes:
        if one.name not in _EVIDENCE or not one.args:
            continue
        fragment = project.fragment(f"{one.name}-{one.args[0]}")
        if scripts_without(fragment or "", typefaces):
            yield f'the {_EVIDENCE[one.name]} "{one.args[0]}"'
