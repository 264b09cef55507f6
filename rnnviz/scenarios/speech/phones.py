"""The sounds of speech that are synthesised, and what is published about them.

Vowels: G. E. Peterson and H. L. Barney, "Control methods used in a study of the vowels", Journal
of the Acoustical Society of America 24, 1952, Table II: averages over 33 men, 28 women and 15
children who said heed, hid, head, had, hod, hawed, hood, who'd, hud, heard.

Consonants, higher formants and bandwidths: D. H. Klatt, "Software for a cascade/parallel formant
synthesizer", Journal of the Acoustical Society of America 67, 1980, Tables I and III: one man,
consonants before front vowels.
"""

from typing import Literal, NamedTuple

import numpy as np

from rnnviz.engine.batch import Floats

VOICES = ("man", "woman", "child")
VOWELS = tuple("iɪɛæɑɔʊuʌɝ")
SILENCE = "·"

#: F0, F1, F2, F3 in Hz of each vowel, for each of the three kinds of voice: (3, 10, 4).
VOWEL_FREQUENCIES = np.array(
    [
        [
            (136, 270, 2290, 3010),
            (135, 390, 1990, 2550),
            (130, 530, 1840, 2480),
            (127, 660, 1720, 2410),
            (124, 730, 1090, 2440),
            (129, 570, 840, 2410),
            (137, 440, 1020, 2240),
            (141, 300, 870, 2240),
            (130, 640, 1190, 2390),
            (133, 490, 1350, 1690),
        ],
        [
            (235, 310, 2790, 3310),
            (232, 430, 2480, 3070),
            (223, 610, 2330, 2990),
            (210, 860, 2050, 2850),
            (212, 850, 1220, 2810),
            (216, 590, 920, 2710),
            (232, 470, 1160, 2680),
            (231, 370, 950, 2670),
            (221, 760, 1400, 2780),
            (218, 500, 1640, 1960),
        ],
        [
            (272, 370, 3200, 3730),
            (269, 530, 2730, 3600),
            (260, 690, 2610, 3570),
            (251, 1010, 2320, 3320),
            (256, 1030, 1370, 3170),
            (263, 680, 1060, 3180),
            (276, 560, 1410, 3310),
            (274, 430, 1170, 3260),
            (261, 850, 1590, 3360),
            (261, 560, 1820, 2160),
        ],
    ],
    dtype=float,
)
#: B1, B2, B3 of vowels in Hz, and F4, F5, F6 of a man with their bandwidths.
VOWEL_BANDWIDTHS = (50, 70, 110)
HIGHER_FORMANTS, HIGHER_BANDWIDTHS = (3300, 3750, 4900), (250, 200, 1000)
#: The resonance of the nose, the dip beside it in nasals, and the bandwidth of both, in Hz.
NASAL_POLE, NASAL_ZERO, NASAL_BANDWIDTH = 270, 450, 100


class Consonant(NamedTuple):
    """formants, bandwidths   F1 to F3 and B1 to B3 of a man, in Hz.

    levels   of the noise in the third to sixth formant and past all of them, in Klatt's decibels;
             0 is none.
    """

    kind: Literal["nasal", "fricative", "stop"]
    formants: tuple[int, int, int]
    bandwidths: tuple[int, int, int]
    levels: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)


CONSONANTS = {
    "m": Consonant("nasal", (480, 1270, 2130), (40, 200, 200)),
    "n": Consonant("nasal", (480, 1340, 2470), (40, 300, 300)),
    "s": Consonant("fricative", (320, 1390, 2530), (200, 80, 200), (0, 0, 0, 52, 0)),
    "ʃ": Consonant("fricative", (300, 1840, 2750), (200, 100, 300), (57, 48, 48, 46, 0)),
    "p": Consonant("stop", (400, 1100, 2150), (300, 150, 220), (0, 0, 0, 0, 63)),
    "t": Consonant("stop", (400, 1600, 2600), (300, 120, 250), (30, 45, 57, 63, 0)),
    "k": Consonant("stop", (300, 1990, 2850), (250, 160, 330), (53, 43, 45, 45, 0)),
}
#: What is subtracted from those levels so that they are decibels of one scale (NDBSCA in the
#: program of Klatt's appendix).
LEVEL_SCALE = np.array([75, 78, 79, 80, 84], dtype=float)

#: All labels of a frame.
PHONES = (*VOWELS, *CONSONANTS, SILENCE)


def noise_gains(consonant: Consonant) -> Floats:
    """(5,), the amplitudes of its noise, the strongest 1; all 0 where there is none."""
    levels = np.array(consonant.levels, dtype=float)
    gains: Floats = np.where(levels > 0, 10 ** ((levels - LEVEL_SCALE) / 20), 0.0)
    return gains / (gains.max() or 1.0)
