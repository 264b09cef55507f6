"""From a picture to its caption, word by word.

One to many. The picture is the input of the first step; every later step reads the word before
(O. Vinyals, A. Toshev, S. Bengio and D. Erhan, "Show and Tell", 2015, with the pixels themselves
in the place of a convolutional network's features).
"""

from dataclasses import dataclass

import numpy as np

from rnnviz.engine.batch import Batch, Floats, Integers
from rnnviz.exhibits import SceneExhibit
from rnnviz.scenarios.coloured_scenes import (
    END,
    HELD_OUT,
    LONGEST,
    SIDE,
    WORDS,
    Scenes,
    draw_scenes,
)
from rnnviz.scenarios.generated import GeneratedTask
from rnnviz.scenarios.measures import label_entropy, written_symbols
from rnnviz.scenarios.metric import EXACT_MATCH
from rnnviz.scenarios.nearest import class_means, nearest
from rnnviz.scenarios.padding import existing
from rnnviz.scenarios.scenario import Answers, Request, Scenario
from rnnviz.scenarios.symbol_labels import label_symbols

PIXELS = SIDE * SIDE * 3
#: So many scenes with held-out pairs are measured, drawn with this seed.
MEASURED, MEASURED_SEED = 400, 2017
#: From so many training scenes the baselines are taken, drawn with this seed.
KNOWN, KNOWN_SEED = 2000, 1988


@dataclass(frozen=True, eq=False, kw_only=True)
class PictureCaptionsTask(GeneratedTask):
    """most  how many shapes a scene has at most, 1 or 2."""

    most: int

    def draw(self, rng: np.random.Generator, size: int) -> Batch:
        """New scenes, without the held-out pairs."""
        return caption_batch(draw_scenes(rng, size, self.most))

    def sample(self, rng: np.random.Generator) -> Batch:
        """A scene with a held-out pair."""
        return caption_batch(draw_scenes(rng, 1, self.most, unseen=True))

    def held_out(self) -> Batch:
        """The scenes that are measured, each with a held-out pair."""
        return caption_batch(measured_scenes(self.most))

    def input_labels(self, batch: Batch) -> tuple[str, ...]:
        """The picture, then the word before."""
        words = batch.inputs[1:, :, PIXELS:].argmax(axis=2)
        return ("picture", *label_symbols(words, batch.exists[1:], WORDS))

    def target_labels(self, batch: Batch) -> tuple[str, ...]:
        """The words of the caption, and its end."""
        return label_symbols(batch.targets, batch.scored, self.classes)

    def score(self, network: Answers) -> float:
        """How often the caption that the network writes alone is right to the last word."""
        scenes = measured_scenes(self.most)
        return exact_match(written_alone(network, scenes.pictures, self.most), scenes.captions)

    def exhibit(self, batch: Batch, outputs: Floats, network: Answers) -> SceneExhibit:
        """The picture, and the caption that the network writes alone."""
        picture = np.asarray(batch.inputs[0, 0, :PIXELS], np.float64).reshape(SIDE, SIDE, 3)
        said = words_of(written_alone(network, picture[None], self.most)[0])
        wanted = words_of(batch.targets[batch.scored[:, 0], 0])
        return SceneExhibit(
            caption=f"{' '.join(wanted).capitalize()}; the network writes “{' '.join(said)}”: "
            f"{'right' if said == wanted else 'wrong'}.",
            picture=picture,
            said=said,
            wanted=wanted,
        )


def caption_batch(scenes: Scenes) -> Batch:
    """Scenes as sequences: (T, B, PIXELS + words) inputs, T steps for the longest caption."""
    lengths = 1 + (scenes.captions != END).sum(axis=1)
    exists = existing(lengths)
    steps, size = exists.shape
    targets = np.where(exists, scenes.captions[:, :steps].T, 0)
    inputs = np.zeros((steps, size, PIXELS + len(WORDS)))
    inputs[0, :, :PIXELS] = scenes.pictures.reshape(size, PIXELS)
    inputs[1:, :, PIXELS:] = np.eye(len(WORDS))[targets[:-1]] * exists[1:, :, None]
    return Batch(inputs, targets, exists, exists, fed=np.arange(steps) > 0)


