"""What of a transcript is layout: no difference to a quotation, and never printed."""

from __future__ import annotations

import unicodedata

import pytest

from themeloom.core.text import printable
from themeloom.study.quoting import Grade
from themeloom.study.settings import Counts, Transcripts
from themeloom.study.transcripts import Transcript, read_transcript

WORDS = "I kept the leaflet and every evening I read it to my brother."


def _grade(text: str, quotation: str, **rules: str) -> Grade:
    return Transcript(text, (), _rules(**rules)).find(quotation).grade


def _rules(**rules: str) -> Transcripts:
    return Transcripts(**{kind: Counts(counts) for kind, counts in rules.items()})


TIMES = (
    "[00:01:05]",
    "[1:05]",
    "(00:01:05)",
    "<00:01:05.250>",
    "{1:05}",
    "#00:01:05-3#",
    "00:01:05",
    "00:01:05,250 --> 00:01:07,000",
    "[00:01:05 - 00:01:07]",
    "[00:01:05:12]",
    "0:1:5.120 --> 0:1:7.0",
)


@pytest.mark.parametrize("time", TIMES)
@pytest.mark.parametrize("gap", [" ", "\n", "\n\n"])
def test_times_are_no_words(time: str, gap: str) -> None:
    """In brackets, with hours, on a line of its own: the words beside it belong together."""
    text = f"S01: {WORDS.replace(' every', f'{gap}{time}{gap}every')}"
    assert _grade(text, WORDS) is Grade.EXACT
    assert _grade(text, WORDS.replace("every", f"{time} every")) not in (Grade.EXACT, Grade.EDITED)
    assert _grade(text, WORDS, times="words") is not Grade.EXACT


@pytest.mark.parametrize("time", ["[65.3s]", "[1h05m12s]", "(5m 12s)", "[7 min]"])
def test_times_may_have_their_units(time: str) -> None:
    """In brackets alone: a length that somebody says is words."""
    text = f"S01: {WORDS.replace(' every', f' {time} every')}"
    assert _grade(text, WORDS) is Grade.EXACT
    kept = f"[{time[1:-1]}]"
    assert _grade(text, WORDS.replace("every", f"{kept} every")) is Grade.BEYOND
    assert _grade(text, WORDS, times="words") is not Grade.EXACT
    assert _grade(text.translate(dict.fromkeys(map(ord, "[()]"))), WORDS) is not Grade.EXACT


@pytest.mark.parametrize("said", ["at 12:30", "from 9:00-17:00", "verse 3:16", "at\n12:30 in May"])
def test_a_time_that_somebody_says_is_words(said: str) -> None:
    """It may not be left out."""
    text = f"S01: I came {said} and left."
    assert _grade(text, f"I came {said} and left.") is Grade.EXACT
    assert _grade(text, "I came and left.") is not Grade.EXACT


@pytest.mark.parametrize("note", ["[inaudible 00:12:33]", "(laughs)", "[the hospital]", "[…]"])
def test_notes_are_words(note: str) -> None:
    """They are kept whole, or covered by a marked omission, and nothing takes their place."""
    text = f"S01: I asked her for {note} and left."
    assert _grade(text, f"I asked her for {note} and left.").holds
    assert _grade(text, "I asked her for […] and left.").holds
    assert not _grade(text, "I asked her for and left.").holds
    assert not _grade(text, "I asked her for [help] and left.").holds
    assert not _grade(text, "I asked her for help and left.").holds


def test_the_time_in_a_note_is_no_word() -> None:
    """Whether it is typed or not makes no difference; another word in the note does."""
    text = "S01: I asked her for [inaudible 00:12:33] and left."
    assert _grade(text, "I asked her for [inaudible] and left.") is Grade.EXACT
    assert not _grade(text, "I asked her for [help 00:12:33] and left.").holds


NUMBERED = (
    "1  INT: Then what happened?\n2  P01: Then I went to the\n3  office, and they were\n"
    "4  closed that day.\n",
    "INT: Then what happened?   1\nP01: Then I went to the   2\noffice, and they were\t3\n"
    "closed that day.  4\n",
    "INT: Then what happened?\nP01: Then I went to the\noffice, and they were\nclosed that day.\n"
    "5 So I went home.\nAnd I slept.\nAnd then.\nAnd so on.\nAnd so forth.\n10 I woke up.\n"
    "And I rose.\nAnd I fell.\nAnd I ran.\nAnd I sat.\n15 I left.\n",
    "1. INT: Then what happened?\n\n2. P01: Then I went to the\n\n3. office, and they were\n\n"
    "4. closed that day.\n",
)


