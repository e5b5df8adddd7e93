"""`text`: one comparable form, and the way back to the original."""

from hypothesis import given
from hypothesis import strategies as st

from themeloom.core.text import bare, normalise, plain


def test_variants_of_marks_are_one() -> None:
    """Curly and straight quotation marks, dashes, ellipses and white space compare equal."""
    assert plain("“I don’t – well…”\n ok") == plain('"I don\'t - well..." ok')


def test_composed_and_decomposed_letters_are_one() -> None:
    """é as one character and as e with an accent compare equal."""
    assert plain("cafe\u0301") == plain("caf\u00e9")


def test_unseen_characters_do_not_count() -> None:
    """Soft hyphens, zero-width spaces and a byte order mark are no differences."""
    assert plain("\ufeffresil\u00adi\u200bence") == "resilience"


def test_span_leads_back_to_the_original() -> None:
    """A span of the comparable form names the same words in the original."""
    text = "\ufeffShe said…  “no”,\r\ncafe\u0301 closed"
    normal = normalise(text)
    start = normal.text.index('"no"')
    begin, end = normal.original(start, start + 4)
    assert text[begin:end] == "“no”"
    start = normal.text.index("café")
    begin, end = normal.original(start, start + 4)
    assert text[begin:end] == "cafe\u0301"


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    """The comparable form of the comparable form is itself."""
    once = normalise(text).text
    again = normalise(once).text
    assert normalise(again).text == again


@given(st.text(min_size=1), st.data())
def test_every_span_lies_within_the_original(text: str, data: st.DataObject) -> None:
    """Whatever is found in the comparable form has a place in the original, in order."""
    normal = normalise(text)
    start = data.draw(st.integers(0, len(normal.text)))
    end = data.draw(st.integers(start, len(normal.text)))
    begin, stop = normal.original(start, end)
    assert 0 <= begin <= stop <= len(text)


def test_titles_are_compared_by_their_letters() -> None:
    """Case, emphasis and punctuation make no difference."""
    titles = ("Retaining ‘Peerness’", "retaining *peerness*", "Retaining: Peerness.")
    assert {bare(title) for title in titles} == {"retaining peerness"}


def test_every_blank_is_one_space() -> None:
    """Whatever Unicode calls white space, up to the blank as wide as a Chinese character."""
    blanks = [one for one in map(chr, range(0x3001)) if one.isspace()]
    assert {normalise(f"a{one}b").text for one in blanks} == {"a b"}
