"""Where the texts of the sentiment scenario come from: made-up reviews, or a file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rnnviz.scenarios.film_reviews import LABELS, write_reviews
from rnnviz.scenarios.labelled_texts import HELD_OUT, NumberedTexts, divide, number_texts
from rnnviz.scenarios.own.labels import read_labels
from rnnviz.scenarios.scenario import Request, ScenarioError

#: How many reviews are made up for each part, and the seeds with which they are drawn.
TRAINING, TRAINING_SEED = 2000, 1
HELD_OUT_REVIEWS, HELD_OUT_SEED = 500, 2
#: Of the user's own texts so many symbols are read, the last ones.
LONGEST = 200


@dataclass(frozen=True, eq=False)
class Reviews:
    """labels  their names.
    facts   what is to be said of the texts, as (title, text) pairs.
    """

    texts: NumberedTexts
    labels: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


def made_up(request: Request) -> Reviews:
    """Reviews that are drawn with fixed seeds."""
    sentences = request.length
    texts = number_texts(
        write_reviews(TRAINING, sentences, False, TRAINING_SEED),
        write_reviews(HELD_OUT_REVIEWS, sentences, True, HELD_OUT_SEED),
    )
    facts = (
        ("Data", f"synthetic: drawn with the seeds {TRAINING_SEED} and {HELD_OUT_SEED}"),
        ("Training", f"{TRAINING:,} reviews"),
        (
            "Held out",
            f"{HELD_OUT_REVIEWS:,} reviews, made of sentences that are in none of the others: no "
            "verdict has the same word in the same frame, no plot the same person doing the same",
        ),
        ("Verdicts", "30 % plain, 30 % negated, 20 % turned round, 20 % phrases"),
    )
    return Reviews(texts, LABELS, facts)


def own_texts(request: Request) -> Reviews:
    """The user's file. Raises ScenarioError where it cannot be used."""
    if request.text is None:
        raise ScenarioError("No file was chosen; wanted is a table (CSV) of texts and labels.")
    read = read_labels(request.text, request.reading)
    labels = tuple(sorted(set(read.labels)))
    numbers = [labels.index(label) for label in read.labels]
    wording, said = _wording(read.texts)
    texts = number_texts(*divide(list(zip(wording, numbers, strict=True))))
    longer = sum(len(text) > LONGEST for text in texts.training.texts)
    facts = (
        ("Symbols", said),
        ("Held out", f"1 of {HELD_OUT} texts: {len(texts.held_out.texts):,}, never trained on"),
        ("Cut", f"{longer:,} training texts to their last {LONGEST} symbols"),
    )
    return Reviews(texts.cut(LONGEST), labels, (*read.facts, *facts))


def _wording(texts: Sequence[str]) -> tuple[list[str], str]:
    """The texts in lower case, and what is read of them: words, or characters where there are
    hardly any spaces between words, as in DNA or in Chinese."""
    if sum(len(text.split()) for text in texts) >= 2 * len(texts):
        return [" ".join(text.lower().split()) for text in texts], "words and marks"
    return [" ".join(text) for text in texts], "characters, as there are hardly any spaces"


SOURCES: Mapping[str, Callable[[Request], Reviews]] = {"synthetic": made_up, "file": own_texts}
