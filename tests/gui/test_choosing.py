"""Settings chosen in the window: another network, a live setting, and what cannot be."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.gui.windows import (
    LEFT,
    message,
    opened,
    pause,
    trained,
    type_into,
    until,
    until_update,
)


def control(window, name):
    return window.run_settings.rows[name].control


def test_that_another_cell_is_a_new_network_and_the_former_comes_back(qtbot):
    window = trained(qtbot)
    former = window.session.state
    qtbot.mouseClick(control(window, "cell").button("gru"), LEFT)
    state = window.session.state
    assert (state.settings.cell, state.update) == ("gru", 0)
    assert all(view.scene.trace.origin.cell == "gru" for view in window.views)
    assert f"trained for {former.update} updates, is kept" in message(window)
    assert window.message_bar.button.text() == "Bring it back"
    qtbot.mouseClick(window.message_bar.button, LEFT)
    state = window.session.state
    assert (state.settings, state.update) == (former.settings, former.update)
    assert control(window, "cell").value() == "lstm"
    before, after = former.scene.trace.parameters, state.scene.trace.parameters
    assert all((before[name] == after[name]).all() for name in before)


def test_that_ctrl_z_brings_the_former_network_back_too(qtbot):
    window = trained(qtbot)
    assert not window.commands["bring-back"].isEnabled()
    qtbot.mouseClick(control(window, "cell").button("elman"), LEFT)
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.state.settings.cell == "lstm"


def test_that_a_new_network_trains_on_where_the_former_one_did(qtbot):
    window = opened(qtbot)
    window.session.start()
    until_update(qtbot, window, 2)
    qtbot.mouseClick(control(window, "cell").button("gru"), LEFT)
    assert window.session.state.activity == "running"
    until_update(qtbot, window, 3)
    assert window.session.state.scene.trace.origin.cell == "gru"
    pause(qtbot, window)


def test_that_ctrl_r_begins_anew(qtbot):
    window = trained(qtbot)
    qtbot.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert window.session.state.update == 0
    assert "is kept" in message(window)


def test_that_nothing_of_the_former_network_stays_in_sight(qtbot):
    window = opened(qtbot)
    # Scales of tracks settle by and by.
    views = [view for view in window.views if view.key not in ("tracks", "compare")]
    before = [view.grab().toImage() for view in views]
    window.session.start()
    until_update(qtbot, window, 30)
    pause(qtbot, window)
    qtbot.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    window.session.dismiss()  # A message takes room.
    QApplication.processEvents()
    for view, picture in zip(views, before, strict=True):
        assert view.grab().toImage() == picture, view.key


@pytest.mark.parametrize("scenario", ["copy-memory", "adding-problem", "character-model"])
def test_that_every_scenario_is_chosen_by_the_keyboard(qtbot, scenario):
    start = "adding-problem" if scenario == "character-model" else "character-model"
    window = opened(qtbot, scenario=start)
    box = control(window, "scenario")
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Home)
    while box.currentData() != scenario:
        qtbot.keyClick(box, Qt.Key.Key_Down)
    until(qtbot, lambda: window.session.state.settings.scenario == scenario)
    assert all(view.scene.trace.origin.scenario == scenario for view in window.views)
    assert window.temperature.slider.isEnabled() == (scenario == "character-model")


def test_that_a_live_setting_acts_on_the_network_that_trains(qtbot):
    window = opened(qtbot)
    window.session.start()
    until_update(qtbot, window, 2)
    type_into(qtbot, control(window, "rate"), "0.025")
    state = window.session.state
    assert (state.run, state.activity, state.settings.rate) == (1, "running", 0.025)
    until_update(qtbot, window, state.update + 2)
    until(qtbot, lambda: settings_of(window)["rate"] == 0.025)
    pause(qtbot, window)
    assert window.session.state.run == 1


def settings_of(window):
    return window.session.state.scene.trace.origin.settings


REFUSED = (
    ("rate", "-1", "Rate is -1; wanted a number above 0 to 1000."),
    ("rate", "nan", "Rate is nan; wanted a number above 0 to 1000."),
    ("rate", "fast", "Rate is 'fast'; wanted a number above 0 to 1000."),
    ("hidden", "0", "Units is 0; wanted a whole number from 1 to 512."),
    ("hidden", "7.5", "Units is 7.5; wanted a whole number from 1 to 512."),
    ("layers", "99", "Layers is 99; wanted a whole number from 1 to 4."),
    ("batch", " ", "Batch is ''; wanted a whole number from 1 to 256."),
    ("seed", "1e99", "Seed is 1e+99; wanted a whole number from 0 to 2147483647."),
)


def test_that_a_value_that_cannot_be_is_refused_and_nothing_else_happens(qtbot):
    window = opened(qtbot)
    window.session.start()
    before = window.session.state.settings
    for name, text, told in REFUSED:
        row = window.run_settings.rows[name]
        shown = row.control.text()
        type_into(qtbot, row.control, text)
        assert row.message.isVisible()
        assert row.message.text() == told
        assert row.control.text() == shown
        state = window.session.state
        assert (state.run, state.activity, state.settings) == (1, "running", before)
        until_update(qtbot, window, state.update + 1)
    pause(qtbot, window)


def test_that_an_immense_network_is_refused_in_the_message_bar(qtbot):
    window = opened(qtbot, length=400, hidden=4, batch=256)
    before = window.session.state
    type_into(qtbot, control(window, "hidden"), "512")
    assert "One update of 512 units" in message(window)
    assert window.session.state.settings == before.settings
    assert window.session.state.scene is before.scene
    # The panel shows again what holds.
    assert control(window, "hidden").text() == "4"


def test_that_the_temperature_changes_what_is_written(qtbot):
    window = trained(qtbot)
    window.temperature.slider.setFocus()
    qtbot.keyClick(window.temperature.slider, Qt.Key.Key_Home)
    until(qtbot, lambda: window.writing.scene.writing.temperature == 0)
    assert window.session.state.settings.temperature == 0
