"""ABC notation, and the melodies that come with the program."""

from fractions import Fraction

import pytest

from rnnviz.scenarios.data_card import data_card
from rnnviz.scenarios.melodies import Melody, Tone, read_melodies

HEAD = "X:1\nT:A tune\nC:Somebody, 1800\nO:Somewhere\nM:6/8\nL:1/8\nQ:1/4=90\nK:Am\n"


def tones(music: str) -> list[tuple[int | None, Fraction]]:
    (melody,) = read_melodies(HEAD + music)
    return [(tone.pitch, tone.duration) for tone in melody.tones]


def shipped() -> tuple[Melody, ...]:
    return read_melodies(data_card("melodies").path.read_text(encoding="utf-8"))


def test_that_letters_and_octaves_are_pitches() -> None:
    pitches = [pitch for pitch, _ in tones("C D E F G A B c b c' C, B,, z")]
    assert pitches == [60, 62, 64, 65, 67, 69, 71, 72, 83, 84, 48, 47, None]


def test_that_lengths_are_parts_of_the_unit() -> None:
    assert [length for _, length in tones("A A2 A/ A/2 A3/2 A/4 z12")] == [
        Fraction(1, 8) * times
        for times in (
            1,
            2,
            Fraction(1, 2),
            Fraction(1, 2),
            Fraction(3, 2),
            Fraction(1, 4),
            12,
        )
    ]


def test_that_an_accidental_holds_to_the_end_of_its_bar_and_in_its_octave() -> None:
    pitches = [pitch for pitch, _ in tones("^F F f =F F _B B | F B")]
    assert pitches == [66, 66, 77, 65, 65, 70, 70, 65, 71]


def test_that_a_line_end_is_a_bar_line_and_a_comment_is_left_out() -> None:
    assert [pitch for pitch, _ in tones("^F\n% A B C\nF")] == [66, 65]


def test_that_the_head_says_key_metre_and_beat() -> None:
    (melody,) = read_melodies("% a file\n" + HEAD + "A")
    assert (melody.title, melody.origin) == ("A tune", "Somebody, 1800; Somewhere")
    assert (melody.tonic, melody.mode, melody.meter, melody.beat) == (9, "minor", 3.0, 90.0)


@pytest.mark.parametrize("music", ["A H", "A-A", "(3ABC", '"Am"A'])
def test_that_what_is_not_understood_is_refused(music: str) -> None:
    with pytest.raises(ValueError, match="is no note, rest or bar line"):
        read_melodies(HEAD + music)


@pytest.mark.parametrize("head", [HEAD.replace("K:Am", "K:G"), HEAD.replace("M:6/8\n", "")])
def test_that_an_incomplete_head_is_refused(head: str) -> None:
    with pytest.raises(ValueError, match="A tune: wanted are"):
        read_melodies(head + "A")


def test_that_the_file_is_the_one_of_its_card() -> None:
    card = data_card("melodies")
    assert card.is_intact
    assert card.licence == "public domain"
    melodies = shipped()
    assert len(melodies) == 46
    assert sum(len(melody.tones) for melody in melodies) == 2154
    lengths = [len(melody.tones) for melody in melodies]
    assert (min(lengths), max(lengths)) == (24, 76)
    assert f"{sum(lengths):,} notes" in card.contents
    assert f"{min(lengths)} to {max(lengths)} notes" in card.contents


def test_that_every_bar_is_full_but_for_the_pickup_and_the_last() -> None:
    text = data_card("melodies").path.read_text(encoding="utf-8")
    for tune in text.split("\nX:")[1:]:
        head, _, music = tune.partition("\nK:")
        fields = dict(line.split(":", 1) for line in head.splitlines()[1:])
        key, _, body = music.partition("\n")
        bars = [bar for bar in body.replace("\n", " ").split("|") if bar.strip()]
        for bar in bars[1:-1]:
            (melody,) = read_melodies(f"X:{head}\nK:{key}\n{bar}")
            length = sum(tone.duration for tone in melody.tones)
            assert length == Fraction(fields["M"]), (fields["T"], bar)


def test_that_the_ode_to_joy_begins_as_it_does() -> None:
    first = shipped()[0]
    assert first.title == "Ode to Joy"
    assert [tone.pitch for tone in first.tones[:8]] == [64, 64, 65, 67, 67, 65, 64, 62]
    assert {tone.duration for tone in first.tones[:8]} == {Fraction(1, 4)}


def test_that_a_tone_is_moved_and_a_rest_is_not() -> None:
    assert Tone(60, Fraction(1, 4)).moved(-2) == Tone(58, Fraction(1, 4))
    assert Tone(None, Fraction(1, 4)).moved(-2) == Tone(None, Fraction(1, 4))
