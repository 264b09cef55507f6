"""Where texts with names come from: the generator, or a file of one's own."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

from rnnviz.scenarios.entities.names import HELD_OUT, names
from rnnviz.scenarios.entities.sentences import NEW_FRAMES, Sentences
from rnnviz.scenarios.entities.spans import OUTSIDE
from rnnviz.scenarios.entities.texts import Sentence, TaggedTexts, first_words, joined
from rnnviz.scenarios.own.conll import read_conll
from rnnviz.scenarios.scenario import Request, ScenarioError

#: Words that are drawn to train on, and the seeds of the two parts.
TRAINING_WORDS = 80_000
SEEDS = {False: 2003, True: 2004}
#: Words that are held out at most: as many as can be measured in a moment.
HELD_OUT_WORDS = 6_000
#: Of a file, one sentence in so many is held out, at its end.
HELD_OUT_SENTENCES = 10


def draw_texts(request: Request) -> TaggedTexts:
    """Synthetic texts of request.length words at least."""
    parts = {
        held_out: tuple(first_words(joined(_drawn(held_out), request.length), count))
        for held_out, count in ((False, TRAINING_WORDS), (True, HELD_OUT_WORDS))
    }
    return TaggedTexts(parts[False], parts[True], _facts())


def _drawn(held_out: bool) -> Iterator[Sentence]:
    sentences = Sentences(Random(SEEDS[held_out]), held_out)
    while True:
        words, tags = zip(*sentences.next(), strict=True)
        yield words, tags


def _facts() -> tuple[tuple[str, str], ...]:
    counts = {
        title: f"{len(getattr(names(False), part)):,} and {len(getattr(names(True), part)):,}"
        for title, part in (
            ("first names", "first"),
            ("surnames", "last"),
            ("places", "places"),
            ("bodies known by initials", "bodies"),
        )
    }
    return (
        ("Data", f"synthetic, drawn with the seeds {SEEDS[False]} and {SEEDS[True]}"),
        (
            "Held out",
            f"one name in {HELD_OUT} is never trained on, and nothing else is asked for: "
            + ", ".join(f"{count} {title}" for title, count in counts.items()),
        ),
        ("New sentences", f"one frame in {NEW_FRAMES} is used for held-out texts only"),
        ("Decoys", "words that are names too (Mark, May, Rose), days, months, languages, TV"),
    )


def read_texts(request: Request) -> TaggedTexts:
    """The user's own sentences, put together until they have request.length words."""
    if request.text is None:
        raise ScenarioError("No file was chosen; wanted is the path of a CoNLL file.")
    tagged = read_conll(request.text, request.reading)
    sentences = list(zip(tagged.sentences, tagged.tags, strict=True))
    cut = _cut(request.text, tagged.tags)
    held_out = first_words(joined(sentences[cut:], request.length), HELD_OUT_WORDS)
    return TaggedTexts(
        tuple(joined(sentences[:cut], request.length)),
        tuple(held_out),
        (
            *tagged.facts,
            ("Held out", f"the last {len(sentences) - cut:,} sentences, never trained on"),
        ),
    )


def _cut(path: Path, tags: Sequence[Sequence[str]]) -> int:
    """The first sentence that is held out: there are names before and after it. Raises
    ScenarioError where that cannot be."""
    named = [number for number, sentence in enumerate(tags) if set(sentence) != {OUTSIDE}]
    if len(named) < 2:
        raise ScenarioError(
            f"{path}: Only sentence {named[0] + 1} has a name in it; wanted are two at "
            "least, one of them to hold out."
        )
    tenth = max(1, len(tags) // HELD_OUT_SENTENCES)
    return max(named[0] + 1, min(len(tags) - tenth, named[-1]))


#: In the order of the menu.
SOURCES: Mapping[str, Callable[[Request], TaggedTexts]] = {
    "synthetic": draw_texts,
    "file": read_texts,
}
