"""The transport bar, the message bar and the temperature: what clicks and keys emit."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMainWindow

from rnnviz.gui.actions import Actions
from rnnviz.gui.controls.message_bar import MessageBar
from rnnviz.gui.controls.pace_slider import FULL, pace_at, place_of
from rnnviz.gui.controls.temperature import Temperature
from rnnviz.gui.controls.transport import STEPS, Transport
from rnnviz.gui.style import stylesheet
from rnnviz.gui.theme import DARK, LIGHT
from rnnviz.trace.ticks import Granularity

LEFT = Qt.MouseButton.LeftButton
# The offscreen platform says so of every window that has a least size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def window(qtbot):
    made = QMainWindow()
    qtbot.addWidget(made)
    made.own = Actions(made)
    made.transport = Transport(made.own)
    made.setCentralWidget(made.transport)
    made.transport.show_state("paused", Granularity.TIME_STEP, None)
    made.resize(1280, 60)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.mark.parametrize("key", ["run", *STEPS, "export-window", "theme"])
def test_that_a_button_does_what_its_action_does(qtbot, window, key):
    with qtbot.waitSignal(window.own[key].triggered):
        qtbot.mouseClick(window.transport.buttons[key], LEFT)


def test_that_one_runs_while_paused_and_pauses_while_running(qtbot, window):
    buttons = window.transport.buttons
    assert (buttons["run"].isEnabled(), buttons["pause"].isEnabled()) == (True, False)
    window.transport.show_state("running", Granularity.TIME_STEP, None)
    assert (buttons["run"].isEnabled(), buttons["pause"].isEnabled()) == (False, True)
    with qtbot.waitSignal(window.own["pause"].triggered):
        qtbot.mouseClick(buttons["pause"], LEFT)
    window.transport.show_state("stopping", Granularity.TIME_STEP, None)
    assert (buttons["run"].isEnabled(), buttons["pause"].isEnabled()) == (False, False)


@pytest.mark.parametrize("granularity", list(Granularity))
def test_that_a_granularity_is_chosen(qtbot, window, granularity):
    with qtbot.waitSignal(window.transport.granularity_chosen) as met:
        qtbot.mouseClick(window.transport.granularity.button(granularity), LEFT)
    assert met.args == [granularity]


def test_that_the_speed_is_chosen_and_shown(qtbot, window):
    pace, met = window.transport.pace, []
    window.transport.pace_chosen.connect(met.append)
    pace.slider.setFocus()
    qtbot.keyClick(pace.slider, Qt.Key.Key_Left)
    qtbot.keyClick(pace.slider, Qt.Key.Key_Home)
    qtbot.keyClick(pace.slider, Qt.Key.Key_End)
    assert met == [1000, 1, None]
    assert pace.text.text() == "full speed"
    window.transport.show_state("paused", Granularity.UPDATE, 30.0)
    assert len(met) == 3
    assert pace.text.text() == "30 / s"


def test_that_every_pace_has_its_place():
    for place in range(FULL + 1):
        met = place_of(pace_at(place))
        assert pace_at(met) == pace_at(place)


def test_that_the_position_is_told(window):
    window.transport.show_position(1240, 6, 18, "backward")
    assert window.transport.status.text() == "update 1,240  ·  t = 7 of 18  ·  backward"


def test_that_space_presses_the_button_that_has_the_focus(qtbot, window):
    met = []
    window.own["run-pause"].triggered.connect(lambda: met.append("run-pause"))
    window.own["step"].triggered.connect(lambda: met.append("step"))
    window.activateWindow()
    window.transport.buttons["step"].setFocus()
    qtbot.keyClick(window.transport.buttons["step"], Qt.Key.Key_Space)
    assert met == ["step"]


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_that_all_buttons_fit_into_a_small_window(qtbot, window, look):
    window.setStyleSheet(stylesheet(look))
    window.transport.set_look(look)
    assert window.transport.minimumSizeHint().width() < 1100
    assert not any(button.icon().isNull() for button in window.transport.buttons.values())


def test_the_message_bar(qtbot):
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.set_look(LIGHT)
    assert bar.isHidden()
    bar.show_message("information", "A new network.", ("bring_back", "Bring it back"))
    assert not bar.isHidden()
    assert bar.accessibleName() == "Information: A new network."
    with qtbot.waitSignal(bar.offer_taken) as met:
        qtbot.mouseClick(bar.button, LEFT)
    assert met.args == ["bring_back"]
    bar.show_message("error", "It went wrong.")
    assert bar.button.isHidden()
    with qtbot.waitSignal(bar.closed):
        qtbot.mouseClick(bar.close_button, LEFT)
    assert bar.isHidden()


def test_the_temperature(qtbot):
    temperature, met = Temperature(), []
    qtbot.addWidget(temperature)
    temperature.show_settings(0.7, "pinned")
    temperature.changed.connect(met.append)
    temperature.show()
    temperature.slider.setFocus()
    qtbot.keyClick(temperature.slider, Qt.Key.Key_Right)
    assert temperature.text.text() == "0.71"
    qtbot.waitUntil(lambda: met == [{"temperature": 0.71}])
    qtbot.mouseClick(temperature.sample.button("batch"), LEFT, pos=QPoint(5, 5))
    assert met[1:] == [{"sample": "batch"}]
    temperature.show_settings(1.5, "pinned", generates=False)
    assert len(met) == 2
    assert not temperature.slider.isEnabled()