@pytest.mark.parametrize("text", NUMBERED)
def test_numbers_of_lines_are_no_words(text: str) -> None:
    """At either side, each line or every fifth."""
    quotation = "Then I went to the office, and they were closed that day."
    if "15 I left" in text:
        quotation += " So I went home. And I slept."
    assert _grade(text, quotation) is Grade.EXACT
    assert _grade(text, quotation, line_numbers="words") is not Grade.EXACT or "15" in text


def test_numbers_that_somebody_says_are_words() -> None:
    """Also where they begin a line."""
    text = "P01: I was there\n12 years, and she was there\n3 years.\n"
    assert _grade(text, "I was there 12 years, and she was there 3 years.") is Grade.EXACT
    assert not _grade(text, "I was there years").holds


PAGED = (
    "P01: I went to the\fPage 2\noffice, and they\nwere closed.\nPage 3\nSo I left\n",
    "P01: I went to the\n2\n\fA synthetic study\noffice, and they\n3\n\fA synthetic study\n"
    "were closed.\n4\n\fA synthetic study\nSo I left\n",
    "P01: I went to the\nPage 1 of 3\noffice, and they\nPage 2 of 3\nwere closed.\nPage 3 of 3\n"
    "So I left\n",
    "P01: I went to the\nA synthetic study\n- 1 -\noffice, and they\nA synthetic study\n- 2 -\n"
    "were closed.\nA synthetic study\n- 3 -\nSo I left\n",
    "P01: I went to the\nSeite 1\noffice, and they\nSeite 2\nwere closed.\nSo I left\n",
    "P01: I went to the\nTranscript of the first talk | 1\noffice, and they\n"
    "Transcript of the first talk | 2\nwere closed.\nTranscript of the first talk | 3\nSo I left\n",
)


@pytest.mark.parametrize("text", PAGED)
def test_heads_of_pages_are_no_words(text: str) -> None:
    """Numbers of pages, and what stands beside them again and again."""
    quotation = "I went to the office, and they were closed. So I left"
    assert _grade(text, quotation) is Grade.EXACT
    assert not _grade(text, quotation, page_heads="words").holds


@pytest.mark.parametrize(
    "text",
    [
        "P1: Yes.\nP2: Yes.\nP3: Yes.\nP1: No.\n",
        "P1\nYes.\nP2\nYes.\nP3\nYes.\nP1\nNo.\n",
        "P1:\nYes.\nP2:\nYes.\nP3:\nYes.\nP1:\nNo.\n",
    ],
)
def test_people_who_speak_in_turn_are_no_heads_of_pages(text: str) -> None:
    """Though their numbers grow as those of pages do."""
    turns = read_transcript(text, frozenset({"P1", "P2", "P3"}), {}, Transcripts()).turns
    assert [turn.speaker for turn in turns] == ["p1", "p2", "p3", "p1"]
    assert _grade(text, "Yes.") is Grade.EXACT
    assert not _grade(text, "Yes. Yes.").holds


@pytest.mark.parametrize(
    ("text", "whole", "broken"),
    [
        ("Then the ap-\npointment was moved.", "the appointment was", "the ap- pointment was"),
        ("Then the ap-  \n  pointment was moved.", "the appointment was", "the ap- pointment was"),
        ("the self-\nservice desk", "the self-service desk", "the self- service desk"),
        ("for adults/\ncarers there", "adults/carers there", "adults/ carers"),
        ("it was effec\u00ad\ntive then", "was effective then", "effec tive"),
        ("it was effec¬\ntive then", "was effective then", "effec tive"),
        ("an Anglo-\nSaxon word", "an Anglo-Saxon word", "AngloSaxon"),
        ("before COVID-\n19 came", "before COVID-19 came", "COVID19"),
        (
            "Then the ap-\n\fPage 2\npointment. So\n Page 3\nx",
            "the appointment.",
            "ap- pointment",
        ),
        ("so\n2 we sat\n3 and the ap-\n4 pointment was", "the appointment was", "ap- pointment"),
        ("so the ap-\n\f\npointment was", "the appointment was", "ap- pointment"),
        ("the co-\u2028worker said", "the co-worker said", "the co- worker said"),
    ],
)
def test_words_cut_at_the_ends_of_lines_are_whole(text: str, whole: str, broken: str) -> None:
    """With a hyphen where they have one, and never in two parts."""
    assert _grade(f"P01: {text}", whole) is Grade.EXACT
    assert not _grade(f"P01: {text}", broken).holds
    if "\u00ad" not in text:
        assert not _grade(f"P01: {text}", whole, cut_words="words").holds


