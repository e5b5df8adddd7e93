"""A compendium for a new study, with only what is its own: `themeloom new`."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from themeloom import __version__
from themeloom.core.errors import ThemeloomError, did_you_mean, raise_all
from themeloom.core.extensions import NAMES, whole
from themeloom.core.files import beside, put
from themeloom.look.phrases import Phrases
from themeloom.starting.updating import LAID, laid_record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_DATA = beside(__file__, "starting.toml")
_WORDS = beside(__file__, "words.toml")
_TEMPLATE = Path(__file__).parent / "template"
#: Laid out only where a licence was chosen.
_LICENCE = "licence.txt"
_GUIDELINES = Path(__file__).parents[1] / "guidelines"
#: The guidelines whose items the skeleton of the paper names.
GUIDELINES = ("coreq", "srqr")
LICENCES = tuple(_DATA["licences"])
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?")


@dataclass(frozen=True)
class Start:
    """What is known of a study when it begins.

    Args:
        title: its title.
        authors: given and family names, parted by the last blank or by a comma turned round.
        language: of the texts, as `en-GB`.
        guideline: the reporting guideline that it follows.
        licence: of its texts.
    """

    title: str
    authors: Sequence[str] = ()
    language: str = "en-GB"
    guideline: str = "coreq"
    licence: str = "none"


def begin(folder: Path, start: Start) -> list[str]:
    """Lay out a compendium; nothing that is there is overwritten.

    Args:
        folder: where it goes; made if it is missing.
        start: what is known of the study.

    Returns:
        The paths of what was written, from the folder.

    Raises:
        ThemeloomError: every choice that is none, and every file that is there already.
    """
    raise_all(_wrong(start))
    wanted = {name: to for name, to in _DATA["files"].items() if name != _LICENCE or _named(start)}
    files = {to: _filled(name, start) for name, to in wanted.items()}
    files["requirements.txt"] = f"themeloom=={__version__}\n".encode()
    laid = {file: data for name in NAMES for file, data in whole(name).items()}
    files |= {**laid, LAID: laid_record(laid)}
    there = sorted(name for name in files if (folder / name).exists())
    if there:
        raise ThemeloomError(
            f"{folder} has {', '.join(there[:5])} already; nothing was written",
            "name another folder, or move these away",
        )
    for name, data in files.items():
        put(folder / name, data)
    return sorted(files)


def _wrong(start: Start) -> list[ThemeloomError]:
    """The choices that are none."""
    found = []
    for what, said, known in (
        ("reporting guideline", start.guideline, GUIDELINES),
        ("licence", start.licence, LICENCES),
    ):
        if said not in known:
            hint = did_you_mean(said, known) or f"one of: {', '.join(known)}"
            found.append(ThemeloomError(f"there is no {what} {said} here", hint))
    if not _LANGUAGE.fullmatch(start.language):
        found.append(ThemeloomError(f"{start.language} is no language", "such as en-GB or de"))
    if not start.title.strip():
        found.append(ThemeloomError("a study needs a title", 'name it: --title "Waiting for care"'))
    return found


def _filled(name: str, start: Start) -> bytes:
    """A file of the template, its places filled in."""
    names = [_name(one) for one in start.authors] or [("Given", "Family")]
    licence, address = _named(start) or ("", "")
    places = {
        "TITLE": _quoted(start.title),
        "LANGUAGE": start.language,
        "GUIDELINE": start.guideline,
        "AUTHORS": "\n".join(
            f"    - name: {{given: {_quoted(given)}, family: {_quoted(family)}}}"
            for given, family in names
        ),
        "CITED": "\n".join(
            f"  - {{given-names: {_quoted(given)}, family-names: {_quoted(family)}}}"
            for given, family in names
        ),
        "LICENCE": _DATA["licences"][start.licence],
        "LICENCENAME": licence,
        "LICENCEID": start.licence,
        "LICENCETEXT": address,
        "SPDX": f"license: {start.licence}\n" if start.licence != "none" else "",
        **{section.upper(): _asked(asks) for section, asks in _DATA["asked"].items()},
    }
    if name.endswith(".md"):
        places["TITLE"] = start.title
    text = (_TEMPLATE / name).read_text(encoding="utf-8")
    if name.endswith(".qmd"):
        text = _in_language(text, start.language)
    text = re.sub(r"%([A-Z]+)%", lambda match: places[match[1]], text)
    return (text + (_own_words(start.language) if name == "study.yml" else "")).encode()


def _own_words(language: str) -> str:
    """What is English in a study's tables and figures, for its authors to say in their language."""
    lacking = Phrases(language).lacking
    head = f"#   # What tables and figures say in {language}; the rest is English.\n#   words:\n"
    return head + "".join(f'#     {_quoted(one)}: ""\n' for one in lacking) if lacking else ""


def _named(start: Start) -> list[str] | None:
    """The name of the licence and the address of its text; None where none was chosen."""
    named: list[str] | None = _DATA["named"].get(start.licence)
    return named


def _in_language(text: str, language: str) -> str:
    """A skeleton in the language of the study, as far as its words are there."""
    words: dict[str, str] = _WORDS.get(language.partition("-")[0], {})
    # Longer phrases first: a short one may be the beginning of another.
    phrases = sorted(words, key=len, reverse=True)
    return re.sub("|".join(map(re.escape, phrases)), lambda m: words[m[0]], text) if words else text


def _quoted(words: str) -> str:
    """Words as YAML takes them for words, whatever they are."""
    return json.dumps(" ".join(words.split()), ensure_ascii=False)


def _name(said: str) -> tuple[str, str]:
    """Given and family name: "Ada van Author" ends with the family's, "van Author, Ada" begins."""
    if "," in said:
        family, _, given = said.partition(",")
        return given.strip() or "?", family.strip()
    given, _, family = said.strip().rpartition(" ")
    return given or "?", family


def _asked(asks: Mapping[str, Sequence[str]]) -> str:
    """What guidelines ask of a section, a line each."""
    lines = []
    for guideline, numbers in asks.items():
        told = beside(str(_GUIDELINES / "x"), f"{guideline}.toml")
        titles = {number: title for one in told["domains"] for number, title in one["items"]}
        lines += [f"  {told['name']} {number}: {titles[number]}" for number in numbers]
    return "\n".join(lines)
