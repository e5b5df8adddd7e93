"""The nouns: what a study consists of, frozen and typed, with no reading or writing.

`Study` is `study.yml` as it was loaded. `Corpus` is the text of the sources.
Offsets are counted in code points of its text from 0, their end exclusive; lines from 1.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct, field

from themeloom.core.expressions import later
from themeloom.look.phrases import Phrases
from themeloom.look.tokens import LOOK
from themeloom.study.about import About  # noqa: TC001 - read when the store is loaded
from themeloom.study.consent import Consent  # noqa: TC001 - read when the store is loaded
from themeloom.study.interpretation import (  # read when the store is loaded
    Framework,  # noqa: TC001
    Implication,  # noqa: TC001
    Question,  # noqa: TC001
    Quotation,  # noqa: TC001
    Relation,  # noqa: TC001
    Subtheme,  # noqa: TC001
    Theme,  # noqa: TC001
)
from themeloom.study.labels import comparable, untitled
from themeloom.study.noun import Id, N, NamedPassage, Noun, Statement, Text
from themeloom.study.settings import Settings

if TYPE_CHECKING:
    from themeloom.study.located import Path

#: Whose a label is, if no participant's; nobody's is no label but speech.
NO_PARTICIPANT = ("interviewer", "nobody")


#: A place in an attribution for what is known of a participant.
_LINE_END = later(r"\r\n?|\n")
_PLACE = later(r"\{([\w-]+)\}")
#: An id that tells people apart by a number, and what stands before it if it says no more.
_NUMBERED = later(r"([\w -]*?)(\d+)")
_PARTICIPANT = frozenset({"", "p", "participant"})


class Access(StrEnum):
    """Who may read a source."""

    OPEN = "open"
    RESTRICTED = "restricted"
    WITHHELD = "withheld"


class Source(Noun, frozen=True, kw_only=True):
    """One body of material: a transcript, a survey, a presentation.

    `file` is its path below `data-raw/` and is only there where access allows.
    `units` says how many pieces it has (five interviews); `stated` says so in words. Sources of
    one `group` ("Interviews") are one row of the table of sources.
    `speakers` says of labels in a transcript whose they are, where it is not clear: the
    id of a participant, `interviewer`, or `nobody` for what looks like a label and is speech.
    `default` stands for whoever has no label: one, or several who speak in turn, paragraph by
    paragraph.
    """

    id: Id
    title: Text
    kind: Text
    access: Access
    file: str = ""
    sha256: str = ""
    units: Annotated[int, Meta(ge=1)] | None = None
    stated: Statement | None = None
    group: str = ""
    speakers: dict[Text, Text | tuple[Text, ...]] = field(default_factory=dict)


class Step(Noun, frozen=True, kw_only=True):
    """One thing that was done with the material, in the order it was done."""

    id: Id
    title: Text
    stated: Statement | None = None


class EarlierStudy(Noun, frozen=True, kw_only=True):
    """A study that this one builds on, with the points taken from it."""

    id: Id
    title: Statement
    reference: Text
    points: tuple[Statement, ...] = ()


class Participant(Noun, frozen=True, kw_only=True):
    """Somebody who took part: how transcripts and outputs call them, and what is known.

    `label` is how turns of a transcript begin ("P03" in "P03: I went …"); the id in
    capitals where it is not given. `pseudonym` is the name that outputs may print.
    """

    id: Id
    label: str = ""
    pseudonym: str = ""
    attributes: dict[str, str | int] = field(default_factory=dict)
    consent: Consent | None = None

    @property
    def turn(self) -> str:
        """How the participant's turns begin."""
        return self.label or self.id.upper()

    @property
    def names(self) -> set[str]:
        """Whatever a transcript may call the participant."""
        return {self.id, self.turn, self.pseudonym or self.id}