def test_the_text_tells_whether_a_cut_word_has_a_hyphen() -> None:
    """Where it stands whole elsewhere."""
    text = "P01: My appointment. The ap-\npointment. The self-service. At self-\nservice."
    assert not _grade(text, "The ap-pointment.").holds
    assert not _grade(text, "At selfservice.").holds
    assert _grade(text, "At self-service.") is Grade.EXACT


def test_nobody_ends_the_word_of_somebody_else() -> None:
    """Whoever breaks off is not joined with whoever goes on."""
    text = "P01: I was wait-\nInt: for whom?\nP01: for-\n\nP02: her."
    transcript = read_transcript(text, frozenset({"P01", "P02"}), {}, Transcripts())
    assert transcript.find("I was wait-").grade is Grade.EXACT
    assert not transcript.find("I was waitInt: for whom?").grade.holds


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("I don\\'t know \\[sighs\\] it\\", "I don't know [sighs] it"),
        ("1\\. first \\*so\\* what", "first *so* what"),
        ("بـــيـــت كبير", "بيت كبير"),
        ("\ufeffthe \u200foffice\u200e", "the office"),
        ("the oﬃce was ﬁrst", "the office was first"),
        ("het ĳs smelt", "het ijs smelt"),
        ("one\u2028two\u2029three\vfour\x85five", "one two three four five"),
        ("\ufef3\ufeee\ufee1", "يوم"),
        (
            unicodedata.normalize("NFD", "Škoda bûche Ångström 각각 नी है"),
            "Škoda bûche Ångström 각각 नी है",
        ),
        (unicodedata.normalize("NFD", "がぎぐ Việt ợ"), "がぎぐ Việt ợ"),
    ],
)
def test_signs_that_nobody_says_are_no_difference(stored: str, typed: str) -> None:
    """Markdown's backslashes, strokes, marks, ligatures, separators, letters in parts."""
    assert _grade(f"P01: well, {stored}", typed) is Grade.EXACT


VOWELLED = [("كَتَبَ الوَلَدُ", "كتب الولد"), ("שָׁלוֹם עֲלֵיכֶם", "שלום עליכם")]


@pytest.mark.parametrize(("signs", "without"), VOWELLED)
def test_vowel_signs_are_as_the_study_chooses(signs: str, without: str) -> None:
    """A difference, or none in either direction."""
    assert _grade(f"P01: {signs}", signs) is Grade.EXACT
    assert _grade(f"P01: {signs}", without) is not Grade.EXACT
    assert _grade(f"P01: {signs}", without, vowel_signs="layout") is Grade.EXACT
    assert _grade(f"P01: {without}", signs, vowel_signs="layout") is Grade.EXACT
    assert not _grade("P01: كتب", "كتاب", vowel_signs="layout").holds


@pytest.mark.parametrize(
    ("stored", "quoted", "grade"),
    [
        ("我等了三个\n小时，没人说话。", "我等了三个小时，没人说话。", Grade.EXACT),
        ("三時間待っても\n誰も来た。", "三時間待っても誰も来た。", Grade.EXACT),
        ("我等了三个小时。", "等了三个小时", Grade.EXACT),
        ("我不是医生。", "不是医生", Grade.EXACT),
        ("我不是医生。", "是医生", Grade.NEAR),
        ("我没说。", "我没", Grade.NEAR),
        ("誰も来なかった。", "誰も来", Grade.NEAR),
        ("저는 세 시간 기다렸어요", "세 시간 기다렸", Grade.NEAR),
    ],
)
def test_scripts_without_spaces(stored: str, quoted: str, grade: Grade) -> None:
    """A broken line parts no words, and a quotation begins and ends between any.

    But not beside what negates them.
    """
    assert _grade(f"P01：{stored}", quoted) is grade


