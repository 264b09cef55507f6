"""Files of the user's own: how they are read, each kind in a file of its own.

All readers raise ScenarioError, with the line (from 1) and what was expected.
"""
