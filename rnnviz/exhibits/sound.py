"""Sound: a spectrogram (or another picture of features over time) with a label for each frame."""

from dataclasses import dataclass, field

import numpy as np

from rnnviz.engine.batch import Floats
from rnnviz.exhibits.exhibit import Exhibit


@dataclass(frozen=True, kw_only=True)
class SoundExhibit(Exhibit):
    """Frames of features, one a time step, the first at step 0.

    features   (T, F); a higher number is louder, or simply more.
    names      of the F features, for an axis: frequencies "250 Hz", or "coefficient 1".
    said, wanted   a label for each frame, "" where there is none.
    samples    the sound itself, −1…1, empty where there is only the picture of it.
    rate       samples per second.
    is_signed  whether the features are as often below 0 as above (cepstrum coefficients).
    """

    features: Floats
    names: tuple[str, ...]
    said: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    samples: Floats = field(default_factory=lambda: np.zeros(0))
    rate: int = 0
    is_signed: bool = False