@pytest.mark.parametrize(
    "between",
    ["2\n00:00:03,000 --> 00:00:05,000\nP01: ", "00:00:03.000 --> 00:00:05.000\n<v P01>"],
)
def test_captions_of_one_speaker_are_one_turn(between: str) -> None:
    """Neither their numbers and times nor the label that comes again stand between the words."""
    text = f"INT: So?\n\nP01: I kept it in my\n\n{between}pocket and read it.\n\nINT: Why?\n"
    for shown in (text, text.replace("INT: So?\n\n", "").replace("\nINT: Why?\n", "")):
        transcript = read_transcript(shown, frozenset({"P01"}), {}, Transcripts())
        assert transcript.find("I kept it in my pocket and read it.").grade is Grade.EXACT
        assert transcript.normal().text.count("read it") == 1


def test_labels_of_who_goes_on_are_no_words() -> None:
    """A sentence over two captions of one speaker is one; another's caption parts it."""
    text = "Dana  0:09\nSince before\n\nDana  0:12\nEaster.\n\nEli  0:15\nNo.\n\nDana  0:17\nYes.\n"
    transcript = read_transcript(text, frozenset({"Dana", "Eli"}), {}, Transcripts())
    assert transcript.find("Since before Easter.").grade is Grade.EXACT
    assert not transcript.find("Easter. Yes.").grade.holds


def test_what_is_shown_and_printed_has_no_layout() -> None:
    """A message shows the words that are to be quoted; the store's words lose their marks."""
    text = "P01: Then the ap-\npointment [00:01:05] was moved."
    assert Transcript(text).printed(0, len(text)) == "P01: Then the appointment was moved."
    assert printable("the\u00ad oﬃce\u2028was \u200fmoved") == "the office was moved"
    assert printable("می\u200cخواهم 👩\u200d⚕️") == "می\u200cخواهم 👩\u200d⚕️"


def test_places_are_those_of_the_text_as_it_is_stored() -> None:
    """What is left out does not move what stands behind it."""
    text = "P01: Then [00:00:01] the ap-\npointment [00:00:02] was moved."
    found = Transcript(text).find("appointment was moved")
    assert text[found.start : found.end] == "ap-\npointment [00:00:02] was moved"


def test_wide_digits_and_letters_as_html_writes_them_are_no_difference() -> None:
    """They are what they stand for, when compared and when printed."""
    text = "S01: At １２ I had bread &amp; butter, it&#39;s true."
    said = "At 12 I had bread & butter, it's true."
    assert _grade(text, said) is Grade.EXACT
    assert _grade(text, "At １２ I had bread &amp; butter, it&#39;s true.") is Grade.EXACT
    assert Transcript(text).printed(5, len(text)).endswith("bread & butter, it's true.")
    assert _grade("S01: Bread &amp; butter.", "Bread butter.") is not Grade.EXACT


SAID_IN_PASSING = "I went there and came back"


@pytest.mark.parametrize("said", ["//INT: Hm//", "(INT: mhm)", "[INT: I see]", "//Noel: not me//,"])
def test_a_listener_parts_no_words(said: str) -> None:
    """A few words of somebody else within a turn are no omission, and stay theirs."""
    text = f"INT: So?\nMara: I went there {said} and came back.\nINT: And?\n"
    one = read_transcript(text, frozenset({"Mara", "Noel"}), {}, Transcripts())
    words = SAID_IN_PASSING.replace(" and", ", and") if said.endswith(",") else SAID_IN_PASSING
    found = one.find(words)
    assert found.grade is Grade.EXACT
    parts = [text[start:end].strip(" /()[],") for start, end in found.parts]
    assert parts == ["I went there", "and came back"]
    if said[0] != "[":
        # Words are not torn out of square brackets.
        assert one.find(said.strip("/(),").partition(": ")[2]).grade is Grade.EXACT


@pytest.mark.parametrize(
    "said", ["//INT: Alone?//", "//INT: you told me that he was dead by then//", "//Hm//"]
)
def test_what_a_listener_asks_or_tells_parts_words(said: str) -> None:
    """A question, more than a few words and words of nobody named are left out by an ellipsis."""
    text = f"INT: So?\nMara: I went there {said} and came back.\nINT: And?\n"
    one = read_transcript(text, frozenset({"Mara", "Noel"}), {}, Transcripts())
    assert not one.find(SAID_IN_PASSING).grade.holds
