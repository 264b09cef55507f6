"""What a network is asked to learn: one scenario a file, listed here in menu order."""

from rnnviz.scenarios.adding_problem import ADDING_PROBLEM
from rnnviz.scenarios.anbn import ANBN
from rnnviz.scenarios.character_model import CHARACTER_MODEL
from rnnviz.scenarios.copy_memory import COPY_MEMORY
from rnnviz.scenarios.delayed_recall import DELAYED_RECALL
from rnnviz.scenarios.digit_at_once import DIGIT_AT_ONCE
from rnnviz.scenarios.digit_rows import DIGIT_ROWS
from rnnviz.scenarios.dna_splice import DNA_SPLICE
from rnnviz.scenarios.dyck import DYCK
from rnnviz.scenarios.music import MUSIC
from rnnviz.scenarios.named_entities import NAMED_ENTITIES
from rnnviz.scenarios.parity import PARITY
from rnnviz.scenarios.picture_captions import PICTURE_CAPTIONS
from rnnviz.scenarios.reber import EMBEDDED_REBER, REBER
from rnnviz.scenarios.scenario import Scenario, ScenarioError
from rnnviz.scenarios.sentiment import SENTIMENT
from rnnviz.scenarios.series import FORECASTING
from rnnviz.scenarios.sound_to_phonemes import SOUND_TO_PHONEMES
from rnnviz.scenarios.spelling_to_phonemes import SPELLING_TO_PHONEMES
from rnnviz.scenarios.spoken_vowels import SPOKEN_VOWELS
from rnnviz.scenarios.translation import TRANSLATION
from rnnviz.scenarios.video_motion import VIDEO_MOTION
from rnnviz.scenarios.word_model import WORD_MODEL

SCENARIOS: tuple[Scenario, ...] = (
    CHARACTER_MODEL,
    WORD_MODEL,
    SENTIMENT,
    NAMED_ENTITIES,
    DNA_SPLICE,
    TRANSLATION,
    SPELLING_TO_PHONEMES,
    SPOKEN_VOWELS,
    SOUND_TO_PHONEMES,
    DIGIT_ROWS,
    MUSIC,
    PICTURE_CAPTIONS,
    VIDEO_MOTION,
    FORECASTING,
    DIGIT_AT_ONCE,
    COPY_MEMORY,
    ADDING_PROBLEM,
    PARITY,
    DELAYED_RECALL,
    DYCK,
    ANBN,
    REBER,
    EMBEDDED_REBER,
)


def scenario(key: str) -> Scenario:
    """The scenario with this key. Raises ScenarioError, with the known keys, if there is none."""
    for candidate in SCENARIOS:
        if candidate.key == key:
            return candidate
    known = ", ".join(candidate.key for candidate in SCENARIOS)
    raise ScenarioError(f"There is no scenario “{key}”; wanted is one of {known}.")
