"""What a study chooses: house style, what is public, what is hidden, which findings it accepts."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from themeloom.study.interpretation import Wording
from themeloom.study.noun import Id, Noun, Text

_Reason = Annotated[str, Meta(pattern=r"\S", description="why this is right for this study")]


class CheckChoice(Struct, frozen=True, kw_only=True):
    """A kind of finding that the study lowers or silences, and why a reviewer may accept that."""

    severity: Literal["warning", "note", "off"] | bool
    reason: _Reason

    def __post_init__(self) -> None:
        """Refuse what YAML makes of a bare `on` or `yes`."""
        if self.severity is True:
            raise ValueError("severity: write warning, note or off")

    @property
    def chosen(self) -> str:
        """The severity as a word; YAML takes a bare `off` for false."""
        return str(self.severity) if self.severity else "off"


class Accepted(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A single finding that the study accepts, by its place and its words.

    `words` is the hash that `themeloom check` gives with the finding: where the words change,
    it is accepted no longer. `by` names who accepts it.
    """

    kind: str
    file: str
    words: Annotated[str, Meta(pattern=r"^[0-9a-f]{12}$")]
    reason: _Reason
    by: Annotated[str, Meta(pattern=r"\S")]


class Numbers(Noun, frozen=True, kw_only=True):
    """House style for numbers: whole numbers below `words_below` are written as words."""

    words_below: Annotated[int, Meta(ge=0, le=100)] = 10


class HashedNames(Noun, frozen=True, kw_only=True):
    """Real names that are looked for and cannot be read; `hash_names` makes them."""

    salt: Text
    hashes: tuple[Text, ...]


class Identity(Noun, frozen=True, kw_only=True):
    """What may be public, and where the names are that must not be.

    `public` holds addresses, numbers and names that are public on purpose.
    `names_file` is the path of a list kept outside the project; the environment
    variable THEMELOOM_NAMES takes its place where it is set.
    """

    public: tuple[Text, ...] = ()
    names_file: str = ""
    hashed_names: HashedNames | None = None


class SmallCells(StrEnum):
    """How small counts of participants are hidden.

    `under-5` hides 1 to 4, `under-10` hides 0 to 9, `hes` hides 1 to 7 and
    rounds all others to 5, `none` hides nothing.
    """

    UNDER_5 = "under-5"
    UNDER_10 = "under-10"
    HES = "hes"
    NONE = "none"


class Disclosure(Noun, frozen=True, kw_only=True):
    """How participants are kept from being recognised.

    `anonymity` is k: with how many participants, itself included, each must share
    all the attributes that the outputs show of it. `crossed` names pairs of
    attributes whose table is derived besides the table of each attribute.
    """

    small_cells: SmallCells = SmallCells.UNDER_5
    anonymity: Annotated[int, Meta(ge=1)] = 2
    crossed: tuple[tuple[str, str], ...] = ()


class ValueSettings(Noun, frozen=True, kw_only=True):
    """Values that are derived and that no document means to cite."""

    unused: tuple[Id, ...] = ()


class Quoting(Noun, frozen=True, kw_only=True):
    """How quotations are printed.

    `attribution` is what stands behind a quotation that has none of its own: words with the
    names of what is known of its participant in braces, as in "{pseudonym}, {role}". `wording`
    says whether quotations that have a translation are printed in it, in the original, or in
    both; a document may ask for another one where it cites them.
    """

    attribution: Text = "{pseudonym}"
    wording: Wording = Wording.TRANSLATION


class CodedWords(Noun, frozen=True, kw_only=True):
    """What may stand in the files of codings.

    `words_of` names restricted and withheld sources whose coded words may go with the study,
    because those who said them agreed to excerpts.
    """

    words_of: tuple[Id, ...] = ()


class Counts(StrEnum):
    """What something in a transcript counts as when a quotation is compared with it."""

    LAYOUT = "layout"
    WORDS = "words"


class Transcripts(Noun, frozen=True, kw_only=True):
    """What of transcripts is `layout`, and no difference to a quotation, and what is `words`.

    `times` are times in brackets, those that no speaker says so, and those on lines of their
    own; `line_numbers` count lines; `page_heads` are numbers of pages and what stands beside
    them again; `cut_words` are parted at the ends of lines; `backslashes` stand before signs,
    as Markdown writes them; `vowel_signs` are those of Arabic and Hebrew.
    """

    times: Counts = Counts.LAYOUT
    line_numbers: Counts = Counts.LAYOUT
    page_heads: Counts = Counts.LAYOUT
    cut_words: Counts = Counts.LAYOUT
    backslashes: Counts = Counts.LAYOUT
    vowel_signs: Counts = Counts.WORDS


class Records(Noun, frozen=True, kw_only=True):
    """Who must have signed a record of restricted sources for it to count.

    `signers` are names that keys vouch for, or fingerprints of keys (`SHA256:…`); without any, a
    record counts that is not signed as well.
    """

    signers: tuple[Text, ...] = ()


class GuidelineRemark(Noun, frozen=True, kw_only=True):
    """Why an item of a reporting guideline has no answer: "not stated in the source"."""

    stated: Text


class Notebooks(Noun, frozen=True, kw_only=True):
    """What code for readers may use: `seconds` for a cell, what else it `reads`, its variables."""

    seconds: Annotated[int, Meta(ge=1, le=86400)] = 600
    reads: tuple[Text, ...] = ("data",)
    environment: dict[str, str] = field(default_factory=dict)


class Settings(Noun, frozen=True, kw_only=True):
    """The study's choices.

    `guidelines` names a reporting guideline that the study follows (coreq, srqr,
    entreq, gripp2-sf, jars-qual, or the name of a file in `guidelines/`),
    with a remark on each item that it cannot answer. `words` are what tables and
    figures made from this file say (heads, captions), by the English words.
    """

    numbers: Numbers = field(default_factory=Numbers)
    notebooks: Notebooks = field(default_factory=Notebooks)
    values: ValueSettings = field(default_factory=ValueSettings)
    identity: Identity = field(default_factory=Identity)
    disclosure: Disclosure = field(default_factory=Disclosure)
    checks: dict[str, CheckChoice] = field(default_factory=dict)
    accepted: tuple[Accepted, ...] = ()
    guidelines: dict[str, dict[str | int, GuidelineRemark]] = field(default_factory=dict)
    quotations: Quoting = field(default_factory=Quoting)
    records: Records = field(default_factory=Records)
    coding: CodedWords = field(default_factory=CodedWords)
    transcripts: Transcripts = field(default_factory=Transcripts)
    words: dict[str, str] = field(default_factory=dict)
