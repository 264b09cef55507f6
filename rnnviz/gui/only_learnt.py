"""Whether a state differs from the last one by training alone: then little is drawn anew."""

from rnnviz.session.state import State


def only_learnt(old: State, new: State) -> bool:
    """Whether training went on and nothing else changed."""
    return (
        new.activity == old.activity == "running"
        and new.scene.marks == old.scene.marks
        and new.settings == old.settings
        and new.run == old.run
        and new.message == old.message
        and new.bookmarks == old.bookmarks
        and new.pace == old.pace
        and new.granularity == old.granularity
    )
