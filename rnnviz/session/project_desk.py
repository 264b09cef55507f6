"""ProjectDesk: all of a session handed out, to be kept; and taken up again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from rnnviz.session.breakpoint_desk import counted
from rnnviz.session.host import Host
from rnnviz.session.others import ALONE, Others
from rnnviz.session.run_record import RunRecord, record_of
from rnnviz.session.scenes import first_spot
from rnnviz.session.spots import is_there
from rnnviz.session.standing import Standing, standing_of
from rnnviz.session.training_run import TrainingRun
from rnnviz.session.watch_desk import WatchDesk


@dataclass(frozen=True, eq=False)
class SessionRecord:
    """A session at one moment.

    networks   the run of each, which holds what never changes, with what it was; in the order
               of the comparison.
    place      where among them the one shown stands.
    """

    networks: tuple[tuple[TrainingRun, RunRecord], ...]
    place: int
    standing: Standing


def record_with(run: TrainingRun, others: Others, standing: Standing) -> SessionRecord:
    """All of runs, for whoever owns them just now, and where a person stands in them."""
    networks = tuple((each, record_of(each)) for each in others.all(run))
    return SessionRecord(networks, others.place, standing)


def record_without_window(run: TrainingRun) -> SessionRecord:
    """All of a run that nobody has looked at, where a session over it would begin."""
    spot = first_spot(run.trace(), run.network.cell.states[0])
    return record_with(run, ALONE, Standing(spot))


class ProjectDesk:
    """The verbs of keeping a session and of going on with one that was kept."""

    def __init__(self, session: Host, watches: WatchDesk):
        self._session, self._watches = session, watches

    def record(self, take: Callable[[SessionRecord], None], refuse: Callable[[str], None]) -> None:
        """Let `take` have all of it: at once, or while updates are made between two of them, and
        then in another thread. It may not keep that thread waiting. Where it cannot be copied, as
        memory is short, `refuse` is told why, and training goes on."""
        session = self._session
        run, others, standing = session.run, session.others, standing_of(session.state)

        def hand_over(hits: Mapping[int, int]) -> None:
            by_now = replace(standing, breakpoints=counted(standing.breakpoints, hits))
            try:
                found = record_with(run, others, by_now)
            except Exception as error:  # whoever waits for it must hear of it
                refuse(f"{type(error).__name__}: {error}")
            else:
                take(found)

        session.between(hand_over)

    def take_up(self, run: TrainingRun, others: Others, standing: Standing) -> None:
        """Go on with runs that were kept, from where a person stood. Training stands still; the
        present run can be brought back."""
        session = self._session
        for each in others.all(run):
            each.bookmarks = standing.bookmarks
        session.stand_still()
        session.begin(run, others)
        session.put(
            granularity=standing.granularity,
            pace=standing.pace,
            unit=standing.unit,
            breakpoints=standing.breakpoints,
            watches=standing.watches,
        )
        session.mark_tick(standing.tick)
        scene = session.state.scene
        if is_there(scene.trace, standing.picked):
            session.mark(replace(scene.marks, picked=standing.picked))
        self._watches.refresh()
