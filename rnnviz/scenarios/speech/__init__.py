"""Speech made by rule: published formants, voices, utterances, a synthesiser, a spectrogram."""
