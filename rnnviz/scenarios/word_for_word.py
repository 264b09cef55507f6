"""Translation word for word with a dictionary: what can be had without a network."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from rnnviz.scenarios.sequence_pairs import Example

#: What each word becomes.
Dictionary = Mapping[str, tuple[str, ...]]


def dictionary(examples: Sequence[Example]) -> Dictionary:
    """Every source word with what most often belongs to it, which may be nothing.

    Of several words that belong to the same ones, the last has them ("does see": "voit").
    """
    found: defaultdict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for example in examples:
        last = dict(sorted(example.links))
        for place, word in enumerate(example.source):
            said = tuple(
                text for target, text in enumerate(example.target) if last.get(target) == place
            )
            found[word][said] += 1
    return {word: counts.most_common(1)[0][0] for word, counts in found.items()}


def translate(source: Sequence[str], words: Dictionary) -> list[str]:
    """Each word's translation, one after the other."""
    return [text for word in source for text in words.get(word, ())]


def exact_share(examples: Sequence[Example], words: Dictionary) -> float:
    """The share of examples that come out without an error."""
    right = [translate(each.source, words) == list(each.target) for each in examples]
    return sum(right) / len(right)
