"""Small projects that have a little of everything, and what anybody may do with one that opened."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from rnnviz.engine.divergence import Diverged
from rnnviz.interchange.captured_run import CapturedRun
from rnnviz.interchange.projects.layout import Layout
from rnnviz.interchange.projects.project_file import Project
from rnnviz.session.session import Session
from rnnviz.session.summaries import Summaries
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.scene import Spot
from rnnviz.trace.ticks import Granularity
from tests.interchange.projects.saved_runs import saved, session_of
from tests.interchange.test_captured_run import replayed
from tests.session.hand_driver import Hand, settings_of, small_settings, text_settings


def with_branches(folder: Path) -> Session:
    """Three branches, weights and settings changed on the way, and all that can be set up."""
    hand = Hand(small_settings(hidden=2))
    session = hand.session
    session.breakpoints.add("norm above", 1e6)
    session.breakpoints.add("condition", text="loss > 1000000")
    session.watches.add("norm(h)")
    hand.train_and_pause(9)
    session.bookmarks.add("the ninth")
    session.walk.go_to_update(3)
    session.editing.set_number(Spot(0, "", "W_hy", 0, 0), "0.5")
    session.bookmarks.add("an edit")
    hand.train_and_pause(4)
    session.walk.go_to_update(5)
    session.choose({"rate": 0.02})
    hand.train_and_pause(3)
    session.editing.set_number(Spot(1, "", "x", 0), "0.75")
    session.editing.set_number(Spot(2, "layer1", "h", 1), "-0.5")
    session.walk.set_granularity(Granularity.QUANTITY)
    session.walk.step()
    session.breakpoints.toggle_at_cursor()
    session.measuring.measure_at_once()
    return session


def of_a_text(folder: Path) -> Session:
    """Readers of a text of one's own, who carry their states on."""
    hand = Hand(text_settings(folder, cell="elman", hidden=2, batch=2, optimizer="momentum"))
    hand.train_and_pause(6)
    hand.session.walk.go_to_update(2)
    hand.train_and_pause(3)
    hand.session.pick(Spot(2, "layer1", "h", 1))
    return hand.session


def of_sequences(folder: Path) -> Session:
    """Sequences that are shuffled, and read from both ends, in single precision."""
    given = {"cell": "gru", "hidden": 2, "direction": "both", "precision": "float32"}
    hand = Hand(settings_of("dna-splice", folder, optimizer="rmsprop", sample="batch", **given))
    hand.train_and_pause(3)
    hand.session.walk.go_to_update(1)
    hand.train_and_pause(2)
    return hand.session


def of_networks(folder: Path) -> Session:
    """Three networks, of which one was left behind by the others."""
    networks = [
        small_settings(cell="elman", activation="identity", optimizer="sgd", clip_by="off", **given)
        for given in ({"rate": 0.01}, {"rate": 1e3}, {"rate": 0.02})
    ]
    hand = Hand()
    hand.session.comparing.begin(networks)
    hand.train_and_pause(12)
    hand.session.walk.go_to_update(2)
    hand.train_and_pause(12)
    assert any(run.stopped for run in hand.session.others.runs)
    return hand.session


def of_a_recording(folder: Path) -> Session:
    """What PyTorch did, with a weight changed in it."""
    session = session_of(CapturedRun(replayed("lstm_readout"), small_settings()))
    session.editing.set_number(Spot(0, "", "W_hy", 0, 0), "0.5")
    return session


MADE: dict[str, Callable[[Path], Session]] = {
    "branches": with_branches,
    "text": of_a_text,
    "sequences": of_sequences,
    "networks": of_networks,
    "recording": of_a_recording,
}


def made(folder: Path) -> dict[str, bytes]:
    """The bytes of each, by a name; a file that one of them reads is put into the folder."""
    return {name: content(make(folder), folder) for name, make in MADE.items()}


def content(session: Session, folder: Path) -> bytes:
    """The bytes of a session's project, with few summaries, which take the most of a file."""
    thin_out(session)
    return saved(session, folder, Layout("dark", {"panels": "AAECAw=="})).read_bytes()


def thin_out(session: Session) -> None:
    """Keep two summaries of each branch at most."""
    for run in session.others.all(session.run):
        for branch in run.timeline.branches:
            branch.summaries = Summaries.of(branch.summaries.so_far()[-2:])


def use(project: Project, hand: Hand, at_length: bool = True) -> None:
    """Let a session take up a project and go everywhere in it: every branch of every network,
    the start, and on; at length, by what a person does there too. Only numbers may go wrong."""
    session = hand.session
    session.projects.take_up(project.run, project.others, project.standing)
    session.walk.set_granularity(Granularity.TIME_STEP)
    for by in (1, 1, -1):
        session.walk.step(by)
    session.walk.go_to_tick(-1)
    session.walk.show_all()
    for run in session.others.all(session.run):
        with suppress(Diverged):
            _go_everywhere(run)
    if at_length:
        _walk(hand)
    hand.driver.run = hand.driver.told = None
    hand.heard.clear()


def _walk(hand: Hand) -> None:
    session = hand.session
    with suppress(Diverged):
        for number in [each.number for each in session.state.branches][-2:]:
            _settle(hand, lambda number=number: session.walk.switch_branch(number))
        for number in [each.number for each in session.state.bookmarks][-2:]:
            _settle(hand, lambda number=number: session.bookmarks.go_to(number))
        session.comparing.look_at_next()
        _settle(hand, lambda: session.walk.go_to_update(session.state.newest))
        _train(hand)
        _settle(hand, session.walk.step)


def _go_everywhere(run: TrainingRun) -> None:
    timeline, began = run.timeline, run.timeline.branch.number
    for branch in [*timeline.branches]:
        timeline.switch(branch.number)
        for update in (branch.newest, 0):
            timeline.go_to(update)
        run.trace()
    timeline.switch(began)
    timeline.go_to(timeline.branch.newest)
    if not run.untrainable:
        run.advance()


def _settle(hand: Hand, act: Callable[[], object]) -> None:
    act()
    while hand.session.poll():
        pass


def _train(hand: Hand) -> None:
    session, driver = hand.session, hand.driver
    session.start()
    driver.make_updates(2)
    session.pause()
    driver.make_updates(0)
    _settle(hand, lambda: None)
    assert driver.run is None