def written_alone(network: Answers, pictures: Floats, most: int) -> Integers:
    """What the network writes to pictures (B, SIDE, SIDE, 3), with nobody to help: (B, LONGEST)
    words. After its end, or where it comes to none, END."""
    empty = np.full((len(pictures), LONGEST[most]), END)
    alone = network.alone(caption_batch(Scenes(pictures, empty)), LONGEST[most])
    for caption, words in zip(empty, written_symbols(alone, 0, END), strict=True):
        caption[: len(words)] = words
    return empty


def measured_scenes(most: int) -> Scenes:
    """The same scenes with held-out pairs every time."""
    return draw_scenes(np.random.default_rng(MEASURED_SEED), MEASURED, most, unseen=True)


def exact_match(said: Integers, wanted: Integers) -> float:
    """The share of captions (B, T) that are the same at every step."""
    return float((said == wanted).all(axis=1).mean())


def words_of(caption: Integers) -> tuple[str, ...]:
    """The words of a caption (T,), without its end."""
    return tuple(WORDS[word] for word in caption.tolist() if word != END)


def without_network(known: Scenes, asked: Scenes) -> tuple[float, float]:
    """The exact match of the caption of the nearest known picture, and of one that is put
    together: at every step the word whose known pictures have the nearest mean."""
    flat, asks = known.pictures.reshape(-1, PIXELS), asked.pictures.reshape(-1, PIXELS)
    whole = known.captions[nearest(asks, flat)]
    together = np.empty_like(asked.captions)
    for step, said in enumerate(known.captions.T):
        words, places = np.unique(said, return_inverse=True)
        together[:, step] = words[nearest(asks, class_means(flat, places, len(words)))]
    return exact_match(whole, asked.captions), exact_match(together, asked.captions)


class PictureCaptions(Scenario):
    """The scenario; its length is how many shapes there are at most."""

    def prepare(self, request: Request) -> PictureCaptionsTask:
        """Nothing is read. Raises ScenarioError for a length out of range."""
        most = self.checked_length(request)
        known = draw_scenes(np.random.default_rng(KNOWN_SEED), KNOWN, most)
        whole, together = without_network(known, measured_scenes(most))
        said = caption_batch(known)
        kept = ", ".join(f"{colour} {shape}" for colour, shape in HELD_OUT)
        return PictureCaptionsTask(
            inputs=PIXELS + len(WORDS),
            outputs=len(WORDS),
            loss="cross-entropy",
            features=(
                *(
                    f"{colour}, row {row + 1}, column {column + 1}"
                    for row in range(SIDE)
                    for column in range(SIDE)
                    for colour in ("red", "green", "blue")
                ),
                *WORDS,
            ),
            classes=WORDS,
            facts=(
                ("Data", "synthetic: drawn at random without end, the truth is known"),
                ("Picture", f"{SIDE} × {SIDE} pixels in red, green and blue"),
                ("Held out", f"{kept}: never in a picture of training"),
                ("Measured", f"{MEASURED} scenes with one of these, seed {MEASURED_SEED}"),
                ("Nearest picture", f"its caption is right in {whole:.1%}: it has no new pair"),
                ("Nearest means", f"word by word, right in {together:.1%}"),
            ),
            baseline=label_entropy(np.asarray(said.targets[said.scored], np.intp)),
            baseline_formula="−Σ p(w) ln p(w), the entropy of single words",
            end=END,
            fed_from=PIXELS,
            metric=EXACT_MATCH,
            baseline_score=max(whole, together),
            baseline_says="the caption of the nearest picture"
            if whole >= together
            else "at each step the word with the nearest mean picture",
            most=most,
        )


PICTURE_CAPTIONS = PictureCaptions(
    key="picture-captions",
    title="Picture to caption",
    summary="See a picture of coloured shapes and describe it, with pairs of colour and shape "
    "that were never seen together.",
    shape="one to many",
    notation="picture, then w_{t−1} → w_t, until ■",
    length=(1, 2, 2),
    length_title="Shapes at most",
    feeds=True,
    updates=1000,
    defaults={
        "cell": "lstm",
        "hidden": 128,
        "layers": 1,
        # Adam learns the pictures of training as fast, but puts new pairs together less well.
        "optimizer": "momentum",
        "rate": 0.2,
        "clip": 5.0,
        "batch": 32,
        "length": 2,
        "forcing": 1.0,
    },
)
