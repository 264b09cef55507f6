"""Figures for slides and papers: pages of views, or of the whole window, in every format."""
