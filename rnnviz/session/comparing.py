"""Comparing: two to four networks that learn the same beside each other."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rnnviz.scenarios.scenario import ScenarioError
from rnnviz.session.host import Host
from rnnviz.session.member_names import DIFFERING
from rnnviz.session.others import ALONE, Others
from rnnviz.session.setting_error import SettingError
from rnnviz.session.setting_fields import changed, field
from rnnviz.session.settings import Settings
from rnnviz.session.training_run import MOST_OPERATIONS, TrainingRun

MOST_NETWORKS = 4


def check_comparable(networks: Sequence[Settings]) -> None:
    """Raises SettingError where networks with these settings cannot be compared."""
    if not 2 <= len(networks) <= MOST_NETWORKS:
        raise SettingError(
            f"{len(networks)} networks; wanted 2 to {MOST_NETWORKS} to compare with each other."
        )
    first = networks[0]
    for each in networks:
        if changed(each, {name: getattr(first, name) for name in DIFFERING}) != first:
            titles = ", ".join(field(name).title for name in DIFFERING)
            raise SettingError(f"The networks differ in their task; they may differ in: {titles}.")


def check_cost(runs: Sequence[TrainingRun]) -> None:
    """Raises SettingError where an update of all of them takes too long."""
    operations = sum(run.operations() for run in runs)
    if operations > MOST_OPERATIONS:
        raise SettingError(
            f"One update of all networks takes about {operations / 1e9:.0f} billion operations; "
            f"at most {MOST_OPERATIONS / 1e9:.0f} are wanted. Compare fewer or smaller ones."
        )


def runs_of(networks: Sequence[Settings]) -> tuple[TrainingRun, ...]:
    """A run for each of these. Raises SettingError where they cannot be compared."""
    check_comparable(networks)
    runs = tuple(TrainingRun(each) for each in networks)
    check_cost(runs)
    return runs


def with_difference(settings: Settings, values: Mapping[str, object]) -> Settings:
    """The settings of a network that differs in these values. Raises SettingError."""
    for name in values:
        if name not in DIFFERING:
            known = ", ".join(DIFFERING)
            raise SettingError(f"Networks cannot differ in {name!r}; wanted some of {known}.")
    return changed(settings, values)


class Comparing:
    """The verbs. Whatever is compared begins anew, so that all see the same data from the start;
    what cannot be is refused with a message."""

    def __init__(self, session: Host):
        self._session, self._is_watched = session, False

    def watch(self, is_watched: bool) -> None:
        """Whether somebody looks where the gradients of all networks go."""
        session, self._is_watched = self._session, is_watched
        self.prepare(session.others)
        scene = session.state.scene
        if is_watched and scene.comparison is not None and session.state.activity == "paused":
            comparison = session.others.compared(session.run, scene.trace)
            session.put(scene=replace(scene, comparison=comparison))

    def prepare(self, others: Others) -> None:
        """Let others that are to be shown know whether somebody looks."""
        if others:
            others.is_watched = self._is_watched

    @property
    def networks(self) -> tuple[Settings, ...]:
        """The settings of all networks, in order; of one where there are no others."""
        session = self._session
        beside = session.others.settings_beside(session.run, session.state.settings)
        place = session.others.place
        return (*beside[:place], session.state.settings, *beside[place:])

    def begin(self, networks: Sequence[Settings]) -> None:
        """Compare networks with these settings; the first one is shown in all views."""
        try:
            first, *rest = runs_of(networks)
        except (SettingError, ScenarioError) as error:
            self._session.tell("error", str(error))
        else:
            self._session.begin(first, Others(rest))

    def add(self, values: Mapping[str, object]) -> None:
        """Compare with one network more, which differs from the one shown in these values."""
        if self._session.run.untrainable:
            self._session.tell("information", self._session.run.untrainable)
            return
        try:
            another = with_difference(self._session.state.settings, values)
        except SettingError as error:
            self._session.tell("error", str(error))
        else:
            self.begin((*self.networks, another))

    def anew(self, settings: Settings) -> tuple[TrainingRun, Others]:
        """A new network with these settings, and new ones beside it: what sets the present ones
        apart stays. Raises SettingError or ScenarioError."""
        session, others = self._session, self._session.others
        if not others:
            return TrainingRun(settings), ALONE
        beside, place = others.settings_beside(session.run, settings), others.place
        runs = runs_of((*beside[:place], settings, *beside[place:]))
        return runs[place], Others(runs[:place] + runs[place + 1 :], place)

    def remove(self, place: int) -> None:
        """Compare with one network less; the others go on as they are."""
        session = self._session
        run, others = session.others.without(session.run, place)
        session.turn_to(run, others)

    def look_at(self, place: int) -> None:
        """Show another of the networks in all views."""
        session = self._session
        if place != session.others.place:
            session.turn_to(*session.others.looking_at(session.run, place))

    def look_at_next(self) -> None:
        """Show the next of the networks in all views."""
        others = self._session.others
        if others:
            self.look_at((others.place + 1) % (len(others.runs) + 1))

    def end(self) -> None:
        """Keep only the network that is shown, as it is."""
        if self._session.others:
            self._session.turn_to(self._session.run, ALONE)
