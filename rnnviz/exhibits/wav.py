"""Sound as the bytes of a WAV file: one channel, 16 bits a sample."""

import io
import wave

import numpy as np

from rnnviz.engine.batch import Floats

#: What the sample 1.0 becomes.
FULL = 2**15 - 1


def wav_bytes(samples: Floats, rate: int) -> bytes:
    """A whole WAV file.

    samples  (n,), −1…1; what is beyond is cut off there.
    rate     samples per second.
    Raises ValueError where there is no sound, a sample is no number, or the rate is not positive.
    """
    if samples.ndim != 1 or not samples.size:
        raise ValueError(f"There is no sound in samples of shape {samples.shape}; wanted is (n,).")
    if not np.isfinite(samples).all():
        raise ValueError("A sample is no finite number.")
    if rate <= 0:
        raise ValueError(f"The rate is {rate}; wanted are samples per second, above 0.")
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(np.rint(samples.clip(-1, 1) * FULL).astype("<i2").tobytes())
    return file.getvalue()