class Study(Noun, frozen=True, kw_only=True, dict=True):
    """All of `study.yml`; `version` is that of its shape, which `themeloom update` brings up."""

    version: Annotated[int, Meta(ge=1)] = 1
    study: About
    sources: tuple[Source, ...] = ()
    participants: tuple[Participant, ...] = ()
    steps: tuple[Step, ...] = ()
    passages: tuple[NamedPassage, ...] = ()
    earlier_studies: tuple[EarlierStudy, ...] = ()
    questions: tuple[Question, ...] = ()
    frameworks: tuple[Framework, ...] = ()
    themes: tuple[Theme, ...] = ()
    relations: tuple[Relation, ...] = ()
    implications: tuple[Implication, ...] = ()
    settings: Settings = field(default_factory=Settings)

    @cached_property
    def quotations(self) -> tuple[tuple[Theme, Quotation], ...]:
        """Every quotation with its theme, those of subthemes included, in their order."""
        return tuple((theme, quote) for theme in self.themes for quote in theme.evidence)

    @cached_property
    def all_themes(self) -> tuple[tuple[Theme, Subtheme], ...]:
        """Every theme and every subtheme, each with the theme that it belongs to."""
        return tuple((theme, one) for theme in self.themes for one in (theme, *theme.subthemes))

    @cached_property
    def threads(self) -> dict[str, int]:
        """The thread, from 1, of each theme and subtheme: a subtheme has that of its theme."""
        orders = {theme.id: order for order, theme in enumerate(self.themes, 1)}
        return {one.id: orders[theme.id] for theme, one in self.all_themes}

    @cached_property
    def titles(self) -> dict[str, str]:
        """The title of each theme and subtheme."""
        return {one.id: one.title for _, one in self.all_themes}

    def relations_of(self, theme: Subtheme) -> tuple[tuple[Relation, str, str], ...]:
        """The relations of a theme and its subthemes, each with the titles of both ends."""
        return tuple(
            (one, self.titles[one.theme], self.titles[one.other])
            for one in self.relations
            if {one.theme, one.other} & theme.ids
        )

    def theme_of(self, quote: Quotation) -> Subtheme:
        """The theme, or the subtheme, right under which a quotation stands."""
        return self._homes[quote.id]

    @cached_property
    def _homes(self) -> dict[str, Subtheme]:
        return {own.id: one for _, one in self.all_themes for own in one.quotations}

    @cached_property
    def voices(self) -> dict[str, frozenset[str]]:
        """Whatever transcripts may call each participant, by the participant's id.

        A name goes without its title too, unless somebody else would be called so then.
        """
        spelled = {one.id: one.names | set(map(untitled, one.names)) for one in self.participants}
        counts = Counter(name for one in spelled.values() for name in set(map(comparable, one)))
        return {
            one.id: frozenset(
                name
                for name in spelled[one.id]
                if name in one.names or counts[comparable(name)] == 1
            )
            for one in self.participants
        }

    def source(self, name: str) -> Source:
        """The source of an id that the store knows."""
        return self._sources[name]

    def participant(self, name: str) -> Participant | None:
        """The participant of an id, a label or a pseudonym."""
        return self._people.get(name)

    @cached_property
    def _sources(self) -> dict[str, Source]:
        return {one.id: one for one in reversed(self.sources)}

    @cached_property
    def _people(self) -> dict[str, Participant]:
        return {name: one for one in reversed(self.participants) for name in one.names}

    @property
    def say(self) -> Phrases:
        """What its tables and figures say, in its language and in its own words."""
        return Phrases(self.study.language, self.settings.words)

    def attribution(self, quote: Quotation) -> str:
        """Who is said to have said a quotation: its own words for it, or those of the study."""
        one = self.participant(quote.participant)
        if quote.attribution or one is None:
            return quote.attribution or self.called(quote.participant)
        known = {**one.attributes, "id": one.id, "label": one.turn}
        known["pseudonym"] = one.pseudonym or self.called(one.turn)
        return _PLACE.sub(
            lambda match: str(known.get(match[1], match[0])), self.settings.quotations.attribution
        )

    def called(self, name: str) -> str:
        """What stands for somebody without a pseudonym: an id is never printed bare."""
        numbered = _NUMBERED.fullmatch(name)
        if numbered is None:
            return name
        own = numbered[1].rstrip("-_ ").casefold() in _PARTICIPANT
        number = numbered[2].lstrip("0") or "0" if own else name.upper()
        return f"{LOOK.word(self.study.language, 'participant')} {number}"

    @cached_property
    def nouns(self) -> tuple[tuple[Path, Noun], ...]:
        """Every noun of the store with the way to it, in the order of the store."""
        found: list[tuple[Path, Noun]] = []
        _walk(self, (), found)
        return tuple(found)

    def each(self, form: type[N]) -> list[tuple[Path, N]]:
        """Every noun of one form with the way to it, such as `("themes", 0)`."""
        return [(path, noun) for path, noun in self.nouns if isinstance(noun, form)]

    def resting_on(self, theme: Subtheme) -> tuple[Implication, ...]:
        """The implications that rest on a theme or on one of its subthemes, in their order."""
        return tuple(
            item
            for item in self.implications
            if any(support.theme in theme.ids for support in item.rests_on)
        )


def _walk(noun: Noun, path: Path, found: list[tuple[Path, Noun]]) -> None:
    found.append((path, noun))
    for name in noun.__struct_fields__:
        value = getattr(noun, name)
        if isinstance(value, Noun):
            _walk(value, (*path, name), found)
        elif value and isinstance(value, tuple):
            for position, item in enumerate(value):
                if isinstance(item, Noun):
                    _walk(item, (*path, name, position), found)


class SourceText(Struct, frozen=True):
    """The text of a source as it was read, and the hash of its bytes."""

    id: str
    file: str
    text: str
    sha256: str

    def line_of(self, offset: int) -> int:
        """The line (from 1) on which an offset lies."""
        return bisect_right(_line_ends(self.text), offset) + 1


@lru_cache(maxsize=512)
def _line_ends(text: str) -> list[int]:
    """Where lines end, behind what ends them."""
    return [match.end() for match in _LINE_END.finditer(text)]


class Corpus(Struct, frozen=True):
    """The texts that may be read, by the id of their source."""

    texts: dict[str, SourceText]
